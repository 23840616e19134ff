import type { HeldPersonalToken } from '../held-personal-token.ts';
import type { TokenAbility } from '@pristan/wire';
import type { Actor } from '../access/actor.ts';
import type { Instant } from '../instant.ts';

/** A personal access token to be stored, as a hash. @see docs/spec/dialect.md#methods */
export interface NewPersonalToken {
  readonly tokenId: string;
  readonly tokenHash: Uint8Array;
  readonly userId: number;
  readonly name: string;
  readonly abilities: readonly TokenAbility[];
  /** The one integration that the token is limited to; absent: every integration of the account. */
  readonly integrationId: string | undefined;
  readonly expiresAt: Instant;
}

/** The changes that store or revoke a personal access token. @see docs/spec/dialect.md#methods */
export type PersonalTokenChange =
  | {
      /**
       * Stores a new personal access token. Stale unless the user is an active admin with fewer than
       * `personalTokensMax` live tokens in the account, and the session has not ended.
       */
      readonly kind: 'personal_token_minted';
      readonly accountId: number;
      readonly token: NewPersonalToken;
      /** The hash of the session in which the user created the token. */
      readonly sessionHash: Uint8Array;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** Revokes a personal access token. Stale when the token is already revoked. */
      readonly kind: 'personal_token_revoked';
      readonly accountId: number;
      readonly tokenId: string;
      /** The user whose token it is; `name` is the token's name. */
      readonly userId: number;
      readonly name: string;
      readonly integrationId: string | undefined;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /**
       * Revokes a person's live tokens, permanently: those of one account, or of all. Stale unless `tokens` are all that
       * are live at `at`.
       */
      readonly kind: 'personal_tokens_ended';
      readonly userId: number;
      /** Absent: in every account. */
      readonly accountId?: number;
      readonly tokens: readonly HeldPersonalToken[];
      readonly at: Instant;
      readonly by: Actor;
    };
