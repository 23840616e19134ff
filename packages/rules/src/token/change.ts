import type { Actor } from '../access/actor.ts';
import type { Instant } from '../instant.ts';
import type { AddressDifference } from './address-difference.ts';
import type { ExchangeRefusalReason } from './exchange-refusal-reason.ts';
import type { PersonalTokenChange } from './personal-change.ts';

/** A refresh-token family to store when its code is redeemed. @see docs/spec/dialect.md#refresh */
export interface NewFamily {
  readonly accountId: number;
  readonly familyId: string;
  readonly grantId: string;
  readonly integrationId: string;
  readonly epoch: number;
  readonly keyEpoch: number;
  readonly generation: number;
  readonly macKeyId: string;
  readonly createdAt: Instant;
  readonly expiresAt: Instant;
  readonly address: string;
}

/** The changes that issuing, refreshing and revoking tokens store. @see docs/spec/dialect.md#token-order */
export type TokenChange =
  | {
      /**
       * Redeems an unused authorization code and stores its new refresh-token family. Stale when the code is already
       * used.
       */
      readonly kind: 'code_redeemed';
      readonly accountId: number;
      readonly codeId: string;
      readonly at: Instant;
      readonly family: NewFamily;
    }
  | {
      /** Ends all refresh-token families of a grant but the `kept` ones that were used last. */
      readonly kind: 'idle_families_ended';
      readonly accountId: number;
      readonly grantId: string;
      readonly kept: number;
    }
  | {
      /**
       * Rotates a refresh token from generation `from` to the next. Stale when `from` is no longer current, or the
       * grant is no longer live.
       */
      readonly kind: 'family_rotated';
      readonly accountId: number;
      readonly familyId: string;
      readonly from: number;
      readonly macKeyId: string;
      readonly at: Instant;
      readonly expiresAt: Instant;
      readonly address: string;
    }
  | {
      /** A superseded refresh token was presented again. Recorded once per token, and counted after that. */
      readonly kind: 'refresh_reused';
      readonly accountId: number;
      /** True for the family's first reuse. Stale when another one was recorded meanwhile. */
      readonly isFirst: boolean;
      readonly familyId: string;
      readonly integrationId: string;
      readonly generation: number;
      readonly firstUsedAt: Instant | undefined;
      readonly firstAddress: string | undefined;
      readonly at: Instant;
      readonly address: string;
    }
  | {
      /**
       * Records the integration's last refused code exchange. A code from an account other than the technical one is
       * not recorded.
       */
      readonly kind: 'exchange_refused';
      readonly integrationId: string;
      /** The account of the presented code; absent when the code does not exist. */
      readonly accountId: number | undefined;
      readonly fault: ExchangeRefusalReason;
      readonly difference: AddressDifference | undefined;
      readonly at: Instant;
    }
  | {
      /** A client secret authenticated its first request: from now on it signs hooks. */
      readonly kind: 'secret_first_used';
      readonly integrationId: string;
      readonly secretId: string;
      readonly at: Instant;
    }
  | {
      /** A request that got no tokens authenticated with the client secret: the integrator has received its keys. */
      readonly kind: 'keys_shown';
      readonly integrationId: string;
      readonly at: Instant;
    }
  | {
      /** Stores a new long-lived token, without the token itself. */
      readonly kind: 'long_lived_minted';
      readonly accountId: number;
      readonly token: NewLongLivedToken;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | {
      /** Revokes a long-lived token. Stale when the token is already revoked. */
      readonly kind: 'long_lived_revoked';
      readonly accountId: number;
      readonly integrationId: string;
      readonly tokenId: string;
      readonly at: Instant;
      readonly actor: Actor;
    }
  | PersonalTokenChange;

/** A long-lived token to store, without the token itself. @see docs/spec/dialect.md#long-lived */
export interface NewLongLivedToken {
  readonly tokenId: string;
  readonly grantId: string;
  readonly integrationId: string;
  readonly name: string;
  readonly keyEpoch: number;
  readonly expiresAt: Instant;
}
