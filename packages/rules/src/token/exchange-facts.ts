import type { GrantFacts } from '../access/standing.ts';
import type { Instant } from '../instant.ts';
import type { ClientRefusal } from './client.ts';

/** A code as stored, with the grant it was issued for. */
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

/** Why a code is not exchanged. */
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
