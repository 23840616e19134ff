import type { PersonalTokenStandingFacts, PersonalTokenToRevoke } from '@pristan/rules';
import type { TokenAbility } from '@pristan/wire';
import type { UserRow } from './account-reads.ts';
import type { Page, PageAsked } from './page.ts';

/** A personal access token as it is judged when it is presented. */
export interface PresentedToken extends PersonalTokenStandingFacts {
  readonly accountId: number;
  readonly tokenId: string;
  readonly name: string;
  readonly abilities: readonly TokenAbility[];
  /** The only integration that it is for, if so. */
  readonly integrationId: string | undefined;
  readonly user: UserRow;
}

/** One as people see it; what it is made of is not kept. */
export interface PersonalTokenRow extends PersonalTokenToRevoke, PersonalTokenStandingFacts {
  readonly ownerName: string;
  readonly abilities: readonly TokenAbility[];
  readonly integrationName: string | undefined;
  readonly createdAt: number;
  readonly lastUsedAt: number | undefined;
}

/** When tokens were used last. */
export interface PersonalTokenUse {
  readonly accountId: number;
  readonly tokenId: string;
  readonly lastUsedAt: number;
}

/** Personal access tokens. */
export interface PersonalTokens {
  /** By the hash of what was presented, with the person and their place in the account: one indexed read. */
  presented(tokenHash: Uint8Array): Promise<PresentedToken | undefined>;
  /** Of one person, or of everybody in the account; newest first, whatever became of them. */
  list(accountId: number, userId: number | undefined, page: PageAsked): Promise<Page<PersonalTokenRow>>;
  find(accountId: number, tokenId: string): Promise<PersonalTokenToRevoke | undefined>;
  /** How many of the person's here are neither revoked nor expired. */
  live(accountId: number, userId: number, now: number): Promise<number>;
  /** Notes the later of what is known and this, all in one statement. */
  used(uses: readonly PersonalTokenUse[]): Promise<void>;
}
