import { permits } from '../access/actions.ts';
import { scopesWithin } from '../access/scopes.ts';
import type { GrantFacts, GrantStatus } from '../access/grant-status.ts';
import { grantStatus } from '../access/grant-status.ts';
import type { Actor } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { GrantingFacts } from '../granting.ts';
import { giveGrant } from '../granting.ts';
import type { Instant } from '../instant.ts';
import { dayMs, minuteMs } from '../instant.ts';
import type { LineProblem } from '@pristan/wire';
import { nameProblem } from '@pristan/wire';

/** The facts that minting a long-lived token depends on. @see docs/spec/dialect.md#long-lived */
export interface MintingFacts extends GrantingFacts {
  readonly integration: GrantingFacts['integration'] & { readonly keyEpoch: number };
  /** The integration's long-lived tokens that are neither revoked nor expired. */
  readonly tokens: number;
}

/** A request for a long-lived token. @see docs/spec/dialect.md#long-lived */
export interface MintingRequest {
  readonly accountId: number;
  readonly userId: number;
  readonly actor: Actor;
  readonly name: string;
  readonly expiresAt: Instant;
  /** Generated before the rule. */
  readonly newGrantId: string;
  readonly tokenId: string;
}

/** A field of the request that is refused, with the code of its problem. @see docs/spec/dialect.md#long-lived */
export interface MintingError {
  readonly field: 'name' | 'expires_at';
  readonly code: LineProblem | 'out_of_range';
}

/** The values that a minted token contains. @see docs/spec/dialect.md#long-lived */
export interface Minted {
  readonly kind: 'minted';
  readonly tokenId: string;
  readonly grantId: string;
  readonly scopes: readonly string[];
  readonly keyEpoch: number;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
}

/** The minted token, the fields to correct, or a refusal. @see docs/spec/dialect.md#long-lived */
export type Minting =
  | Minted
  | { readonly kind: 'invalid'; readonly errors: readonly MintingError[] }
  | Refusal<'forbidden' | 'unknown' | 'kind_not_offered' | 'integration_stopped' | 'not_installed' | 'too_many_tokens'>;

/** Maximum length of a long-lived token's name, in characters. @see docs/spec/dialect.md#long-lived */
export const tokenNameLengthMax = 100;

/**
 * Maximum number of an integration's long-lived tokens that are neither revoked nor expired.
 *
 * @see docs/spec/dialect.md#long-lived
 */
export const longLivedTokensMax = 50;

const YEARS_MAX = 5;

/**
 * Mints a token without a refresh token, whose end is from one day to five years away. An admin mints it for a private
 * or external integration that is enabled in their account; it carries what that admin's consent would give.
 *
 * @see docs/spec/dialect.md#long-lived
 */
export function decideMint(facts: MintingFacts | undefined, request: MintingRequest, now: Instant): Decided<Minting> {
  if (facts === undefined || facts.integration.accountId !== request.accountId) return refuse('unknown');
  const { integration, account } = facts;
  if (!permits(account, 'token.mint')) return refuse('forbidden');
  if (integration.kind === 'public') return refuse('kind_not_offered');
  if (integration.state === 'stopped') return refuse('integration_stopped');
  // Minting never installs: installing needs a person's confirmation on a page.
  if (account?.installation !== 'enabled') return refuse('not_installed');
  const name = request.name.trim();
  const errors = errorsOf(name, request.expiresAt, now);
  if (errors.length > 0) return { outcome: { kind: 'invalid', errors }, changes: [] };
  if (facts.tokens >= longLivedTokensMax) return refuse('too_many_tokens');
  const given = giveGrant(facts, request, now);
  if (given.kind === 'refuse') return refuse('forbidden');

  const { tokenId, expiresAt, accountId, actor } = request;
  const { grantId } = given;
  const { integrationId, keyEpoch } = integration;
  const scopes = scopesWithin(integration.kind, integration.scopes);
  return {
    outcome: { kind: 'minted', tokenId, grantId, scopes, keyEpoch, issuedAt: now, expiresAt },
    changes: [
      ...given.changes,
      {
        kind: 'long_lived_minted',
        accountId,
        token: { tokenId, grantId, integrationId, name, keyEpoch, expiresAt },
        at: now,
        actor,
      },
    ],
  };
}

function errorsOf(name: string, expiresAt: Instant, now: Instant): readonly MintingError[] {
  const errors: MintingError[] = [];
  const code = nameProblem(name, tokenNameLengthMax);
  if (code !== undefined) errors.push({ field: 'name', code });
  // A minute's tolerance: the form counted its day before it was submitted.
  const soonest = now + dayMs - minuteMs;
  if (!(expiresAt >= soonest && expiresAt <= yearsLater(now, YEARS_MAX))) {
    errors.push({ field: 'expires_at', code: 'out_of_range' });
  }
  return errors;
}

/** The same calendar day and time in UTC, the given number of years later. */
function yearsLater(instant: Instant, years: number): Instant {
  const date = new Date(instant);
  return date.setUTCFullYear(date.getUTCFullYear() + years);
}

/** A long-lived token as stored. @see docs/spec/dialect.md#long-lived */
export interface LongLivedFacts {
  readonly tokenId: string;
  readonly integrationId: string;
  readonly expiresAt: Instant;
  readonly revokedAt: Instant | undefined;
  readonly keyEpoch: number;
  readonly grant: GrantFacts;
}

/** The status of a long-lived token: its grant's, or its own end. @see docs/spec/dialect.md#liveness */
export type LongLivedStatus = GrantStatus | 'revoked' | 'expired';

/**
 * The status of a long-lived token now, or the first reason why it does not work.
 *
 * @see docs/spec/dialect.md#liveness
 */
export function longLivedStatus(
  token: Omit<LongLivedFacts, 'tokenId' | 'integrationId'>,
  now: Instant,
): LongLivedStatus {
  if (now >= token.expiresAt) return 'expired';
  return token.revokedAt === undefined ? grantStatus(token.grant, token) : 'revoked';
}

/** The token was revoked, or why it was not. @see docs/spec/dialect.md#long-lived */
export type RevokeToken = { readonly kind: 'revoked' } | Refusal<'forbidden' | 'unknown' | 'already_revoked'>;

/** Revokes one long-lived token at once; its grant stays. @see docs/spec/dialect.md#long-lived */
export function decideRevokeToken(
  token:
    { readonly tokenId: string; readonly integrationId: string; readonly revokedAt: Instant | undefined } | undefined,
  request: { readonly accountId: number; readonly actor: Actor; readonly membership: Parameters<typeof permits>[0] },
  now: Instant,
): Decided<RevokeToken> {
  if (!permits(request.membership, 'token.revoke')) return refuse('forbidden');
  if (token === undefined) return refuse('unknown');
  if (token.revokedAt !== undefined) return refuse('already_revoked');
  const { tokenId, integrationId } = token;
  const { accountId, actor } = request;
  return {
    outcome: { kind: 'revoked' },
    changes: [{ kind: 'long_lived_revoked', accountId, integrationId, tokenId, at: now, actor }],
  };
}
