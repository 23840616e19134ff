import { permits } from '../access/actions.ts';
import { scopesWithin } from '../access/scopes.ts';
import type { GrantFacts, GrantStanding } from '../access/standing.ts';
import { standingOf } from '../access/standing.ts';
import type { Actor } from '../change.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { GrantingFacts } from '../granting.ts';
import { giveGrant } from '../granting.ts';
import type { Instant } from '../instant.ts';
import { dayMs, minuteMs } from '../instant.ts';
import type { LineProblem } from '../line.ts';
import { nameProblem } from '../line.ts';

/** What minting a long-lived token is judged by. */
export interface MintingFacts extends GrantingFacts {
  readonly integration: GrantingFacts['integration'] & { readonly keyEpoch: number };
  /** Long-lived tokens of the integration that are neither revoked nor expired. */
  readonly tokens: number;
}

export interface MintingRequest {
  readonly accountId: number;
  readonly userId: number;
  readonly actor: Actor;
  readonly name: string;
  readonly expiresAt: Instant;
  /** Drawn before the rule. */
  readonly newGrantId: string;
  readonly tokenId: string;
}

export interface MintingError {
  readonly field: 'name' | 'expires_at';
  readonly code: LineProblem | 'out_of_range';
}

/** What a minted token carries. */
export interface Minted {
  readonly kind: 'minted';
  readonly tokenId: string;
  readonly grantId: string;
  readonly scopes: readonly string[];
  readonly keyEpoch: number;
  readonly issuedAt: Instant;
  readonly expiresAt: Instant;
}

export type Minting =
  | Minted
  | { readonly kind: 'invalid'; readonly errors: readonly MintingError[] }
  | Refusal<'forbidden' | 'unknown' | 'kind_not_offered' | 'integration_stopped' | 'not_installed' | 'too_many_tokens'>;

/** Characters of a long-lived token's name. */
export const tokenNameLengthMax = 100;

/** Long-lived tokens of an integration that may be alive at a time. */
export const longLivedTokensMax = 50;

const YEARS_MAX = 5;

/**
 * A token with an end that somebody chose, from a day to five years away, and without a refresh token. An admin mints it
 * for a private or external integration of their account that is enabled there; it has what their consent would give.
 *
 * @see docs/spec/dialect.md#long-lived
 */
export function decideMint(facts: MintingFacts | undefined, request: MintingRequest, now: Instant): Decided<Minting> {
  if (facts === undefined || facts.integration.accountId !== request.accountId) return refuse('unknown');
  const { integration, account } = facts;
  if (!permits(account, 'token.mint')) return refuse('forbidden');
  if (integration.kind === 'public') return refuse('kind_not_offered');
  if (integration.state === 'stopped') return refuse('integration_stopped');
  // Installing is a person's press on a page, and stays so.
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
  // A day that was counted when the form was filled in is still a day when it arrives.
  const soonest = now + dayMs - minuteMs;
  if (!(expiresAt >= soonest && expiresAt <= yearsLater(now, YEARS_MAX))) {
    errors.push({ field: 'expires_at', code: 'out_of_range' });
  }
  return errors;
}

/** The same day and time so many years later, by the calendar in UTC. */
function yearsLater(instant: Instant, years: number): Instant {
  const date = new Date(instant);
  return date.setUTCFullYear(date.getUTCFullYear() + years);
}

/** A long-lived token as stored. */
export interface LongLivedFacts {
  readonly tokenId: string;
  readonly integrationId: string;
  readonly expiresAt: Instant;
  readonly revokedAt: Instant | undefined;
  readonly keyEpoch: number;
  readonly grant: GrantFacts;
}

export type LongLivedStanding = GrantStanding | 'revoked' | 'expired';

/** Whether a long-lived token works now, or the first reason why not. */
export function longLivedStanding(
  token: Omit<LongLivedFacts, 'tokenId' | 'integrationId'>,
  now: Instant,
): LongLivedStanding {
  if (now >= token.expiresAt) return 'expired';
  return token.revokedAt === undefined ? standingOf(token.grant, token) : 'revoked';
}

export type RevokeToken = { readonly kind: 'revoked' } | Refusal<'forbidden' | 'unknown' | 'already_revoked'>;

/** Ends one long-lived token at once; its grant stays. */
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
