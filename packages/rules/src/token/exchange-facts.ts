import type { GrantFacts } from '../access/grant-status.ts';
import type { Instant } from '../instant.ts';
import type { ClientRefusal } from './client.ts';

/** An authorization code as stored, with the grant it was issued for. @see docs/spec/dialect.md#codes */
export interface CodeFacts {
  readonly accountId: number;
  readonly codeId: string;
  readonly integrationId: string;
  readonly redirectUri: string;
  readonly hasChallenge: boolean;
  readonly keyEpoch: number;
  readonly expiresAt: Instant;
  readonly redeemedAt: Instant | undefined;
  readonly grant: GrantFacts;
}

/**
 * An authorization code that somebody exchanges, with the number of its grant's refresh-token families.
 *
 * @see docs/spec/dialect.md#grants
 */
export interface PresentedCode extends CodeFacts {
  readonly families: number;
}

/** The refusals of a code exchange. @see docs/spec/dialect.md#token-errors */
export type ExchangeRefusal =
  | ClientRefusal
  | {
      readonly kind: 'refuse';
      readonly reason:
        | 'code_unknown'
        | 'code_expired'
        | 'code_revoked'
        | 'code_of_another_client'
        | 'redirect_uri_differs'
        | 'account_differs'
        | 'verifier_differs';
    };
