import { createHash, createHmac, randomBytes, timingSafeEqual } from 'node:crypto';
import type { SecretHasher } from '@pristan/flows';

// A new HMAC key in each process: it only makes both sides of a comparison equally long and unpredictable.
const comparisonKey = randomBytes(32);

const keyed = (text: string): Buffer => createHmac('sha256', comparisonKey).update(text).digest();

/** Hashes generated secrets with SHA-256 (256 random bits need no slow hash); compares in constant time. */
export const systemSecrets: SecretHasher = {
  hash: (secret) => createHash('sha256').update(secret).digest(),
  equal: (left, right) => timingSafeEqual(keyed(left), keyed(right)),
  hs256: (input, key) => createHmac('sha256', key).update(input).digest('base64url'),
  challengeOf: (verifier) => createHash('sha256').update(verifier).digest('base64url'),
};
