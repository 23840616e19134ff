import type { AddressDifference, ExchangeRefusalReason, IntrospectionFacts, Reuse, Subject } from '@pristan/rules';
import type { Page, PageRequest } from './page.ts';
import type { ClientRow } from './token-reads.ts';
import type { CodeReference, RefreshReference } from './environment.ts';

/** An access token with our signature, whatever its status. */
export interface AccessReference {
  readonly accountId: number;
  readonly grantId: string;
  readonly integrationId: string;
  readonly keyEpoch: number;
  /** Only for a long-lived token. */
  readonly tokenId: string | undefined;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** The record that a token points to. */
export type TokenReference =
  | ({ readonly kind: 'code' } & CodeReference)
  | ({ readonly kind: 'refresh_token' } & RefreshReference)
  | ({ readonly kind: 'access_token' } & AccessReference);

/** Cursor of the refused tokens: the page begins after this one. */
export interface ReuseCursor {
  readonly at: number;
  readonly familyId: string;
  readonly generation: number;
}

/** A refused refresh token, with the person who gave the access. */
export interface RefusedRow extends Reuse {
  readonly integrationId: string;
  readonly person: { readonly userId: number; readonly name: string } | undefined;
}

/** A person's newest access to an integration, by the newest token issued for it. */
export interface AccessRow {
  readonly integrationId: string;
  readonly person: { readonly userId: number; readonly name: string };
  readonly subject: Subject;
  /** Names of the people who revoked the grant and disabled the installation, if known. */
  readonly revokedBy: string | undefined;
  readonly disabledBy: string | undefined;
}

/** Progress of an integration in an account, with the access that works now. */
export interface ProgressRow {
  /** The newest code. */
  readonly code:
    { readonly issuedAt: number; readonly expiresAt: number; readonly redeemedAt: number | undefined } | undefined;
  readonly exchangedAt: number | undefined;
  readonly refreshedAt: number | undefined;
  readonly calledAt: number | undefined;
  /** Grants that `calledAt` refers to. */
  readonly grantIds: readonly string[];
  /** The integration's last refused exchange; visible to its technical account only. */
  readonly refused:
    | { readonly at: number; readonly fault: ExchangeRefusalReason; readonly difference: AddressDifference | undefined }
    | undefined;
}

/** Evidence about tokens, for whoever checks them or asks why they are refused. */
export interface TokenHistoryReads {
  /** The resource server and the grant of the token it asks about, in one round trip. */
  introspectionFacts(question: {
    readonly serverId: string | undefined;
    readonly token: AccessReference | undefined;
  }): Promise<{
    readonly secretHash: Uint8Array | undefined;
    readonly facts: IntrospectionFacts | undefined;
  }>;
  /** The asking client and the status of the token, in one round trip. */
  explainFacts(question: {
    readonly clientId: string | undefined;
    readonly token: TokenReference | undefined;
    readonly now: number;
  }): Promise<{ readonly client: ClientRow | undefined; readonly subject: Subject | undefined }>;
  /** Considers the 20 newest grants. */
  progress(accountId: number, integrationId: string): Promise<ProgressRow>;
  /** Reused refresh tokens of an integration, by first reuse, newest first. */
  refusedTokens(
    accountId: number,
    integrationId: string,
    page: PageRequest<ReuseCursor>,
  ): Promise<Page<RefusedRow, ReuseCursor>>;
  /** The same for several integrations, the newest ten of each. */
  refusedOf(accountId: number, integrationIds: readonly string[]): Promise<readonly RefusedRow[]>;
  /** Accesses that people gave to these integrations, from the newest 400 grants of each; newest first, at most 200. */
  accesses(accountId: number, integrationIds: readonly string[]): Promise<readonly AccessRow[]>;
}
