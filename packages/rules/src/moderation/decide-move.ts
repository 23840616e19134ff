import type { Actor } from '../access/actor.ts';
import { platform } from '../access/actor.ts';
import type { Membership } from '../access/actions.ts';
import { delegationStatus } from '../access/delegation.ts';
import type { Change } from '../change.ts';
import type { Decided } from '../decided.ts';
import { firstEpoch } from '../granting.ts';
import type { Instant } from '../instant.ts';
import type { AdopterFacts } from './decide-adoption.ts';
import { notAdopting } from './decide-adoption.ts';

/** A live grant of a clone that an adoption can move. */
export interface MovableGrant {
  readonly grantId: string;
  readonly userId: number;
  readonly fullAccess: boolean;
  readonly scopes: readonly string[];
}

/** A clone that waits for the date of an adoption. */
export interface PendingClone {
  readonly integrationId: string;
  readonly state: 'active' | 'stopped';
  readonly redirectOrigin: string;
  readonly secretsOrigin: string;
  readonly installation: { readonly state: 'enabled' | 'disabled'; readonly epoch: number };
  readonly grants: readonly MovableGrant[];
}

/** One account of an adoption, on the adoption's date. */
export interface AdoptionMoveFacts {
  readonly accountId: number;
  readonly adoptionId: string;
  readonly movesAt: Instant;
  /** The origin that the notification to the account's admins named. */
  readonly origin: string;
  /**
   * The user who started the adoption, with their present membership of the technical account; absent when that user is
   * unknown.
   */
  readonly starter: { readonly userId: number; readonly membership: Membership | undefined } | undefined;
  /** The published integration that replaces the clones; absent when it was deleted. */
  readonly adopter: AdopterFacts | undefined;
  /** The published integration's installation in this account, if any, and the users with a live grant of it. */
  readonly installation:
    { readonly state: 'enabled' | 'disabled'; readonly epoch: number; readonly holders: readonly number[] } | undefined;
  readonly clones: readonly PendingClone[];
}

export interface AdoptionMoveResult {
  readonly kind: 'moved' | 'lapsed' | 'not_due' | 'nothing';
}

/**
 * Carries out an adoption in one account on its date: the grants of its clones go to the published integration, with an
 * external integration's restrictions until their users consent again, and the clones end. An admin's grant stays an
 * admin's. Moves nothing if the user who started the adoption is no longer an admin of the technical account, if the
 * account has disabled the published integration, or if that integration was stopped, unpublished or given another
 * address; skips a clone that is stopped or disabled.
 *
 * Sends no disconnect hook: what was connected stays connected.
 *
 * @param newGrantIds one generated for each of the clones' grants
 * @see docs/spec/dialect.md#adoption
 */
export function decideAdoptionMove(
  facts: AdoptionMoveFacts | undefined,
  newGrantIds: readonly string[],
  now: Instant,
): Decided<AdoptionMoveResult> {
  if (facts === undefined || facts.clones.length === 0) return { outcome: { kind: 'nothing' }, changes: [] };
  if (now < facts.movesAt) return { outcome: { kind: 'not_due' }, changes: [] };
  const { accountId, adoptionId, adopter, clones, origin, starter } = facts;
  const stands = delegationStatus('adoption', { person: starter }) === 'holds';
  const moving = stands && isStillFit(facts) ? clones.filter((clone) => isMovable(clone, origin)) : [];
  const lapsing = clones.filter((clone) => !moving.includes(clone));
  const settled: Change = {
    kind: 'adoption_settled',
    accountId,
    adoptionId,
    moved: moving.map(({ integrationId }) => integrationId),
    lapsed: lapsing.map(({ integrationId }) => integrationId),
    starter:
      adopter === undefined || starter === undefined
        ? undefined
        : { accountId: adopter.accountId, userId: starter.userId },
    at: now,
  };
  if (adopter === undefined || moving.length === 0) {
    return { outcome: { kind: 'lapsed' }, changes: [settled, ...(stands ? [] : lapseTold(facts, now))] };
  }
  return {
    outcome: { kind: 'moved' },
    changes: [settled, ...moved({ ...facts, adopter }, moving, { newGrantIds, now })],
  };
}

/** The published integration can still replace clones in this account, at the origin that its admins were told. */
function isStillFit({ adopter, origin, installation }: AdoptionMoveFacts): boolean {
  return (
    adopter !== undefined &&
    notAdopting(adopter) === undefined &&
    adopter.origin === origin &&
    installation?.state !== 'disabled'
  );
}

function lapseTold({ adopter, adoptionId, origin }: AdoptionMoveFacts, at: Instant): readonly Change[] {
  if (adopter === undefined) return [];
  const notice = { kind: 'adoption_lapsed', facts: { integration: adopter.name, origin } } as const;
  // One adoption may lapse in thousands of accounts; with the adoption's own ID the notification is stored only once.
  return [{ kind: 'admins_notified', accountId: adopter.accountId, noticeId: adoptionId, notice, at }];
}

function moved(
  { accountId, adopter, installation }: AdoptionMoveFacts & { readonly adopter: AdopterFacts },
  moving: readonly PendingClone[],
  { newGrantIds, now }: { readonly newGrantIds: readonly string[]; readonly now: Instant },
): readonly Change[] {
  const about = { accountId, at: now, actor: platform };
  const toAdopter = { ...about, integrationId: adopter.integrationId };
  const installed: readonly Change[] =
    installation === undefined ? [{ kind: 'installation_enabled', ...toAdopter, expectedEpoch: undefined }] : [];
  const epoch = installation?.epoch ?? firstEpoch;
  const grants = oneEach(moving.flatMap((clone) => clone.grants)).filter(
    ({ userId }) => installation?.holders.includes(userId) !== true,
  );
  return [
    ...installed,
    ...grants.map(({ userId, fullAccess, scopes }, at): Change => {
      const grantId = newGrantIds[at] ?? '';
      const extent = { fullAccess, scopes, integrationVersion: adopter.version, restricted: true };
      return { kind: 'grant_given', ...toAdopter, grantId, userId, ...extent, epoch };
    }),
    ...moving.flatMap((clone) => ended(clone, about, adopter.integrationId)),
  ];
}

function ended(
  { integrationId, installation, grants }: PendingClone,
  about: { readonly accountId: number; readonly at: Instant; readonly actor: Actor },
  adopterId: string,
): readonly Change[] {
  const grantIds = grants.map(({ grantId }) => grantId);
  return [
    { kind: 'installation_disabled', ...about, integrationId, expectedEpoch: installation.epoch },
    { kind: 'clone_adopted', ...about, integrationId, grantIds, adopterId },
  ];
}

function isMovable(clone: PendingClone, origin: string): boolean {
  const { state, redirectOrigin, secretsOrigin, installation, grants } = clone;
  return (
    state === 'active' &&
    installation.state === 'enabled' &&
    grants.length > 0 &&
    redirectOrigin === origin &&
    secretsOrigin === origin
  );
}

/**
 * Merges the grants of each user: one grant of the published integration, however many clones they allowed. A
 * full-access grant has only the scopes that were allowed with full access: no page has shown others together with it.
 */
function oneEach(grants: readonly MovableGrant[]): readonly Omit<MovableGrant, 'grantId'>[] {
  return [...new Set(grants.map(({ userId }) => userId))].map((userId) => {
    const all = grants.filter((grant) => grant.userId === userId);
    const fullAccess = all.some((grant) => grant.fullAccess);
    const widest = all.filter((grant) => grant.fullAccess === fullAccess);
    return { userId, fullAccess, scopes: [...new Set(widest.flatMap(({ scopes }) => scopes))] };
  });
}
