import type { AddressDifference, ExchangeFault, IntrospectionFacts, Reuse, Subject } from '@pristan/rules';
import type { ClientRow } from './token-reads.ts';
import type { CodeReference, RefreshReference } from './world.ts';

/** An access token whose signature is ours, whatever became of it. */
export interface AccessReference {
  readonly accountId: number;
  readonly grantId: string;
  readonly integrationId: string;
  readonly keyEpoch: number;
  /** Of a long-lived one. */
  readonly tokenId: string | undefined;
  readonly issuedAt: number;
  readonly expiresAt: number;
}

/** Where a token that is asked about points. */
export type TokenReference =
  | ({ readonly kind: 'code' } & CodeReference)
  | ({ readonly kind: 'refresh_token' } & RefreshReference)
  | ({ readonly kind: 'access_token' } & AccessReference);

/** A refused refresh token, with the person behind its access. */
export interface RefusedRow extends Reuse {
  readonly integrationId: string;
  readonly person: { readonly userId: number; readonly name: string } | undefined;
}

/** A person's newest access to an integration, by the newest token that came of it. */
export interface AccessRow {
  readonly integrationId: string;
  readonly person: { readonly userId: number; readonly name: string };
  readonly subject: Subject;
  /** Names of those who revoked the grant and disabled the installation, where it happened and they are known. */
  readonly revokedBy: string | undefined;
  readonly disabledBy: string | undefined;
}

/** How far an integration got in its technical account, with what works there now. */
export interface FirstTokenRow {
  /** The newest code. */
  readonly code:
    { readonly issuedAt: number; readonly expiresAt: number; readonly redeemedAt: number | undefined } | undefined;
  readonly exchangedAt: number | undefined;
  readonly refreshedAt: number | undefined;
  readonly calledAt: number | undefined;
  /** Whose calls those are. */
  readonly grantIds: readonly string[];
  /** The last exchange that was refused. */
  readonly refused:
    | { readonly at: number; readonly fault: ExchangeFault; readonly difference: AddressDifference | undefined }
    | undefined;
}

/** What is known about tokens by those who check them, or wonder why they are refused. */
export interface EvidenceReads {
  /** The resource server that asks and the grant of the token it asks about, in one round trip. */
  introspectionFacts(question: {
    readonly serverId: string | undefined;
    readonly token: AccessReference | undefined;
  }): Promise<{
    readonly secretHash: Uint8Array | undefined;
    readonly facts: IntrospectionFacts | undefined;
  }>;
  /** The client that asks, and what became of the token, in one round trip. */
  explainFacts(question: {
    readonly clientId: string | undefined;
    readonly token: TokenReference | undefined;
    readonly now: number;
  }): Promise<{ readonly client: ClientRow | undefined; readonly subject: Subject | undefined }>;
  /** Refresh tokens that were used again, newest first, at most 50; of one integration, or of all in the account. */
  refusedTokens(accountId: number, integrationId?: string): Promise<readonly RefusedRow[]>;
  /** Of the technical account only; it looks at the 20 grants that were given last. */
  firstToken(accountId: number, integrationId: string): Promise<FirstTokenRow>;
  /** What people gave, newest first, at most 200; of one integration, or of all in the account. */
  accesses(accountId: number, integrationId?: string): Promise<readonly AccessRow[]>;
}
