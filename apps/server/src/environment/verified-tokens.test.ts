import { generateKeyPairSync } from 'node:crypto';
import type { AccessTokenClaims } from '@pristan/wire';
import { expect, test } from 'vitest';
import type { SigningKey } from './key-ring.ts';
import type { VerifiedToken } from './verified-tokens.ts';
import { verifiedTokens } from './verified-tokens.ts';

const key = (id: string): SigningKey => {
  const { privateKey, publicKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  return { id, algorithm: 'ES256', privateKey, publicKey, publicJwk: {}, lowSOnly: true };
};
const claims = { jti: 'one' } as AccessTokenClaims;

/** A key ring of these keys, tokens named after their key, and the tokens whose signature was verified. */
function aNode(entriesMax?: number) {
  const keys = new Map([['first', key('first')]]);
  const verifications: string[] = [];
  const ring = { signing: async (id: string) => keys.get(id) };
  const verify = async (token: string): Promise<VerifiedToken | undefined> => {
    verifications.push(token);
    const found = keys.get(token.split(' ')[0] ?? '');
    return found && { claims, key: found };
  };
  return { keys, verifications, tokens: verifiedTokens(ring, verify, entriesMax) };
}

test('a token’s signature is verified once while its key stays', async () => {
  const { tokens, verifications } = aNode();
  expect(await tokens.read('first a')).toBe(claims);
  expect(await tokens.read('first a')).toBe(claims);
  expect(verifications).toEqual(['first a']);
});

test('a remembered token is refused once its key was removed', async () => {
  const { keys, tokens } = aNode();
  await tokens.read('first a');
  keys.delete('first');
  expect(await tokens.read('first a')).toBeUndefined();
  expect(await tokens.read('first a')).toBeUndefined();
});

test('a remembered token is verified again when another key took the id of its own', async () => {
  const { keys, tokens, verifications } = aNode();
  await tokens.read('first a');
  keys.set('first', key('first'));
  await tokens.read('first a');
  expect(verifications).toEqual(['first a', 'first a']);
});

test('a token that was refused is verified each time', async () => {
  const { tokens, verifications } = aNode();
  expect(await tokens.read('other a')).toBeUndefined();
  expect(await tokens.read('other a')).toBeUndefined();
  expect(verifications).toHaveLength(2);
});

test('a token that differs in one character is another token', async () => {
  const { tokens, verifications } = aNode();
  await tokens.read('first a');
  await tokens.read('first b');
  expect(verifications).toEqual(['first a', 'first b']);
});

test('a bounded number of tokens is remembered, the recently used ones', async () => {
  const { tokens, verifications } = aNode(4);
  for (const one of ['a', 'b', 'c', 'd', 'e', 'f']) await tokens.read(`first ${one}`);
  await tokens.read('first f');
  await tokens.read('first a');
  expect(verifications.filter((one) => one === 'first f')).toHaveLength(1);
  expect(verifications.filter((one) => one === 'first a')).toHaveLength(2);
});
