import type { AccessTokenClaims } from '@pristan/wire';

/** The program's only clock, in epoch milliseconds. */
export interface Clock {
  now(): number;
}

/** Cryptographically secure random values. */
export interface Random {
  /** A UUID that sorts by time. */
  uuid(): string;
  /** `bytes` random bytes, base64url. */
  text(bytes: number): string;
  /** `length` characters from A–Z, a–z, 0–9, uniformly distributed. */
  alphanumeric(length: number): string;
  /** From 0 to 1, for the spread of retries; not for secrets. */
  fraction(): number;
}

/** Associated data of a sealed value: it can't be opened with any other. */
export interface AssociatedData {
  readonly table: string;
  readonly column: string;
  readonly id: string;
}

/** Encrypts secrets that must be readable again, under keys outside the database. */
export interface Vault {
  seal(place: AssociatedData, clear: string): Uint8Array;
  /** @throws when it was sealed with other associated data or under a key that is gone */
  open(place: AssociatedData, sealed: Uint8Array): string;
}

/** A new code: the text for the client, and the ids that are stored. */
export interface DrawnCode {
  readonly code: string;
  readonly codeId: string;
  readonly keyId: string;
}

/** The record a presented code points to; only the parts that need no database were verified. */
export interface CodeReference {
  readonly accountId: number;
  readonly codeId: string;
}
export interface RefreshReference {
  readonly accountId: number;
  readonly familyId: string;
  readonly generation: number;
}

/** The platform's keys. Reading may load a key that another node has just created; issuing never waits. */
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
  /** A personal access token: the text for the person, and the keyed hash that is stored. */
  drawPersonalToken(): { readonly token: string; readonly tokenHash: Uint8Array };
  /** Hash of a presented token; `undefined`: malformed or not made here. */
  hashPersonalToken(text: string): Promise<Uint8Array | undefined>;
  signAccessToken(claims: AccessTokenClaims): string;
  /** Claims of a token signed here, expired ones included. Says nothing about its grant. */
  readAccessToken(text: string): Promise<AccessTokenClaims | undefined>;
}

/** The caller of a password hash: a known device by its key, or a stranger by their address. */
export type PasswordRequester =
  { readonly kind: 'known'; readonly key: string } | { readonly kind: 'stranger'; readonly address: string };

/**
 * argon2id, only for passwords that people choose. Both run off the event loop, a few at a time; without `asker` the
 * call queues among strangers. @throws BusyError when too many wait; then nothing was hashed
 */
export interface Passwords {
  hash(password: string, asker?: PasswordRequester): Promise<string>;
  /** Without a hash it takes as long as with one, so that nobody learns whether the person exists. */
  verify(password: string, hash: string | undefined, asker?: PasswordRequester): Promise<boolean>;
}

/** Hashes of generated secrets, and comparison in constant time. */
export interface Secrets {
  hash(secret: string): Uint8Array;
  equal(left: string, right: string): boolean;
  /** RFC 7518 §3.2: HMAC-SHA-256, base64url. */
  hs256(input: string, key: string): string;
  /** RFC 7636 §4.6: BASE64URL(SHA256(verifier)), of a verifier whose form was checked. */
  challengeOf(verifier: string): string;
}
