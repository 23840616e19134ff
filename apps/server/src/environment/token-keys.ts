import { createHmac, timingSafeEqual } from 'node:crypto';
import type { TokenKeys } from '@pristan/flows';
import type { AccessTokenClaims } from '@pristan/wire';
import {
  formatCode,
  formatFamilyId,
  formatPersonalToken,
  parseCode,
  parsePersonalToken,
  parseRefreshToken,
  refreshTokenSigningInput,
} from '@pristan/wire';
import { algorithms } from './algorithms.ts';
import { isLowS } from './low-s.ts';
import type { KeyRing, MacKey, SigningKey } from './key-ring.ts';
import { randomText, systemRandom } from './random.ts';
import type { VerifiedToken } from './verified-tokens.ts';
import { verifiedTokens } from './verified-tokens.ts';

/** Issues and reads authorization codes, refresh tokens and access tokens with the keys of the key ring. */
export function tokenKeys(ring: KeyRing): TokenKeys {
  const verified = verifiedTokens(ring, (text) => verify(ring, text));
  return {
    newestMacKeyId: () => ring.newestMac().id,

    drawCode(accountId) {
      const key = ring.newestMac();
      const nonce = randomText(32);
      return {
        code: formatCode({ keyId: key.id, accountId, nonce }),
        codeId: codeId(key, accountId, nonce),
        keyId: key.id,
      };
    },

    async readCode(text) {
      const parts = parseCode(text);
      if (parts === undefined) return undefined;
      const key = await ring.mac(parts.keyId);
      return key === undefined
        ? undefined
        : { accountId: parts.accountId, codeId: codeId(key, parts.accountId, parts.nonce) };
    },

    drawFamilyId: (accountId) => formatFamilyId(accountId, randomText(16)),

    async formatRefreshToken(parts) {
      const key = await ring.mac(parts.keyId);
      if (key === undefined) throw new Error(`no MAC key ${parts.keyId}`);
      const input = refreshTokenSigningInput(parts);
      return `${input}.${macOf(key, 'refresh', input).toString('base64url')}`;
    },

    async readRefreshToken(text) {
      const parts = parseRefreshToken(text);
      if (parts === undefined) return undefined;
      const key = await ring.mac(parts.keyId);
      if (key === undefined) return undefined;
      // MACs are compared as text: the same bytes have several base64url spellings, a valid token has one.
      const expected = macOf(key, 'refresh', refreshTokenSigningInput(parts)).toString('base64url');
      return timingSafeEqual(Buffer.from(expected), Buffer.from(parts.mac)) ? parts : undefined;
    },

    drawPersonalToken() {
      const key = ring.newestMac();
      const token = formatPersonalToken({ keyId: key.id, secret: systemRandom.alphanumeric(43) });
      return { token, tokenHash: macOf(key, 'personal', token) };
    },

    async hashPersonalToken(text) {
      const parts = parsePersonalToken(text);
      const key = parts === undefined ? undefined : await ring.mac(parts.keyId);
      return key === undefined ? undefined : macOf(key, 'personal', text);
    },

    signAccessToken(claims) {
      const key = ring.newestSigning();
      const input = `${headerOf(key.algorithm, key.id)}.${Buffer.from(JSON.stringify(claims)).toString('base64url')}`;
      return `${input}.${algorithms[key.algorithm].sign(input, key.privateKey).toString('base64url')}`;
    },

    readAccessToken: (text) => verified.read(text),
  };
}

/** Claims of an access token that is well formed and signed with a key of the key ring, expired or not. */
async function verify(ring: KeyRing, token: string): Promise<VerifiedToken | undefined> {
  const [header, payload, signature, more] = token.split('.');
  if (header === undefined || payload === undefined || signature === undefined || more !== undefined) return undefined;
  const kid = parseObject(header)?.['kid'];
  if (typeof kid !== 'string') return undefined;
  const key = await ring.signing(kid);
  // The signing key decides the algorithm, never the token's header.
  if (key === undefined || header !== headerOf(key.algorithm, key.id)) return undefined;
  if (!isSignedBy(key, `${header}.${payload}`, signature)) return undefined;
  const claims = parseObject(payload) as AccessTokenClaims | undefined;
  return claims && { claims, key };
}

function isSignedBy(key: SigningKey, input: string, signature: string): boolean {
  const signed = Buffer.from(signature, 'base64url');
  // Node's decoder skips characters that are not base64url; a valid token has one spelling only.
  if (signed.toString('base64url') !== signature) return false;
  if (key.lowSOnly && !isLowS(signed)) return false;
  return algorithms[key.algorithm].verify(input, key.publicKey, signed);
}

function headerOf(algorithm: string, kid: string): string {
  return Buffer.from(JSON.stringify({ typ: 'JWT', alg: algorithm, kid })).toString('base64url');
}

function parseObject(encoded: string): Record<string, unknown> | undefined {
  try {
    const value: unknown = JSON.parse(Buffer.from(encoded, 'base64url').toString('utf8'));
    return typeof value === 'object' && value !== null ? { ...value } : undefined;
  } catch {
    return undefined;
  }
}

function codeId(key: MacKey, accountId: number, nonce: string): string {
  return macOf(key, 'code', `${accountId}.${nonce}`).toString('hex');
}

/** MAC of a token. The token's use is part of the input, so that a MAC made for one use is invalid for another. */
function macOf(key: MacKey, use: 'code' | 'refresh' | 'personal', input: string): Buffer {
  return createHmac('sha256', key.bytes).update(`${use}\n${input}`).digest();
}
