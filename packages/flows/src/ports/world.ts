import type { AccessTokenClaims } from '@pristan/wire';

/** The one clock of the program, in epoch milliseconds. */
export interface Clock {
  now(): number;
}

/** Chance, fit for secrets. */
export interface Random {
  /** A UUID that sorts by time. */
  uuid(): string;
  /** `bytes` random bytes, base64url. */
  text(bytes: number): string;
  /** `length` characters out of A–Z, a–z, 0–9, each as likely. */
  alphanumeric(length: number): string;
  /** From 0 to 1, for what need not be secret: the spread of retries. */
  fraction(): number;
}

/** The place a sealed value stands in; it can't be opened from another one. */
export interface Place {
  readonly table: string;
  readonly column: string;
  readonly id: string;
}

/** Seals what must be readable again, under keys that are not in the database. */
export interface Vault {
  seal(place: Place, clear: string): Uint8Array;
  /** @throws when it was sealed for another place or under a key that is gone */
  open(place: Place, sealed: Uint8Array): string;
}

/** A code that was just drawn: what the client gets, and what is stored of it. */
export interface DrawnCode {
  readonly code: string;
  readonly codeId: string;
  readonly keyId: string;
}

/** Where a presented token points, once its authenticity was checked as far as it can be without the database. */
export interface CodeReference {
  readonly accountId: number;
  readonly codeId: string;
}
export interface RefreshReference {
  readonly accountId: number;
  readonly familyId: string;
  readonly generation: number;
}

/** The platform's keys, at work. Reading may load a key that another node has just made; making never waits. */
export interface TokenKeys {
  newestMacKeyId(): string;
  drawCode(accountId: number): DrawnCode;
  readCode(text: string): Promise<CodeReference | undefined>;
  drawFamilyId(accountId: number): string;
  formatRefreshToken(parts: {
    readonly keyId: string;
    readonly familyId: string;
    readonly generation: number;
  }): Promise<string>;
  readRefreshToken(text: string): Promise<RefreshReference | undefined>;
  /** A personal access token: what the person gets, and the keyed hash that is stored of it. */
  drawPersonalToken(): { readonly token: string; readonly tokenHash: Uint8Array };
  /** The hash of one that was presented; `undefined`: no such token can be. */
  hashPersonalToken(text: string): Promise<Uint8Array | undefined>;
  signAccessToken(claims: AccessTokenClaims): string;
  /** Claims of a token that was signed here, expired ones included. Says nothing about its grant. */
  readAccessToken(text: string): Promise<AccessTokenClaims | undefined>;
}

/** argon2id; only for what people choose. Both run off the event loop. */
export interface Passwords {
  hash(password: string): Promise<string>;
  /** With no hash it takes as long as with one, so that nobody learns whether the person exists. */
  verify(password: string, hash: string | undefined): Promise<boolean>;
}

/** Hashes of machine-made secrets, and comparison in constant time. */
export interface Secrets {
  hash(secret: string): Uint8Array;
  equal(left: string, right: string): boolean;
  /** RFC 7518 §3.2: HMAC-SHA-256 over ASCII, base64url. */
  hs256(input: string, key: string): string;
  /** RFC 7636 §4.6: BASE64URL(SHA256(verifier)). */
  challengeOf(verifier: string): string;
}
