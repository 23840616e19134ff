import type { Membership } from '../access/actions.ts';
import { permits } from '../access/actions.ts';
import type { Actor } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';

export type EnableReceiver = { readonly kind: 'enabled' } | Refusal<'forbidden'>;

/**
 * Enables a receiver's address that had answered 410. A test hook goes to the address even while it is stopped. An
 * address that is not stopped stays unchanged.
 *
 * @see docs/spec/dialect.md#stopped-receivers
 */
export function decideEnableReceiver(
  receiver: {
    /** The technical account of the integration. */
    readonly ownerId: number;
    readonly integrationId: string;
    readonly url: string;
    readonly isStopped: boolean;
  },
  by: { readonly actor: Actor; readonly membership: Membership | undefined },
  now: Instant,
): Decided<EnableReceiver> {
  if (!permits(by.membership, 'receiver.enable')) return refuse('forbidden');
  if (!receiver.isStopped) return { outcome: { kind: 'enabled' }, changes: [] };
  const { ownerId: accountId, integrationId, url } = receiver;
  return {
    outcome: { kind: 'enabled' },
    changes: [{ kind: 'receiver_enabled', accountId, integrationId, url, at: now, actor: by.actor }],
  };
}
