import type { CallFacts, ClientFacts, FamilyFacts, PresentedCode } from '@pristan/rules';

/** An active client secret, sealed. Flows compare it with a presented one; rules only see the result. */
export interface SealedSecret {
  readonly secretId: string;
  readonly sealed: Uint8Array;
  readonly firstUsed: boolean;
}

export interface ClientRow extends Omit<ClientFacts, 'secret'> {
  readonly secrets: readonly SealedSecret[];
}

export interface HostQuestion {
  /** Subdomain of the request's host; absent on the public site. */
  readonly subdomain: string | undefined;
}

/** Reads that decide token and API requests. Each method is one database round trip. */
export interface TokenReads {
  exchangeFacts(question: {
    readonly clientId: string | undefined;
    readonly code: { readonly accountId: number; readonly codeId: string } | undefined;
    readonly subdomain: string | undefined;
    readonly now: number;
  }): Promise<{
    readonly client: ClientRow | undefined;
    readonly code: (PresentedCode & { readonly codeChallenge: string | undefined }) | undefined;
    /** Account of the request's subdomain; absent when no account has that subdomain. */
    readonly hostAccountId: number | undefined;
    readonly accountHost: string | undefined;
  }>;

  refreshFacts(question: {
    readonly clientId: string | undefined;
    readonly family: { readonly accountId: number; readonly familyId: string } | undefined;
    readonly subdomain: string | undefined;
    readonly now: number;
  }): Promise<{
    readonly client: ClientRow | undefined;
    readonly family: FamilyFacts | undefined;
    readonly hostAccountId: number | undefined;
  }>;

  /**
   * All facts that decide an API request: grant, user, account and its name. The same SQL statement counts the request
   * against the integration's rate limit, if the token is live and the address is not blocked.
   */
  apiFacts(question: {
    readonly accountId: number;
    readonly grantId: string;
    readonly integrationId: string;
    /** Id of a long-lived token, which must not be revoked; absent for other access tokens. */
    readonly tokenId: string | undefined;
    readonly keyEpoch: number;
    readonly contextUserId: number | undefined;
    readonly address: string;
    readonly now: number;
  }): Promise<CallFacts | undefined>;

  /**
   * Counts an API request after a 429 against its address. @returns the end of the block, if the address is blocked now
   */
  countExcess(question: {
    readonly accountId: number;
    readonly integrationId: string;
    readonly address: string;
    readonly now: number;
  }): Promise<{ readonly blockedUntil: number | undefined }>;
}
