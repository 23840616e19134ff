import type { Membership } from '../access/actions.ts';
import { permits } from '../access/actions.ts';
import type { Actor } from '../access/actor.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';

/** An adoption in one account, whose admins were asked about it. */
export interface AskedAdoptionFacts {
  readonly accountId: number;
  readonly adoptionId: string;
  /** The number of the account's clones that still wait for the adoption's date. */
  readonly pending: number;
}

export type RefuseAdoption = { readonly kind: 'kept' } | Refusal<'forbidden' | 'adoption_unknown' | 'adoption_over'>;

/**
 * Refuses an adoption: an admin keeps the account's clones unchanged, and nobody asks for them again.
 *
 * @see docs/spec/dialect.md#adoption
 */
export function decideRefuseAdoption(
  asked: AskedAdoptionFacts | undefined,
  request: { readonly actor: Actor; readonly membership: Membership | undefined },
  now: Instant,
): Decided<RefuseAdoption> {
  const { actor, membership } = request;
  if (!permits(membership, 'adoption.refuse')) return refuse('forbidden');
  if (asked === undefined) return refuse('adoption_unknown');
  if (asked.pending === 0) return refuse('adoption_over');
  const { accountId, adoptionId } = asked;
  return {
    outcome: { kind: 'kept' },
    changes: [{ kind: 'adoption_refused', accountId, adoptionId, at: now, actor }],
  };
}
