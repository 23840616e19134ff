import type { Membership } from '../access/actions.ts';
import { permits } from '../access/actions.ts';
import type { Actor } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import type { CausedDelivery, HookKind, OvertakenBy, PresentState } from './causes.ts';
import { causeStatus } from './causes.ts';
import type { DeliveryState } from './change.ts';
import { hookPolicies } from './policy.ts';

/** The facts that decide whether a delivery may be sent again. */
export interface ResendFacts {
  readonly accountId: number;
  readonly ownerId: number;
  readonly deliveryId: string;
  readonly integrationId: string;
  readonly hook: HookKind;
  readonly state: DeliveryState;
  /** The delivery with the stored state of its cause; `present` has the state now. */
  readonly caused: CausedDelivery;
  readonly present: PresentState;
}

export type ResendResult =
  | { readonly kind: 'resent' }
  | Refusal<'forbidden' | 'delivery_unknown' | 'never_resent' | 'still_pending'>
  | { readonly kind: 'refuse'; readonly reason: 'overtaken'; readonly by: OvertakenBy };

/**
 * Sends a finished delivery again under the same ID, so that the receiver can recognise it. A kind of hook that is
 * never repeated automatically is not repeated by hand either, and an overtaken delivery is not sent. A test then
 * belongs to the user who resends it, and no longer depends on who first asked for it.
 */
export function decideResend(
  delivery: ResendFacts | undefined,
  by: { readonly actor: Actor; readonly membership: Membership | undefined },
  now: Instant,
): Decided<ResendResult> {
  if (!permits(by.membership, 'delivery.resend')) return refuse('forbidden');
  if (delivery === undefined) return refuse('delivery_unknown');
  if (!hookPolicies[delivery.hook].resendable) return refuse('never_resent');
  if (delivery.state === 'pending' || delivery.state === 'started') return refuse('still_pending');
  const { accountId, ownerId, deliveryId, integrationId } = delivery;
  const { caused } = delivery;
  const status = caused.isTest ? undefined : causeStatus(caused, delivery.present);
  if (status?.kind === 'overtaken')
    return { outcome: { kind: 'refuse', reason: 'overtaken', by: status.by }, changes: [] };
  return {
    outcome: { kind: 'resent' },
    changes: [{ kind: 'hook_resent', accountId, ownerId, deliveryId, integrationId, at: now, actor: by.actor }],
  };
}
