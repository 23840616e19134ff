import type { GrantFacts, GrantStatus } from '../access/grant-status.ts';
import { grantStatus } from '../access/grant-status.ts';
import type { Bucket } from '../access/bucket.ts';
import type { Instant } from '../instant.ts';
import { minuteMs, secondMs } from '../instant.ts';
import type { ClientFacts, ClientRefusal } from './client.ts';
import { missing, refuseClient } from './client.ts';
import type { CodeFacts } from './decide-exchange.ts';
import type { LongLivedFacts } from './decide-long-lived.ts';
import { longLivedStatus } from './decide-long-lived.ts';
import type { FamilyFacts } from './decide-refresh.ts';

const QUESTIONS_PER_MINUTE_MAX = 60;

/** The rate limit of one integration's requests to the explain endpoint. @see docs/spec/dialect.md#explain */
export function explainBuckets(integrationId: string): readonly Bucket[] {
  return [{ key: `explain ${integrationId}`, windowMs: minuteMs, max: QUESTIONS_PER_MINUTE_MAX }];
}

/**
 * An event that ended a grant or a token, and the user behind it; without a user it was the operator.
 *
 * @see docs/spec/dialect.md#explain
 */
export interface EndEvent {
  readonly at: Instant;
  readonly userId: number | undefined;
}

/**
 * The events that may have ended a grant's tokens; an event that did not happen is absent.
 *
 * @see docs/spec/dialect.md#explain
 */
export interface EndEvents {
  readonly revoked: EndEvent | undefined;
  readonly disabled: EndEvent | undefined;
  readonly stopped: EndEvent | undefined;
  readonly secretRevoked: EndEvent | undefined;
  /** The event in which a published integration replaced this external one. */
  readonly adopted?: EndEvent | undefined;
}

/** A use of a token: its time and the network address of the caller. @see docs/spec/dialect.md#explain */
export interface TokenUse {
  readonly at: Instant;
  readonly address: string | undefined;
}

/** A superseded refresh token that was presented again. @see docs/spec/dialect.md#explain */
export interface RefreshTokenReuse {
  readonly first: TokenUse | undefined;
  readonly again: TokenUse;
  readonly lastAt: Instant;
  readonly count: number;
}

/** The token or code to explain, which is authentic and stored. @see docs/spec/dialect.md#explain */
export type TokenToExplain =
  | { readonly kind: 'code'; readonly code: CodeFacts & { readonly issuedAt: Instant }; readonly ends: EndEvents }
  | {
      readonly kind: 'refresh_token';
      /** The generation of the presented refresh token. */
      readonly generation: number;
      readonly family: FamilyFacts;
      readonly reuse: RefreshTokenReuse | undefined;
      readonly ends: EndEvents;
    }
  | {
      readonly kind: 'access_token';
      readonly keyEpoch: number;
      readonly issuedAt: Instant;
      readonly expiresAt: Instant;
      readonly grant: GrantFacts;
      readonly ends: EndEvents;
    }
  | {
      readonly kind: 'long_lived_token';
      readonly issuedAt: Instant;
      readonly token: LongLivedFacts;
      readonly tokenRevoked: EndEvent | undefined;
      readonly ends: EndEvents;
    };

/** A reason why a token does not work. @see docs/spec/dialect.md#explain */
export type TokenEndReason =
  | Exclude<GrantStatus, 'live'>
  | 'expired'
  /** A refresh token that was not used for 90 days. */
  | 'idle'
  /** An authorization code that was exchanged. */
  | 'used'
  /** A refresh token whose successor was issued. */
  | 'superseded'
  /** A superseded refresh token that was presented again. */
  | 'reused'
  /** One long-lived token, or one refresh-token family, was revoked by itself. */
  | 'token_revoked'
  /** A published integration replaced the token's external integration. */
  | 'integration_adopted';

/** The user who ended a token, by role only: names are for the account's admins. @see docs/spec/dialect.md#explain */
export type ResponsibleRole = 'account_admin' | 'granting_person' | 'integrator_admin' | 'operator';

/** The reason why a token or code is refused, or that it works. @see docs/spec/dialect.md#explain */
export interface Explanation {
  readonly kind: 'explained';
  readonly token: TokenToExplain['kind'];
  readonly accountId: number;
  readonly reason: TokenEndReason | 'live' | 'in_grace';
  readonly issuedAt: Instant | undefined;
  readonly expiresAt: Instant;
  /**
   * The time at which the token stopped working; for a token in its grace period, the end of that period. Absent when
   * unknown.
   */
  readonly at: Instant | undefined;
  readonly by: ResponsibleRole | undefined;
  readonly firstUse: TokenUse | undefined;
  readonly reuse: RefreshTokenReuse | undefined;
}

