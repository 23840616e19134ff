import type { Membership } from '../access/actions.ts';
import { permits } from '../access/actions.ts';
import type { Actor } from '../actor.ts';
import type { Change } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import type { Press } from '../press.ts';

/** An adoption as one account stands in it. */
export interface AskedFacts {
  readonly accountId: number;
  readonly adoptionId: string;
  /** Clones of the account that still wait for the date. */
  readonly pending: number;
}

export type RefuseAdoption =
  { readonly kind: 'kept' } | Refusal<'forbidden' | 'press_replayed' | 'adoption_unknown' | 'adoption_over'>;

/**
 * An admin keeps the account's clones as they are. Nobody asks for them again.
 *
 * @see docs/spec/dialect.md#adoption
 */
export function decideRefuseAdoption(
  asked: AskedFacts | undefined,
  request: { readonly actor: Actor; readonly membership: Membership | undefined; readonly press: Press },
  now: Instant,
): Decided<RefuseAdoption> {
  const { actor, membership, press } = request;
  if (!permits(membership, 'adoption.refuse')) return refuse('forbidden');
  if (press?.used) return refuse('press_replayed');
  if (asked === undefined) return refuse('adoption_unknown');
  if (asked.pending === 0) return refuse('adoption_over');
  const { accountId, adoptionId } = asked;
  const used: readonly Change[] =
    press === undefined ? [] : [{ kind: 'press_used', pressId: press.pressId, expiresAt: press.expiresAt }];
  return {
    outcome: { kind: 'kept' },
    changes: [...used, { kind: 'adoption_refused', accountId, adoptionId, at: now, actor }],
  };
}
