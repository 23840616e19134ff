import type { Change } from '../change.ts';
import type { Instant } from '../instant.ts';

/** Where the disconnect hook of an installation goes, if its integration has an address for it. */
export interface DisconnectReceiver {
  readonly accountId: number;
  readonly integrationId: string;
  readonly disconnectUri: string | undefined;
}

/**
 * The disconnect hook, to be enqueued in the commit that ends an installation or its last grant.
 *
 * @param deliveryId drawn before the rule
 * @see docs/spec/dialect.md#disconnect-hook
 */
export function disconnectHook(receiver: DisconnectReceiver, deliveryId: string, now: Instant): readonly Change[] {
  const { accountId, integrationId, disconnectUri: url } = receiver;
  if (url === undefined) return [];
  return [
    {
      kind: 'hook_enqueued',
      accountId,
      delivery: { deliveryId, integrationId, hook: 'disconnect', url, facts: {} },
      at: now,
    },
  ];
}
