import type { LongLivedFacts, OneTimeFacts } from '@pristan/rules';
import type { Page, PageRequest } from './page.ts';
import type { SealedSecret } from './token-reads.ts';

/** A long-lived token as its account's admins see it. */
export interface LongLivedRow extends LongLivedFacts {
  readonly name: string;
  readonly issuedAt: number;
  /** `isAdmin`: an active admin now; the token works with full access either way. */
  readonly mintedBy: { readonly userId: number; readonly name: string; readonly isAdmin: boolean };
}

/** Facts that decide which tokens people may create. */
export interface MintingReads {
  /** Newest first, active or not. */
  longLivedTokens(accountId: number, integrationId: string, page: PageRequest): Promise<Page<LongLivedRow>>;
  longLivedToken(
    accountId: number,
    tokenId: string,
  ): Promise<Pick<LongLivedRow, 'tokenId' | 'integrationId' | 'revokedAt'> | undefined>;
  /** Number of tokens neither revoked nor expired. */
  liveLongLivedTokens(accountId: number, integrationId: string, now: number): Promise<number>;
  /** Facts about one person and one integration in an account; absent: no such account. */
  oneTimeFacts(question: {
    readonly accountId: number;
    readonly integrationId: string;
    readonly userId: number;
    readonly now: number;
  }): Promise<
    | (OneTimeFacts & {
        readonly subdomain: string;
        readonly redirectUri: string;
        /** Active secrets, newest first. */
        readonly secrets: readonly SealedSecret[];
      })
    | undefined
  >;
}
