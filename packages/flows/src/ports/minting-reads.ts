import type { LongLivedFacts, OneTimeTokenFacts } from '@pristan/rules';
import type { Page, PageRequest } from './page.ts';
import type { SealedSecret } from './token-reads.ts';

/** A long-lived token as its account's admins see it. */
export interface LongLivedRow extends LongLivedFacts {
  readonly name: string;
  readonly issuedAt: number;
  /**
   * The admin who created the token. `isAdmin`: whether they are an active admin now; the token has full access either
   * way.
   */
  readonly mintedBy: { readonly userId: number; readonly name: string; readonly isAdmin: boolean };
}

/** Facts that decide which tokens members may create. */
export interface MintingReads {
  /** Long-lived tokens of an integration in an account, newest first, active or not. */
  longLivedTokens(accountId: number, integrationId: string, page: PageRequest): Promise<Page<LongLivedRow>>;
  longLivedToken(
    accountId: number,
    tokenId: string,
  ): Promise<Pick<LongLivedRow, 'tokenId' | 'integrationId' | 'revokedAt'> | undefined>;
  /** Number of long-lived tokens that are neither revoked nor expired. */
  liveLongLivedTokens(accountId: number, integrationId: string, now: number): Promise<number>;
  /**
   * Facts that decide a one-time token for one user of an integration's widget; `undefined` when there is no such
   * account.
   */
  oneTimeFacts(question: {
    readonly accountId: number;
    readonly integrationId: string;
    readonly userId: number;
    readonly now: number;
  }): Promise<
    | (OneTimeTokenFacts & {
        readonly subdomain: string;
        readonly redirectUri: string;
        /** Active client secrets, newest first. */
        readonly secrets: readonly SealedSecret[];
      })
    | undefined
  >;
}
