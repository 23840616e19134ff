import type { LineProblem, TokenAbility } from '@pristan/wire';
import type { Membership } from '../access/actions.ts';
import { permits } from '../access/actions.ts';
import { delegationStatus } from '../access/delegation.ts';
import type { Actor } from '../access/actor.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import { dayMs } from '../instant.ts';
import { nameProblem } from '@pristan/wire';

/** Maximum number of live personal access tokens of one person in one account. @see docs/spec/dialect.md#methods */
export const personalTokensMax = 50;

/** The lifetime of a personal access token in days: its limits, and its default. @see docs/spec/dialect.md#methods */
export const personalTokenDays = { min: 1, max: 366, unsaid: 90 } as const;

/** Maximum length of a token's name, in characters. */
const NAME_LENGTH_MAX = 100;

/** A request for a personal access token. @see docs/spec/dialect.md#methods */
export interface PersonalTokenRequest {
  readonly accountId: number;
  readonly actor: Actor & { readonly userId: number };
  readonly name: string;
  readonly abilities: readonly TokenAbility[];
  readonly integrationId: string | undefined;
  readonly days: number;
  /** The hash of the session that makes the request. */
  readonly sessionHash: Uint8Array;
  /** Generated before the rule. */
  readonly tokenId: string;
  readonly tokenHash: Uint8Array;
}

/** The facts that minting a personal access token depends on. @see docs/spec/dialect.md#methods */
export interface PersonalTokenFacts {
  /** False once the session has ended: a password change ends it, and every token minted in it. */
  readonly sessionLives: boolean;
  readonly membership: Membership | undefined;
  /** The person's tokens in this account that are neither revoked nor expired. */
  readonly live: number;
  /** Whether the named integration belongs to this account. */
  readonly integrationKnown: boolean;
}

/** A field of the request that is refused, with the code of its problem. @see docs/spec/dialect.md#methods */
export interface PersonalTokenError {
  readonly field: 'name' | 'abilities' | 'expires_in_days';
  readonly index?: number;
  readonly code: LineProblem | 'out_of_range' | 'duplicate';
}

/** The minted token, the fields to correct, or a refusal. @see docs/spec/dialect.md#methods */
export type PersonalMinting =
  | { readonly kind: 'minted'; readonly expiresAt: Instant }
  | { readonly kind: 'invalid'; readonly errors: readonly PersonalTokenError[] }
  | Refusal<'session_over' | 'forbidden' | 'unknown' | 'too_many_tokens'>;

/**
 * Mints a token with which a person's programs call the platform's own API: in one account, for the listed abilities,
 * until an expiry date, and never with more rights than the person has at the time of the call.
 *
 * @see docs/guides/ci.md
 * @see docs/spec/dialect.md#methods
 */
export function decideMintPersonal(
  facts: PersonalTokenFacts,
  request: PersonalTokenRequest,
  now: Instant,
): Decided<PersonalMinting> {
  if (!facts.sessionLives) return refuse('session_over');
  if (!permits(facts.membership, 'personal_token.mint')) return refuse('forbidden');
  if (request.integrationId !== undefined && !facts.integrationKnown) return refuse('unknown');
  const name = request.name.trim();
  const errors = errorsOf({ ...request, name });
  if (errors.length > 0) return { outcome: { kind: 'invalid', errors }, changes: [] };
  if (facts.live >= personalTokensMax) return refuse('too_many_tokens');
  const { accountId, actor, tokenId, tokenHash, abilities, integrationId, sessionHash } = request;
  const expiresAt = Math.floor(now / 1000) * 1000 + request.days * dayMs;
  return {
    outcome: { kind: 'minted', expiresAt },
    changes: [
      {
        kind: 'personal_token_minted',
        accountId,
        token: { tokenId, tokenHash, userId: actor.userId, name, abilities, integrationId, expiresAt },
        sessionHash,
        at: now,
        actor,
      },
    ],
  };
}

function errorsOf({ name, abilities, days }: PersonalTokenRequest): readonly PersonalTokenError[] {
  const errors: PersonalTokenError[] = [];
  const code = nameProblem(name, NAME_LENGTH_MAX);
  if (code !== undefined) errors.push({ field: 'name', code });
  if (abilities.length === 0) errors.push({ field: 'abilities', code: 'required' });
  for (const [index, ability] of abilities.entries()) {
    if (abilities.indexOf(ability) < index) errors.push({ field: 'abilities', index, code: 'duplicate' });
  }
  if (!(Number.isInteger(days) && days >= personalTokenDays.min && days <= personalTokenDays.max))
    errors.push({ field: 'expires_in_days', code: 'out_of_range' });
  return errors;
}

/** A personal access token with its person's present membership. @see docs/spec/dialect.md#methods */
export interface PersonalTokenStatusFacts {
  readonly expiresAt: Instant;
  readonly revokedAt: Instant | undefined;
  readonly membership: Membership | undefined;
}

/** The status of a personal access token. @see docs/spec/dialect.md#methods */
export type PersonalTokenStatus = 'live' | 'expired' | 'revoked' | 'person_deactivated' | 'not_admin';

/**
 * The token's status now, or the first reason why it does not work. It works only while its person could mint it.
 *
 * @see docs/spec/dialect.md#methods
 */
export function personalTokenStatus(token: PersonalTokenStatusFacts, now: Instant): PersonalTokenStatus {
  if (token.revokedAt !== undefined) return 'revoked';
  if (now >= token.expiresAt) return 'expired';
  if (token.membership?.state !== 'active') return 'person_deactivated';
  return delegationStatus('personal_token', { person: token }) === 'holds' ? 'live' : 'not_admin';
}

/** The stored facts that revoking a personal access token needs. @see docs/spec/dialect.md#methods */
export interface PersonalTokenToRevoke {
  readonly tokenId: string;
  readonly userId: number;
  readonly name: string;
  readonly integrationId: string | undefined;
  readonly revokedAt: Instant | undefined;
}

/** The token was revoked, or why it was not. @see docs/spec/dialect.md#methods */
export type RevokePersonal = { readonly kind: 'revoked' } | Refusal<'forbidden' | 'unknown' | 'already_revoked'>;

/**
 * Revokes a token at once: a person their own, an admin anybody's. To other members the token does not exist.
 *
 * @see docs/spec/dialect.md#methods
 */
export function decideRevokePersonal(
  token: PersonalTokenToRevoke | undefined,
  request: {
    readonly accountId: number;
    readonly actor: Actor & { readonly userId: number };
    readonly membership: Membership | undefined;
  },
  now: Instant,
): Decided<RevokePersonal> {
  const { accountId, actor, membership } = request;
  if (!permits(membership, 'personal_token.revoke')) return refuse('forbidden');
  const theirs = token?.userId === actor.userId || seesAllTokens(membership);
  if (token === undefined || !theirs) return refuse('unknown');
  if (token.revokedAt !== undefined) return refuse('already_revoked');
  const { tokenId, userId, name, integrationId } = token;
  return {
    outcome: { kind: 'revoked' },
    changes: [{ kind: 'personal_token_revoked', accountId, tokenId, userId, name, integrationId, at: now, actor }],
  };
}

/**
 * True for admins, who see all tokens of their account; other members see their own.
 *
 * @see docs/spec/dialect.md#methods
 */
export function seesAllTokens(membership: Membership | undefined): boolean {
  return permits(membership, 'personal_token.mint');
}
