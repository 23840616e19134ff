import type { Membership } from '../access/actions.ts';
import { permits } from '../access/actions.ts';
import type { Actor } from '../access/actor.ts';
import type { NoticeRecipients } from '../notices.ts';
import { notifyAdmins } from '../notices.ts';
import type { Change } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import { dayMs } from '../instant.ts';
import type { AskedClone } from './change.ts';

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

/** Maximum number of clones of one adoption; a further adoption asks for the rest. */
export const adoptedClonesMax = 5000;

/** An account with clones that an adoption asks for. */
export interface AskedAccount extends NoticeRecipients {
  /** The account's name. */
  readonly account: string;
}

export interface StartAdoptionFacts {
  readonly adopter: AdopterFacts | undefined;
  /** Name of the technical account. */
  readonly owner: string;
  /** The clones to ask for, at most `adoptedClonesMax`. */
  readonly clones: readonly AskedClone[];
  /** Their accounts, each once. */
  readonly accounts: readonly AskedAccount[];
}

/**
 * An admin of the technical account announces that a published integration replaces its clones in seven days: the log
 * of each account concerned records it, and its admins get a notice and a mail. Nothing moves earlier, and no account
 * that refuses is moved.
 *
 * @see docs/spec/dialect.md#adoption
 */
export function decideStartAdoption(
  facts: StartAdoptionFacts,
  request: { readonly actor: Actor; readonly membership: Membership | undefined; readonly adoptionId: string },
  now: Instant,
): Decided<StartAdoption> {
  const { adopter, owner, clones, accounts } = facts;
  if (!permits(request.membership, 'adoption.start')) return refuse('forbidden');
  if (adopter === undefined) return refuse('integration_unknown');
  const unfit = notAdopting(adopter);
  if (unfit !== undefined) return { outcome: unfit, changes: [] };
  if (clones.length === 0) return refuse('nothing_to_adopt');
  const { accountId, integrationId, origin, name: integration } = adopter;
  const { adoptionId, actor } = request;
  const movesAt = now + adoptionNoticeMs;
  const counts = new Map<number, number>();
  for (const clone of clones) counts.set(clone.accountId, (counts.get(clone.accountId) ?? 0) + 1);
  const plans = accounts.map((asked) => {
    const about = { accountId: asked.accountId, account: asked.account, clones: counts.get(asked.accountId) ?? 0 };
    return { asked, facts: { ...about, integration, owner, origin, movesAt, adoptionId } };
  });
  const changes: readonly Change[] = [
    { kind: 'adoption_started', accountId, integrationId, adoptionId, origin, movesAt, clones, at: now, actor },
    {
      kind: 'adoption_planned',
      integrationId,
      accounts: plans.map((plan) => ({ accountId: plan.asked.accountId, facts: plan.facts })),
      at: now,
    },
    ...plans.flatMap((plan) => notifyAdmins(plan.asked, { kind: 'adoption_planned', facts: plan.facts }, { at: now })),
  ];
  return { outcome: { kind: 'started', movesAt }, changes };
}
