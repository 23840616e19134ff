import type { Membership } from '../access/actions.ts';
import { permits } from '../access/actions.ts';
import type { Actor } from '../access/actor.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import { dayMs } from '../instant.ts';

/** The time between the notification of an account's admins about an adoption and its date, in milliseconds. */
export const adoptionNoticeMs = 7 * dayMs;

/** The published integration that replaces its clones in an adoption. */
export interface AdopterFacts {
  readonly integrationId: string;
  readonly version: number;
  readonly name: string;
  /** The technical account of the integration. */
  readonly accountId: number;
  readonly kind: 'private' | 'public' | 'external';
  readonly state: 'active' | 'stopped';
  /** The origin of the integration's redirect URI. */
  readonly origin: string;
  /** The origin that the integration was published with; absent when it is not published. */
  readonly publishedOrigin: string | undefined;
}

export type NotAdopting = Refusal<'not_published' | 'integration_stopped' | 'origin_changed'>;

/**
 * The reason why an integration may not adopt clones; `undefined` when it may. Only the origin that it was published
 * with was reviewed: with an address edited later it could take clones of somebody else's product.
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
 * An admin of the technical account announces that a published integration replaces its clones in seven days. No grant
 * moves earlier, and no account that refuses is moved.
 *
 * @param facts.clones the number of clones to ask for
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
