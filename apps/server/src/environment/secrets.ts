import { createHmac, hash, timingSafeEqual } from 'node:crypto';
import type { SecretHasher } from '@pristan/flows';

const sha256 = (text: string): Buffer => hash('sha256', text, 'buffer');

/** Hashes generated secrets with SHA-256 (256 random bits need no slow hash); compares in constant time. */
export const systemSecrets: SecretHasher = {
  hash: sha256,
  equal: (left, right) => timingSafeEqual(sha256(left), sha256(right)),
  isHashOf: (known, secret) => {
    const presented = sha256(secret);
    return known?.length === presented.length && timingSafeEqual(known, presented);
  },
  hs256: (input, key) => createHmac('sha256', key).update(input).digest('base64url'),
  challengeOf: (verifier) => hash('sha256', verifier, 'base64url'),
};
