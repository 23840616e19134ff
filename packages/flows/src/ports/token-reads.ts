import type { CallFacts, ClientFacts, CodeFacts, FamilyFacts } from '@pristan/rules';

/** A sealed client secret that still works, to be compared outside the rules. */
export interface SealedSecret {
  readonly secretId: string;
  readonly sealed: Uint8Array;
  readonly firstUsed: boolean;
}

export interface ClientRow extends Omit<ClientFacts, 'secret'> {
  readonly secrets: readonly SealedSecret[];
}

export interface HostQuestion {
  /** The subdomain the request came to; absent on the public site. */
  readonly subdomain: string | undefined;
}

/** Each question is one round trip. */
export interface TokenReads {
  exchangeFacts(question: {
    readonly clientId: string | undefined;
    readonly code: { readonly accountId: number; readonly codeId: string } | undefined;
    readonly subdomain: string | undefined;
    readonly now: number;
  }): Promise<{
    readonly client: ClientRow | undefined;
    readonly code: (CodeFacts & { readonly codeChallenge: string | undefined }) | undefined;
    /** Absent when no account has that name. */
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
   * All an API request is judged by: the grant of its token, the person, the account and its name; and the request is
   * counted against the integration's limit in the same statement, if the token is live and the address not refused.
   */
  apiFacts(question: {
    readonly accountId: number;
    readonly grantId: string;
    readonly integrationId: string;
    /** Of a long-lived token, which must not be revoked. */
    readonly tokenId: string | undefined;
    readonly keyEpoch: number;
    readonly contextUserId: number | undefined;
    readonly address: string;
    readonly now: number;
  }): Promise<CallFacts | undefined>;

  /** The 429 was answered and the caller goes on: counted for the address. Answers until when it is refused, if so. */
  countExcess(question: {
    readonly accountId: number;
    readonly integrationId: string;
    readonly address: string;
    readonly now: number;
  }): Promise<{ readonly blockedUntil: number | undefined }>;
}
