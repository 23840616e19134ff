import type { KeyObject } from 'node:crypto';
import { generateKeyPairSync, sign, verify } from 'node:crypto';
import { lowS } from './low-s.ts';

/**
 * Signature algorithms of access tokens. ES256 by default: it signs in a tenth of the time of RS256.
 *
 * @see RFC 7518 §3.4
 */
export const algorithms = {
  ES256: {
    generate: () => generateKeyPairSync('ec', { namedCurve: 'P-256' }),
    sign: (input: string, key: KeyObject) =>
      lowS(sign('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' })),
    verify: (input: string, key: KeyObject, signature: Buffer) =>
      verify('sha256', Buffer.from(input), { key, dsaEncoding: 'ieee-p1363' }, signature),
  },
  RS256: {
    generate: () => generateKeyPairSync('rsa', { modulusLength: 2048 }),
    sign: (input: string, key: KeyObject) => sign('sha256', Buffer.from(input), key),
    verify: (input: string, key: KeyObject, signature: Buffer) => verify('sha256', Buffer.from(input), key, signature),
  },
  EdDSA: {
    generate: () => generateKeyPairSync('ed25519'),
    sign: (input: string, key: KeyObject) => sign(null, Buffer.from(input), key),
    verify: (input: string, key: KeyObject, signature: Buffer) => verify(null, Buffer.from(input), key, signature),
  },
} as const;

export type Algorithm = keyof typeof algorithms;

export function isAlgorithm(text: string): text is Algorithm {
  return Object.hasOwn(algorithms, text);
}
