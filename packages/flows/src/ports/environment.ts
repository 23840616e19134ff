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
  /** A random number from 0 to 1, to spread retries over time; not for secrets. */
  fraction(): number;
}

/** Associated data of a sealed value: a value sealed with it can't be opened with any other. */
export interface AssociatedData {
  readonly table: string;
  readonly column: string;
  readonly id: string;
}

/** Encrypts secrets that must be readable again, under keys outside the database. */
export interface Vault {
  seal(place: AssociatedData, clear: string): Uint8Array;
  /** Opens a sealed value. @throws when it was sealed with other associated data or under a key that is gone */
  open(place: AssociatedData, sealed: Uint8Array): string;
  /** Whether a sealed value is this text, compared in constant time. @throws as `open` does */
  isSealed(place: AssociatedData, sealed: Uint8Array, text: string): boolean;
}

/** A new authorization code: the text for the client, and the ids that are stored. */
export interface DrawnCode {
  readonly code: string;
  readonly codeId: string;
  readonly keyId: string;
}

/**
 * The row that a presented authorization code points to. Only the parts of the code that need no database were
 * verified.
 */
export interface CodeReference {
  readonly accountId: number;
  readonly codeId: string;
}
export interface RefreshReference {
  readonly accountId: number;
  readonly familyId: string;
  readonly generation: number;
}

/**
 * The platform's signing and hashing keys. Reading a code or token may load a key that another node has just created;
 * issuing never waits.
 */
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
  /** Creates a personal access token: the text for the user, and the keyed hash that is stored. */
  drawPersonalToken(): { readonly token: string; readonly tokenHash: Uint8Array };
  /** Hash of a presented personal access token; `undefined` when it is malformed or not made by this platform. */
  hashPersonalToken(text: string): Promise<Uint8Array | undefined>;
  signAccessToken(claims: AccessTokenClaims): string;
  /** Claims of an access token that this platform signed, expired ones included. Does not check its grant. */
  readAccessToken(text: string): Promise<AccessTokenClaims | undefined>;
}

/**
 * The party whose turn in the queue a password hash takes: a known device, by its key, or an unknown caller, by
 * address.
 */
export type PasswordRequester =
  { readonly kind: 'known'; readonly key: string } | { readonly kind: 'stranger'; readonly address: string };

/**
 * Password hashing with argon2id, only for passwords that users choose. Hashes are computed off the event loop, a few
 * at a time; without `asker` a call queues among unknown callers. @throws BusyError when too many wait; then nothing
 * was hashed
 */
export interface PasswordHasher {
  hash(password: string, asker?: PasswordRequester): Promise<string>;
  /** Verifies a password. Takes as long without a hash as with one, so that nobody learns whether the user exists. */
  verify(password: string, hash: string | undefined, asker?: PasswordRequester): Promise<boolean>;
}

/** Hashes of generated secrets, and comparison in constant time. */
export interface SecretHasher {
  hash(secret: string): Uint8Array;
  equal(left: string, right: string): boolean;
  /** Whether `known` is the hash of this secret. Without a hash it takes as long, and is false. */
  isHashOf(known: Uint8Array | undefined, secret: string): boolean;
  /** RFC 7518 §3.2: HMAC-SHA-256, base64url. */
  hs256(input: string, key: string): string;
  /** RFC 7636 §4.6: BASE64URL(SHA256(verifier)), of a verifier whose form was checked. */
  challengeOf(verifier: string): string;
}
