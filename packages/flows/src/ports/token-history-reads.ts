import type {
  AddressDifference,
  ExchangeRefusalReason,
  IntrospectionFacts,
  RefreshTokenReuse,
  ReuseFacts,
  TokenToExplain,
} from '@pristan/rules';
import type { Page, PageRequest } from './page.ts';
import type { ClientRow } from './token-reads.ts';
import type { CodeReference, RefreshReference } from './environment.ts';

/** The row that an access token with the platform's signature points to, whatever the token's status. */
export interface AccessReference {
  readonly accountId: number;
  readonly grantId: string;
  readonly integrationId: string;
  readonly keyEpoch: number;
  /** Id of a long-lived token; absent for other access tokens. */
  readonly tokenId: string | undefined;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** The row that a presented code or token points to. */
export type TokenReference =
  | ({ readonly kind: 'code' } & CodeReference)
  | ({ readonly kind: 'refresh_token' } & RefreshReference)
  | ({ readonly kind: 'access_token' } & AccessReference);

/** Cursor of the list of refused refresh tokens: the page begins after this one. */
export interface RefusedTokenCursor {
  readonly at: number;
  readonly familyId: string;
  readonly generation: number;
}

/** A refused refresh token, with the user who gave the access. */
export interface RefusedTokenRow extends RefreshTokenReuse {
  readonly integrationId: string;
  readonly person: { readonly userId: number; readonly name: string } | undefined;
}

/** The newest access that a user gave an integration, with the status of the newest token issued for it. */
export interface UserAccessRow {
  readonly integrationId: string;
  readonly person: { readonly userId: number; readonly name: string };
  readonly subject: TokenToExplain;
  /** Names of the users who revoked the grant and disabled the installation, if known. */
  readonly revokedBy: string | undefined;
  readonly disabledBy: string | undefined;
}

/** Setup progress of an integration in an account: code, tokens, first API call; with the grants that work now. */
export interface SetupProgressRow {
  /** The newest authorization code. */
  readonly code:
    { readonly issuedAt: number; readonly expiresAt: number; readonly redeemedAt: number | undefined } | undefined;
  readonly exchangedAt: number | undefined;
  readonly refreshedAt: number | undefined;
  readonly calledAt: number | undefined;
  /** The grants that `calledAt` refers to. */
  readonly grantIds: readonly string[];
  /** The integration's last refused code exchange; visible to its technical account only. */
  readonly refused:
    | { readonly at: number; readonly fault: ExchangeRefusalReason; readonly difference: AddressDifference | undefined }
    | undefined;
}

/** History of tokens, for resource servers that check them and developers who ask why they are refused. */
export interface TokenHistoryReads {
  /** Names for the notice of a reused refresh token, and whether a reuse in its family is recorded already. */
  reuse(family: {
    readonly accountId: number;
    readonly familyId: string;
    readonly integrationId: string;
  }): Promise<Omit<ReuseFacts, 'noticeId'> | undefined>;
  /** The resource server and the grant of the token it asks about, in one round trip. */
  introspectionFacts(question: {
    readonly serverId: string | undefined;
    readonly token: AccessReference | undefined;
  }): Promise<{
    readonly secretHash: Uint8Array | undefined;
    readonly facts: IntrospectionFacts | undefined;
  }>;
  /** Facts about the asking client, and the status of the token it asks about, in one round trip. */
  explainFacts(question: {
    readonly clientId: string | undefined;
    readonly token: TokenReference | undefined;
    readonly now: number;
  }): Promise<{ readonly client: ClientRow | undefined; readonly subject: TokenToExplain | undefined }>;
  /** Setup progress of the integration in the account; considers the 20 newest grants. */
  progress(accountId: number, integrationId: string): Promise<SetupProgressRow>;
  /** Reused refresh tokens of an integration, ordered by first reuse, newest first. */
  refusedTokens(
    accountId: number,
    integrationId: string,
    page: PageRequest<RefusedTokenCursor>,
  ): Promise<Page<RefusedTokenRow, RefusedTokenCursor>>;
  /** Reused refresh tokens of several integrations, the newest ten of each. */
  refusedOf(accountId: number, integrationIds: readonly string[]): Promise<readonly RefusedTokenRow[]>;
  /** Access that users gave to these integrations, from the newest 400 grants of each; newest first, at most 200. */
  accesses(accountId: number, integrationIds: readonly string[]): Promise<readonly UserAccessRow[]>;
}
