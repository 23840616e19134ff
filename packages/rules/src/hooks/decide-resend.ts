import type { Membership } from '../access/actions.ts';
import { permits } from '../access/actions.ts';
import type { Actor } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import type { DeliveryState, HookKind } from './change.ts';
import { hookPolicies } from './policy.ts';

/** A delivery as its resending is judged. */
export interface ResendFacts {
  readonly accountId: number;
  readonly ownerId: number;
  readonly deliveryId: string;
  readonly integrationId: string;
  readonly hook: HookKind;
  readonly state: DeliveryState;
}

export type Resend =
  { readonly kind: 'resent' } | Refusal<'forbidden' | 'delivery_unknown' | 'never_resent' | 'still_pending'>;

/**
 * Sends a finished delivery anew, with the id it had: the receiver can tell that it is the same. What is never repeated
 * by itself is not repeated by hand either.
 */
export function decideResend(
  delivery: ResendFacts | undefined,
  by: { readonly actor: Actor; readonly membership: Membership | undefined },
  now: Instant,
): Decided<Resend> {
  if (!permits(by.membership, 'delivery.resend')) return refuse('forbidden');
  if (delivery === undefined) return refuse('delivery_unknown');
  if (!hookPolicies[delivery.hook].resendable) return refuse('never_resent');
  if (delivery.state === 'pending' || delivery.state === 'started') return refuse('still_pending');
  const { accountId, ownerId, deliveryId, integrationId } = delivery;
  return {
    outcome: { kind: 'resent' },
    changes: [{ kind: 'hook_resent', accountId, ownerId, deliveryId, integrationId, at: now, actor: by.actor }],
  };
}
