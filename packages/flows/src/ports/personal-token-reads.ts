import type { HeldPersonalToken, PersonalTokenStatusFacts, PersonalTokenToRevoke } from '@pristan/rules';
import type { TokenAbility } from '@pristan/wire';
import type { UserRow } from './account-reads.ts';
import type { Page, PageRequest } from './page.ts';

/** A presented personal access token, with the facts that decide whether it works. */
export interface PresentedToken extends PersonalTokenStatusFacts {
  readonly accountId: number;
  readonly tokenId: string;
  readonly name: string;
  readonly abilities: readonly TokenAbility[];
  /** The only integration that the token is valid for, if restricted. */
  readonly integrationId: string | undefined;
  readonly user: UserRow;
}

/** A personal access token as a list shows it; the secret is not stored. */
export interface PersonalTokenRow extends PersonalTokenToRevoke, PersonalTokenStatusFacts {
  readonly ownerName: string;
  readonly abilities: readonly TokenAbility[];
  readonly integrationName: string | undefined;
  readonly createdAt: number;
  readonly lastUsedAt: number | undefined;
}

/** Time of a personal access token's last use. */
export interface PersonalTokenUse {
  readonly accountId: number;
  readonly tokenId: string;
  readonly lastUsedAt: number;
}

export interface PersonalTokens {
  /** Finds a token by the hash of the presented text, with its user and their membership: one indexed read. */
  presented(tokenHash: Uint8Array): Promise<PresentedToken | undefined>;
  /** Personal access tokens of one user, or of everybody in the account; newest first, active or not. */
  list(accountId: number, userId: number | undefined, page: PageRequest): Promise<Page<PersonalTokenRow>>;
  find(accountId: number, tokenId: string): Promise<PersonalTokenToRevoke | undefined>;
  /** Number of the user's personal access tokens in this account that are neither revoked nor expired. */
  live(accountId: number, userId: number, now: number): Promise<number>;
  /** The person's tokens that are neither revoked nor expired, in one account or in all of theirs. */
  held(
    userId: number,
    where: { readonly accountId?: number; readonly now: number },
  ): Promise<readonly HeldPersonalToken[]>;
  /** Stores last uses; a later time that is stored already stays. One statement. */
  used(uses: readonly PersonalTokenUse[]): Promise<void>;
}