/**
 * The explanation of a token, one answer for every token that is not the client's, or a refusal of the client.
 *
 * @see docs/spec/dialect.md#explain
 */
export type ExplainResult = Explanation | { readonly kind: 'unknown' } | ClientRefusal;

/**
 * Explains to a client why its authorization code or token is refused. The checks run in the order of the endpoints
 * that refuse, so the reason is the one that decided there. Another client's token gets the same answer as one that
 * never existed.
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
  { client, subject }: { readonly client: ClientFacts | undefined; readonly subject: TokenToExplain | undefined },
  now: Instant,
): ExplainResult {
  const refused = refuseClient(request, client);
  if (refused !== undefined) return refused;
  if (!request.hasToken) return missing('token');
  if (subject === undefined || ownerOf(subject) !== client?.integrationId) return { kind: 'unknown' };
  return explainToken(subject, request.graceSeconds, now);
}

/**
 * Explains why an authorization code or token is refused, or that it works. Only for callers who may see everything
 * about it.
 *
 * @see docs/spec/dialect.md#explain
 */
export function explainToken(subject: TokenToExplain, graceSeconds: number, now: Instant): Explanation {
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

function ownerOf(subject: TokenToExplain): string {
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

function explainCode({ code, ends }: Extract<TokenToExplain, { kind: 'code' }>, now: Instant): Explanation {
  const { accountId, issuedAt, expiresAt, redeemedAt } = code;
  const verdict = (): Verdict => {
    // The token endpoint calls a used, old code expired; an explanation calls it used, because its use ended it.
    if (redeemedAt !== undefined)
      return { reason: 'used', at: redeemedAt, firstUse: { at: redeemedAt, address: undefined } };
    if (now >= expiresAt) return { reason: 'expired', at: expiresAt };
    return standing(code.grant, code, ends);
  };
  return explained({ token: 'code', accountId, issuedAt, expiresAt }, verdict());
}

function explainRefresh(
  { family, generation, reuse, ends }: Extract<TokenToExplain, { kind: 'refresh_token' }>,
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

function explainAccess(subject: Extract<TokenToExplain, { kind: 'access_token' }>, now: Instant): Explanation {
  const { grant, ends, issuedAt, expiresAt } = subject;
  return explained(
    { token: 'access_token', accountId: grant.accountId, issuedAt, expiresAt },
    now >= expiresAt ? { reason: 'expired', at: expiresAt } : standing(grant, subject, ends),
  );
}

function explainLongLived(subject: Extract<TokenToExplain, { kind: 'long_lived_token' }>, now: Instant): Explanation {
  const { token, tokenRevoked, ends, issuedAt } = subject;
  const { grant, expiresAt } = token;
  const verdict = (): Verdict => {
    switch (longLivedStatus(token, now)) {
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

function standing(grant: GrantFacts, born: { readonly keyEpoch: number }, ends: EndEvents): Verdict {
  const reason = grantStatus(grant, born);
  switch (reason) {
    case 'live':
      return { reason };
    case 'integration_stopped':
      return stopped(ends);
    case 'secret_revoked':
      return { reason, at: ends.secretRevoked?.at, by: atIntegrator(ends.secretRevoked) };
    case 'installation_disabled':
      return { reason, at: ends.disabled?.at, by: inAccount(ends.disabled, undefined) };
    case 'grant_revoked':
    case 'person_deactivated':
      return revoked(grant, reason, ends.revoked);
  }
}

function stopped({ adopted, stopped: deed }: EndEvents): Verdict {
  if (adopted !== undefined) return { reason: 'integration_adopted', at: adopted.at, by: 'integrator_admin' };
  return { reason: 'integration_stopped', at: deed?.at, by: atIntegrator(deed) };
}

function revoked(
  grant: GrantFacts,
  reason: 'grant_revoked' | 'person_deactivated',
  deed: EndEvent | undefined,
): Verdict {
  // A member's deactivation revokes the grants that they gave with their own rights.
  const left = !grant.fullAccess && grant.membership?.state !== 'active';
  return {
    reason: left ? 'person_deactivated' : reason,
    at: deed?.at,
    by: inAccount(deed, left ? undefined : grant),
  };
}

function inAccount(deed: EndEvent | undefined, grant: GrantFacts | undefined): ResponsibleRole | undefined {
  if (deed === undefined) return undefined;
  if (deed.userId === undefined) return 'operator';
  return deed.userId === grant?.userId ? 'granting_person' : 'account_admin';
}

function atIntegrator(deed: EndEvent | undefined): ResponsibleRole | undefined {
  if (deed === undefined) return undefined;
  return deed.userId === undefined ? 'operator' : 'integrator_admin';
}
