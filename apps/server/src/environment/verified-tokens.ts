import { hash } from 'node:crypto';
import type { AccessTokenClaims } from '@pristan/wire';
import type { KeyRing, SigningKey } from './key-ring.ts';
import { lately } from './lately.ts';

/** An access token whose signature was verified, and the key that it was verified with. */
export interface VerifiedToken {
  readonly claims: AccessTokenClaims;
  readonly key: SigningKey;
}

/** Access tokens that this node has verified. */
export interface VerifiedTokens {
  /** Claims of an access token that a key of the key ring signed, expired ones included. */
  read(token: string): Promise<AccessTokenClaims | undefined>;
}

/** Number of tokens that are remembered, about 10 MB. */
const ENTRIES_MAX = 10_000;

/**
 * Verifies the signature of each access token once. A token is remembered by its SHA-256 together with the key that
 * verified it, and only while the key ring holds this very key: without a key that was removed or replaced, its tokens
 * are verified, and refused, as if nothing were remembered. Nothing else about a token is remembered.
 *
 * @param verify verifies a token that is not remembered
 */
export function verifiedTokens(
  ring: Pick<KeyRing, 'signing'>,
  verify: (token: string) => Promise<VerifiedToken | undefined>,
  entriesMax: number = ENTRIES_MAX,
): VerifiedTokens {
  const known = lately<VerifiedToken>(entriesMax);
  return {
    async read(token) {
      const digest = hash('sha256', token, 'base64');
      const before = known.get(digest);
      if (before !== undefined) {
        if ((await ring.signing(before.key.id)) === before.key) return before.claims;
        known.delete(digest);
      }
      const verified = await verify(token);
      if (verified !== undefined) known.set(digest, verified);
      return verified?.claims;
    },
  };
}
