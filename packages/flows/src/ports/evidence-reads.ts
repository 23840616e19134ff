import type { AddressDifference, ExchangeFault, IntrospectionFacts, Reuse, Subject } from '@pristan/rules';
import type { Page, PageAsked } from './page.ts';
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

/** Where a page of refused tokens begins: behind this one. */
export interface ReusePlace {
  readonly at: number;
  readonly familyId: string;
  readonly generation: number;
}

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

/** How far an integration got in an account, with what works there now. */
export interface ProgressRow {
  /** The newest code. */
  readonly code:
    { readonly issuedAt: number; readonly expiresAt: number; readonly redeemedAt: number | undefined } | undefined;
  readonly exchangedAt: number | undefined;
  readonly refreshedAt: number | undefined;
  readonly calledAt: number | undefined;
  /** Whose calls those are. */
  readonly grantIds: readonly string[];
  /** The integration's last exchange that was refused: for its technical account only. */
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
  /** It looks at the 20 grants that were given last. */
  progress(accountId: number, integrationId: string): Promise<ProgressRow>;
  /** Refresh tokens of an integration that were used again, by the first time, newest first. */
  refusedTokens(
    accountId: number,
    integrationId: string,
    page: PageAsked<ReusePlace>,
  ): Promise<Page<RefusedRow, ReusePlace>>;
  /** The same of several integrations, the newest ten of each. */
  refusedOf(accountId: number, integrationIds: readonly string[]): Promise<readonly RefusedRow[]>;
  /** What people gave to these integrations, of the newest 400 grants of each; newest first, at most 200. */
  accesses(accountId: number, integrationIds: readonly string[]): Promise<readonly AccessRow[]>;
}
