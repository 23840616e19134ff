import type { TokenAbility } from '@pristan/wire';
import type { Membership } from '../access/actions.ts';
import { permits } from '../access/actions.ts';
import { delegationStatus } from '../access/delegation.ts';
import type { Actor } from '../actor.ts';
import type { Decided, Refusal } from '../decided.ts';
import { refuse } from '../decided.ts';
import type { Instant } from '../instant.ts';
import { dayMs } from '../instant.ts';
import type { LineProblem } from '../line.ts';
import { nameProblem } from '../line.ts';

/** Personal access tokens of one person in one account that may be alive at a time. */
export const personalTokensMax = 50;

/** Days that a personal access token lives, and when nobody says. */
export const personalTokenDays = { min: 1, max: 366, unsaid: 90 } as const;

/** Characters of its name. */
const NAME_LENGTH_MAX = 100;

export interface PersonalTokenRequest {
  readonly accountId: number;
  readonly actor: Actor & { readonly userId: number };
  readonly name: string;
  readonly abilities: readonly TokenAbility[];
  readonly integrationId: string | undefined;
  readonly days: number;
  /** The session it is asked for in, by its hash. */
  readonly sessionHash: Uint8Array;
  /** Drawn before the rule. */
  readonly tokenId: string;
  readonly tokenHash: Uint8Array;
}

/** What minting one is judged by. */
export interface PersonalTokenFacts {
  /** Whether the session is still there: a new password ends it with all that was minted in it. */
  readonly sessionLives: boolean;
  readonly membership: Membership | undefined;
  /** The person's tokens in this account that are neither revoked nor expired. */
  readonly live: number;
  /** Whether the integration that was named is this account's. */
  readonly integrationKnown: boolean;
}

export interface PersonalTokenError {
  readonly field: 'name' | 'abilities' | 'expires_in_days';
  readonly index?: number;
  readonly code: LineProblem | 'out_of_range' | 'duplicate';
}

export type PersonalMinting =
  | { readonly kind: 'minted'; readonly expiresAt: Instant }
  | { readonly kind: 'invalid'; readonly errors: readonly PersonalTokenError[] }
  | Refusal<'session_over' | 'forbidden' | 'unknown' | 'too_many_tokens'>;

/**
 * A token with which a person's programs call the platform's own API: in one account, for what is named, with an end,
 * and never with more than the person may do at that moment.
 *
 * @see docs/guides/ci.md
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

/** A personal access token with its person's place in the account, as it is now. */
export interface PersonalTokenStandingFacts {
  readonly expiresAt: Instant;
  readonly revokedAt: Instant | undefined;
  readonly membership: Membership | undefined;
}

export type PersonalTokenStanding = 'live' | 'expired' | 'revoked' | 'person_deactivated' | 'not_admin';

/** Whether it works now, or the first reason why not. Whoever could not mint it now has a dead one. */
export function personalTokenStanding(token: PersonalTokenStandingFacts, now: Instant): PersonalTokenStanding {
  if (token.revokedAt !== undefined) return 'revoked';
  if (now >= token.expiresAt) return 'expired';
  if (token.membership?.state !== 'active') return 'person_deactivated';
  return delegationStatus('personal_token', { person: token }) === 'holds' ? 'live' : 'not_admin';
}

/** A personal access token as far as an end to it is concerned. */
export interface PersonalTokenToRevoke {
  readonly tokenId: string;
  readonly userId: number;
  readonly name: string;
  readonly integrationId: string | undefined;
  readonly revokedAt: Instant | undefined;
}

export type RevokePersonal = { readonly kind: 'revoked' } | Refusal<'forbidden' | 'unknown' | 'already_revoked'>;

/** Ends one at once: one's own, or as an admin anybody's. To others in the account it does not exist. */
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
  const theirs = token?.userId === actor.userId || seesEverybodys(membership);
  if (token === undefined || !theirs) return refuse('unknown');
  if (token.revokedAt !== undefined) return refuse('already_revoked');
  const { tokenId, userId, name, integrationId } = token;
  return {
    outcome: { kind: 'revoked' },
    changes: [{ kind: 'personal_token_revoked', accountId, tokenId, userId, name, integrationId, at: now, actor }],
  };
}

/** Admins see every person's tokens of their account, others their own. */
export function seesEverybodys(membership: Membership | undefined): boolean {
  return permits(membership, 'personal_token.mint');
}
