import type { Actor } from '../actor.ts';
import { platform } from '../actor.ts';
import type { Membership } from '../access/actions.ts';
import { delegationStatus } from '../access/delegation.ts';
import type { Change } from '../change.ts';
import type { Decided } from '../decided.ts';
import { firstEpoch } from '../granting.ts';
import type { Instant } from '../instant.ts';
import type { AdopterFacts } from './decide-adoption.ts';
import { notAdopting } from './decide-adoption.ts';

/** A grant that works, of somebody in the account. */
export interface MovableGrant {
  readonly grantId: string;
  readonly userId: number;
  readonly fullAccess: boolean;
  readonly scopes: readonly string[];
}

/** A clone that waits for the date. */
export interface PendingClone {
  readonly integrationId: string;
  readonly state: 'active' | 'stopped';
  readonly redirectOrigin: string;
  readonly secretsOrigin: string;
  readonly installation: { readonly state: 'enabled' | 'disabled'; readonly epoch: number };
  readonly grants: readonly MovableGrant[];
}

/** One account in an adoption, on its date. */
export interface MoveFacts {
  readonly accountId: number;
  readonly adoptionId: string;
  readonly movesAt: Instant;
  /** The origin that the account's admins were told. */
  readonly origin: string;
  /** The person who started it, with their membership of the technical account now; absent: nobody knows who. */
  readonly starter: { readonly userId: number; readonly membership: Membership | undefined } | undefined;
  /** Absent: deleted since. */
  readonly adopter: AdopterFacts | undefined;
  /** How the adopter stands in this account, if it was installed there; and who has a grant of it that works. */
  readonly installation:
    { readonly state: 'enabled' | 'disabled'; readonly epoch: number; readonly holders: readonly number[] } | undefined;
  readonly clones: readonly PendingClone[];
}

export interface Move {
  readonly kind: 'moved' | 'lapsed' | 'not_due' | 'nothing';
}

/**
 * The date has come for one account: its clones' grants go over to the published integration, held to an external
 * integration's restrictions until their people consent again, and the clones end. An admin's grant stays an admin's.
 * Moves nothing that changed since the announcement: an adoption whose starter is no admin of the technical account, a
 * clone that is off, an adopter that the account has switched off, or one that has another address, was stopped, or is
 * published no more.
 *
 * No disconnect hook: what was connected stays connected.
 *
 * @param newGrantIds one drawn for every grant of the clones
 * @see docs/spec/dialect.md#adoption
 */
export function decideMove(facts: MoveFacts | undefined, newGrantIds: readonly string[], now: Instant): Decided<Move> {
  if (facts === undefined || facts.clones.length === 0) return { outcome: { kind: 'nothing' }, changes: [] };
  if (now < facts.movesAt) return { outcome: { kind: 'not_due' }, changes: [] };
  const { accountId, adoptionId, adopter, installation, clones, origin, starter } = facts;
  const stands = delegationStatus('adoption', { person: starter }) === 'holds';
  const fits =
    adopter !== undefined &&
    stands &&
    notAdopting(adopter) === undefined &&
    adopter.origin === origin &&
    installation?.state !== 'disabled';
  const moving = fits ? clones.filter((clone) => isMovable(clone, origin)) : [];
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
  // One adoption may lapse in thousands of accounts; whoever planned it is told of it once, by the adoption's own id.
  const told: readonly Change[] =
    adopter === undefined || stands
      ? []
      : [
          {
            kind: 'admins_notified',
            accountId: adopter.accountId,
            noticeId: adoptionId,
            notice: { kind: 'adoption_lapsed', facts: { integration: adopter.name, origin } },
            at: now,
          },
        ];
  if (adopter === undefined || moving.length === 0) {
    return { outcome: { kind: 'lapsed' }, changes: [settled, ...told] };
  }

  const about = { accountId, at: now, actor: platform };
  const toAdopter = { ...about, integrationId: adopter.integrationId };
  const installed: readonly Change[] =
    installation === undefined ? [{ kind: 'installation_enabled', ...toAdopter, expectedEpoch: undefined }] : [];
  const epoch = installation?.epoch ?? firstEpoch;
  const grants = oneEach(moving.flatMap((clone) => clone.grants)).filter(
    ({ userId }) => installation?.holders.includes(userId) !== true,
  );
  return {
    outcome: { kind: 'moved' },
    changes: [
      settled,
      ...installed,
      ...grants.map(({ userId, fullAccess, scopes }, at): Change => {
        const grantId = newGrantIds[at] ?? '';
        const extent = { fullAccess, scopes, integrationVersion: adopter.version, restricted: true };
        return { kind: 'grant_given', ...toAdopter, grantId, userId, ...extent, epoch };
      }),
      ...moving.flatMap((clone) => ended(clone, about, adopter.integrationId)),
    ],
  };
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
 * A person has one grant of the adopter, however many clones they allowed. With full access it has the scopes that were
 * allowed with full access, and no other: no page has shown them together with it.
 */
function oneEach(grants: readonly MovableGrant[]): readonly Omit<MovableGrant, 'grantId'>[] {
  return [...new Set(grants.map(({ userId }) => userId))].map((userId) => {
    const all = grants.filter((grant) => grant.userId === userId);
    const fullAccess = all.some((grant) => grant.fullAccess);
    const widest = all.filter((grant) => grant.fullAccess === fullAccess);
    return { userId, fullAccess, scopes: [...new Set(widest.flatMap(({ scopes }) => scopes))] };
  });
}
