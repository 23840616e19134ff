import type { LongLivedFacts, OneTimeFacts } from '@pristan/rules';
import type { Page, PageAsked } from './page.ts';
import type { SealedSecret } from './token-reads.ts';

/** A long-lived token as its account's admins see it. */
export interface LongLivedRow extends LongLivedFacts {
  readonly name: string;
  readonly issuedAt: number;
  /** `isAdmin`: an active one now; the token works with full access either way. */
  readonly mintedBy: { readonly userId: number; readonly name: string; readonly isAdmin: boolean };
}

/** What tokens that people ask for are judged by. */
export interface MintingReads {
  /** Newest first, whatever became of them. */
  longLivedTokens(accountId: number, integrationId: string, page: PageAsked): Promise<Page<LongLivedRow>>;
  longLivedToken(
    accountId: number,
    tokenId: string,
  ): Promise<Pick<LongLivedRow, 'tokenId' | 'integrationId' | 'revokedAt'> | undefined>;
  /** Those neither revoked nor expired. */
  liveLongLivedTokens(accountId: number, integrationId: string, now: number): Promise<number>;
  /** One person looking at one integration in an account; absent: no such account. */
  oneTimeFacts(question: {
    readonly accountId: number;
    readonly integrationId: string;
    readonly userId: number;
    readonly now: number;
  }): Promise<
    | (OneTimeFacts & {
        readonly subdomain: string;
        readonly redirectUri: string;
        /** Those that work now, newest first. */
        readonly secrets: readonly SealedSecret[];
      })
    | undefined
  >;
}
