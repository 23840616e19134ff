import type { Membership } from '../access/actions.ts';
import { permits } from '../access/actions.ts';
import type { Actor } from '../actor.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import { dayMs } from '../instant.ts';

/** How long before the move the admins of an account are told. */
export const adoptionNoticeMs = 7 * dayMs;

/** The integration that takes the place of its clones. */
export interface AdopterFacts {
  readonly integrationId: string;
  readonly version: number;
  readonly name: string;
  /** Its technical account. */
  readonly accountId: number;
  readonly kind: 'private' | 'public' | 'external';
  readonly state: 'active' | 'stopped';
  /** Origin of its redirect URI. */
  readonly origin: string;
  /** The origin it was published with; absent: not published. */
  readonly publishedOrigin: string | undefined;
}

export type NotAdopting = Refusal<'not_published' | 'integration_stopped' | 'origin_changed'>;

/**
 * Why an integration may adopt nothing. The origin it was published with is the one that somebody has looked at: an
 * address that was edited since would let it take other people's clones.
 */
export function notAdopting(adopter: AdopterFacts): NotAdopting | undefined {
  const { kind, state, origin, publishedOrigin } = adopter;
  if (kind !== 'public' || publishedOrigin === undefined) return { kind: 'refuse', reason: 'not_published' };
  if (state === 'stopped') return { kind: 'refuse', reason: 'integration_stopped' };
  return origin === publishedOrigin ? undefined : { kind: 'refuse', reason: 'origin_changed' };
}

export type StartAdoption =
  | { readonly kind: 'started'; readonly movesAt: Instant }
  | Refusal<'forbidden' | 'integration_unknown' | 'nothing_to_adopt'>
  | NotAdopting;

/**
 * An admin of the technical account announces that a published integration takes the place of its clones, seven days
 * from now. Nothing moves before, and no account that refuses is moved.
 *
 * @param facts.clones how many there are to ask for
 * @see docs/spec/dialect.md#adoption
 */
export function decideStartAdoption(
  facts: { readonly adopter: AdopterFacts | undefined; readonly clones: number },
  request: { readonly actor: Actor; readonly membership: Membership | undefined; readonly adoptionId: string },
  now: Instant,
): Decided<StartAdoption> {
  const { adopter, clones } = facts;
  if (!permits(request.membership, 'adoption.start')) return refuse('forbidden');
  if (adopter === undefined) return refuse('integration_unknown');
  const unfit = notAdopting(adopter);
  if (unfit !== undefined) return { outcome: unfit, changes: [] };
  if (clones === 0) return refuse('nothing_to_adopt');
  const { accountId, integrationId, origin } = adopter;
  const { adoptionId, actor } = request;
  const movesAt = now + adoptionNoticeMs;
  return {
    outcome: { kind: 'started', movesAt },
    changes: [{ kind: 'adoption_started', accountId, integrationId, adoptionId, origin, movesAt, at: now, actor }],
  };
}
