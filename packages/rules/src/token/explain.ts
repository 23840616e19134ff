import type { GrantFacts, GrantStanding } from '../access/standing.ts';
import { standingOf } from '../access/standing.ts';
import type { Bucket } from '../bucket.ts';
import type { Instant } from '../instant.ts';
import { minuteMs, secondMs } from '../instant.ts';
import type { ClientFacts, ClientRefusal } from './client.ts';
import { missing, refuseClient } from './client.ts';
import type { CodeFacts } from './decide-exchange.ts';
import type { LongLivedFacts } from './decide-long-lived.ts';
import { longLivedStanding } from './decide-long-lived.ts';
import type { FamilyFacts } from './decide-refresh.ts';

const QUESTIONS_PER_MINUTE_MAX = 60;

/** Where questions of an integration are counted. */
export function explainBuckets(integrationId: string): readonly Bucket[] {
  return [{ key: `explain ${integrationId}`, windowMs: minuteMs, max: QUESTIONS_PER_MINUTE_MAX }];
}

/** Something that was done, and by whom; no person: the operator. */
export interface Deed {
  readonly at: Instant;
  readonly userId: number | undefined;
}

/** What may have ended a grant's tokens, as far as it happened. */
export interface Ends {
  readonly revoked: Deed | undefined;
  readonly disabled: Deed | undefined;
  readonly stopped: Deed | undefined;
  readonly secretRevoked: Deed | undefined;
  /** A published integration took its place. */
  readonly adopted?: Deed | undefined;
}

/** A use of a token: when, and from which address. */
export interface Use {
  readonly at: Instant;
  readonly address: string | undefined;
}

/** A superseded refresh token that was presented again. */
export interface Reuse {
  readonly first: Use | undefined;
  readonly again: Use;
  readonly lastAt: Instant;
  readonly count: number;
}

/** The token that is asked about: authentic, and found. */
export type Subject =
  | { readonly kind: 'code'; readonly code: CodeFacts & { readonly issuedAt: Instant }; readonly ends: Ends }
  | {
      readonly kind: 'refresh_token';
      /** The one that was presented. */
      readonly generation: number;
      readonly family: FamilyFacts;
      readonly reuse: Reuse | undefined;
      readonly ends: Ends;
    }
  | {
      readonly kind: 'access_token';
      readonly keyEpoch: number;
      readonly issuedAt: Instant;
      readonly expiresAt: Instant;
      readonly grant: GrantFacts;
      readonly ends: Ends;
    }
  | {
      readonly kind: 'long_lived_token';
      readonly issuedAt: Instant;
      readonly token: LongLivedFacts;
      readonly tokenRevoked: Deed | undefined;
      readonly ends: Ends;
    };

export type DeadReason =
  | Exclude<GrantStanding, 'live'>
  | 'expired'
  /** A refresh token that nobody used for 90 days. */
  | 'idle'
  /** A code that was exchanged. */
  | 'used'
  /** A refresh token that has its successor. */
  | 'superseded'
  /** The same, and it was presented again. */
  | 'reused'
  /** One long-lived token, or one family of refresh tokens, was ended alone. */
  | 'token_revoked'
  /** A published integration took the place of this external one. */
  | 'integration_adopted';

/** People by their part only: names are for the account's admins. */
export type Part = 'account_admin' | 'granting_person' | 'integrator_admin' | 'operator';

/** Why a token is refused; or that it is not. */
export interface Explanation {
  readonly kind: 'explained';
  readonly token: Subject['kind'];
  readonly accountId: number;
  readonly reason: DeadReason | 'live' | 'in_grace';
  readonly issuedAt: Instant | undefined;
  readonly expiresAt: Instant;
  /** When it stopped working; of a live one in its grace, when that ends. Absent when nobody knows. */
  readonly at: Instant | undefined;
  readonly by: Part | undefined;
  readonly firstUse: Use | undefined;
  readonly reuse: Reuse | undefined;
}

export type Explained = Explanation | { readonly kind: 'unknown' } | ClientRefusal;

/**
 * Why a code or token is refused, told to the client it was issued to. The order is that of the endpoints that refuse,
 * so what is told here is what decided there. Of a token of another client nothing is told, not even that it exists.
 *
 * @see docs/spec/dialect.md#explain
 */
export function decideExplain(
  request: {
    readonly clientId: string | undefined;
    readonly hasSecret: boolean;
    readonly hasToken: boolean;
    readonly graceSeconds: number;
  },
  client: ClientFacts | undefined,
  subject: Subject | undefined,
  now: Instant,
): Explained {
  const refused = refuseClient(request, client);
  if (refused !== undefined) return refused;
  if (!request.hasToken) return missing('token');
  if (subject === undefined || ownerOf(subject) !== client?.integrationId) return { kind: 'unknown' };
  return explain(subject, request.graceSeconds, now);
}

/** Why a code or token is refused, or that it works; for whoever may know everything about it. */
export function explain(subject: Subject, graceSeconds: number, now: Instant): Explanation {
  switch (subject.kind) {
    case 'code':
      return explainCode(subject, now);
    case 'refresh_token':
      return explainRefresh(subject, graceSeconds, now);
    case 'access_token':
      return explainAccess(subject, now);
    case 'long_lived_token':
      return explainLongLived(subject, now);
  }
}

