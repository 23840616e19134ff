import type { Change } from '../change.ts';
import type { Instant } from '../instant.ts';

/** The receiver of an installation's disconnect hook, if its integration has an address for it. */
export interface DisconnectReceiver {
  readonly accountId: number;
  readonly integrationId: string;
  readonly disconnectUri: string | undefined;
}

/**
 * The disconnect hook, enqueued in the commit that ends an installation or its last grant.
 *
 * @param end.deliveryId generated before the rule
 * @param end.endedEpoch the installation's epoch before it ended; the hook belongs to the next one
 * @see docs/spec/dialect.md#disconnect-hook
 */
export function disconnectHook(
  receiver: DisconnectReceiver,
  { deliveryId, endedEpoch }: { readonly deliveryId: string; readonly endedEpoch: number },
  now: Instant,
): readonly Change[] {
  const { accountId, integrationId, disconnectUri: url } = receiver;
  if (url === undefined) return [];
  return [
    {
      kind: 'hook_enqueued',
      accountId,
      delivery: { deliveryId, integrationId, hook: 'disconnect', url, facts: {}, cause: { epoch: endedEpoch + 1 } },
      at: now,
    },
  ];
}
