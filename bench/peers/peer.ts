/** Settings that the bench gives to every peer; a peer reads them from its environment. */
export interface PeerSettings {
  readonly databaseUrl: string;
  readonly clientId: string;
  readonly clientSecret: string;
  readonly redirectUri: string;
  /** Audience of the access tokens. */
  readonly resource: string;
  readonly userId: string;
  /** PKCE verifier of every code, for a peer that demands one. */
  readonly codeVerifier: string;
}

/** Tokens from the exchange of one code. */
export interface TokenPair {
  readonly access_token: string;
  readonly refresh_token: string;
}

/** The cores to which servers and PostgreSQL are bound; undefined without `taskset` or a second core. */
export interface Cores {
  readonly server: number | undefined;
  readonly postgres: number | undefined;
}

/** A running authorization server that the bench's client loads. */
export interface Peer {
  readonly name: string;
  readonly isPristan: boolean;
  readonly port: number;
  readonly pid: number;
  /** Path of the public keys. */
  readonly jwksPath: string;
  /** The `Host` of its requests. */
  readonly host: string;
  /** Whether introspection is asked about a JWT, whose signature has to be verified. */
  readonly introspectsJwt: boolean;
  /** Statuses with which introspection answers about a forged token. */
  readonly forgedStatuses: readonly number[];
  /** Makes codes, each of a new grant, that wait to be exchanged. */
  codes(count: number): Promise<readonly string[]>;
  /** A code of the right form that was never issued; another one each time. */
  unknownCode(): string;
  /** Requests as raw HTTP bytes. @param secret another client secret than the right one */
  exchange(code: string, secret?: string): string;
  refresh(refreshToken: string, secret?: string): string;
  introspection(pair: TokenPair, secret?: string): string;
  stop(): Promise<void>;
}
