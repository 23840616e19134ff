import type { TokenAbility } from '@pristan/wire';
import type { Actor } from '../actor.ts';
import type { Instant } from '../instant.ts';

/** A personal access token that is about to be kept, as a hash. */
export interface NewPersonalToken {
  readonly tokenId: string;
  readonly tokenHash: Uint8Array;
  readonly userId: number;
  readonly name: string;
  readonly abilities: readonly TokenAbility[];
  /** The one integration that it is for; absent: all of the account. */
  readonly integrationId: string | undefined;
  readonly expiresAt: Instant;
}

export type PersonalTokenChange =
  | {
      /** Stale unless the person is an active admin and has fewer than `personalTokensMax` live tokens here, and the session is not over. */
      readonly kind: 'personal_token_minted';
      readonly accountId: number;
      readonly token: NewPersonalToken;
      /** The session it was asked for in, by its hash. */
      readonly sessionHash: Uint8Array;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** Stale when it was revoked before. */
      readonly kind: 'personal_token_revoked';
      readonly accountId: number;
      readonly tokenId: string;
      /** Whose it was, and what it was called. */
      readonly userId: number;
      readonly name: string;
      readonly integrationId: string | undefined;
      readonly at: Instant;
      readonly actor: Actor;
    };