function ownerOf(subject: Subject): string {
  switch (subject.kind) {
    case 'code':
      return subject.code.integrationId;
    case 'refresh_token':
      return subject.family.integrationId;
    case 'access_token':
      return subject.grant.integrationId;
    case 'long_lived_token':
      return subject.token.integrationId;
  }
}

type Verdict = Pick<Explanation, 'reason'> & Partial<Pick<Explanation, 'at' | 'by' | 'firstUse' | 'reuse'>>;

function explained(
  about: Pick<Explanation, 'token' | 'accountId' | 'issuedAt' | 'expiresAt'>,
  { reason, at, by, firstUse, reuse }: Verdict,
): Explanation {
  return { kind: 'explained', ...about, reason, at, by, firstUse, reuse };
}

function explainCode({ code, ends }: Extract<Subject, { kind: 'code' }>, now: Instant): Explanation {
  const { accountId, issuedAt, expiresAt, redeemedAt } = code;
  const verdict = (): Verdict => {
    // The endpoint says of a used code that is old that it expired; what made it useless is that it was used.
    if (redeemedAt !== undefined)
      return { reason: 'used', at: redeemedAt, firstUse: { at: redeemedAt, address: undefined } };
    if (now >= expiresAt) return { reason: 'expired', at: expiresAt };
    return standing(code.grant, code, ends);
  };
  return explained({ token: 'code', accountId, issuedAt, expiresAt }, verdict());
}

function explainRefresh(
  { family, generation, reuse, ends }: Extract<Subject, { kind: 'refresh_token' }>,
  graceSeconds: number,
  now: Instant,
): Explanation {
  const { accountId, expiresAt, rotatedAt, revokedAt } = family;
  const current = generation === family.generation;
  const before = generation === family.generation - 1;
  const verdict = (): Verdict => {
    if (now >= expiresAt) return { reason: 'idle', at: expiresAt };
    if (revokedAt !== undefined) return { reason: 'token_revoked', at: revokedAt };
    const stands = standing(family.grant, family, ends);
    if (stands.reason !== 'live' || current) return stands;
    if (reuse !== undefined) return { reason: 'reused', at: reuse.first?.at, firstUse: reuse.first, reuse };
    const firstUse = before ? { at: rotatedAt, address: family.rotatedAddress } : undefined;
    const graceEndsAt = rotatedAt + graceSeconds * secondMs;
    if (before && now < graceEndsAt) return { reason: 'in_grace', at: graceEndsAt, firstUse };
    return { reason: 'superseded', at: firstUse?.at, firstUse };
  };
  return explained(
    { token: 'refresh_token', accountId, issuedAt: current ? rotatedAt : undefined, expiresAt },
    verdict(),
  );
}

function explainAccess(subject: Extract<Subject, { kind: 'access_token' }>, now: Instant): Explanation {
  const { grant, ends, issuedAt, expiresAt } = subject;
  return explained(
    { token: 'access_token', accountId: grant.accountId, issuedAt, expiresAt },
    now >= expiresAt ? { reason: 'expired', at: expiresAt } : standing(grant, subject, ends),
  );
}

function explainLongLived(subject: Extract<Subject, { kind: 'long_lived_token' }>, now: Instant): Explanation {
  const { token, tokenRevoked, ends, issuedAt } = subject;
  const { grant, expiresAt } = token;
  const verdict = (): Verdict => {
    switch (longLivedStanding(token, now)) {
      case 'expired':
        return { reason: 'expired', at: expiresAt };
      case 'revoked':
        return { reason: 'token_revoked', at: tokenRevoked?.at, by: inAccount(tokenRevoked, grant) };
      default:
        return standing(grant, token, ends);
    }
  };
  return explained({ token: 'long_lived_token', accountId: grant.accountId, issuedAt, expiresAt }, verdict());
}

function standing(grant: GrantFacts, born: { readonly keyEpoch: number }, ends: Ends): Verdict {
  const reason = standingOf(grant, born);
  switch (reason) {
    case 'live':
      return { reason };
    case 'integration_stopped':
      if (ends.adopted !== undefined)
        return { reason: 'integration_adopted', at: ends.adopted.at, by: 'integrator_admin' };
      return { reason, at: ends.stopped?.at, by: atIntegrator(ends.stopped) };
    case 'secret_revoked':
      return { reason, at: ends.secretRevoked?.at, by: atIntegrator(ends.secretRevoked) };
    case 'installation_disabled':
      return { reason, at: ends.disabled?.at, by: inAccount(ends.disabled, undefined) };
    case 'grant_revoked':
    case 'person_deactivated': {
      // Deactivating somebody revokes what they granted in their own name.
      const left = !grant.fullAccess && grant.membership?.state !== 'active';
      return {
        reason: left ? 'person_deactivated' : reason,
        at: ends.revoked?.at,
        by: left ? inAccount(ends.revoked, undefined) : inAccount(ends.revoked, grant),
      };
    }
  }
}

function inAccount(deed: Deed | undefined, grant: GrantFacts | undefined): Part | undefined {
  if (deed === undefined) return undefined;
  if (deed.userId === undefined) return 'operator';
  return deed.userId === grant?.userId ? 'granting_person' : 'account_admin';
}

function atIntegrator(deed: Deed | undefined): Part | undefined {
  if (deed === undefined) return undefined;
  return deed.userId === undefined ? 'operator' : 'integrator_admin';
}
