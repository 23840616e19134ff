import { expect, test } from 'vitest';
import type { ExternalMetadata } from './check-external.ts';
import { externalProblem, hostsDiffer } from './check-external.ts';

const metadata: ExternalMetadata = {
  name: 'Shop',
  description: 'Sells <b>gulls</b>.',
  redirectUri: 'https://shop.test/cb',
  secretsUri: 'https://shop.test/keys',
  logoUri: 'https://shop.test/logo.png',
  scopes: ['crm', 'notifications'],
};
const problem = (change: Partial<ExternalMetadata>, reach: 'own_account' | 'many_accounts' = 'many_accounts') =>
  externalProblem({ ...metadata, ...change }, reach);

test('a metadata button’s request is in order, with or without a logo', () => {
  expect(problem({})).toBeUndefined();
  const { logoUri: _, ...without } = metadata;
  expect(externalProblem(without, 'many_accounts')).toBeUndefined();
});

test.each<[Partial<ExternalMetadata>, string, string]>([
  [{ name: '' }, 'name', 'required'],
  [{ name: 'a'.repeat(256) }, 'name', 'too_long'],
  [{ description: 'a'.repeat(4_001) }, 'description', 'too_long'],
  [{ description: 'a\u0000' }, 'description', 'control_characters'],
  [{ redirectUri: 'http://shop.test/cb' }, 'redirect_uri', 'not_https'],
  [{ secretsUri: 'https://shop.test/keys#a' }, 'secrets_uri', 'has_fragment'],
  [{ logoUri: 'x' }, 'logo', 'not_an_address'],
  [{ scopes: [] }, 'scopes', 'required'],
  [{ scopes: ['crm', 'files'] }, 'scopes', 'unknown_scope'],
])('a metadata button’s request with %j is refused for its %s: %s', (change, member, code) => {
  expect(problem(change)).toEqual({ member, code });
});

test('a description of a metadata button is refused when its markup is too deep', () => {
  expect(problem({ description: '<b>'.repeat(1_000) })?.member).toBe('description');
});

test('loopback http is accepted in development only', () => {
  const local = { redirectUri: 'http://localhost:3000/cb' };
  expect(problem(local, 'own_account')).toBeUndefined();
  expect(problem(local)).toEqual({ member: 'redirect_uri', code: 'not_https' });
});

test.each([
  ['https://shop.test/cb', 'https://shop.test:8443/keys', false],
  ['https://shop.test/cb', 'https://keys.shop.test/', true],
  ['http://localhost/cb', 'http://127.0.0.1/keys', false],
  ['http://localhost/cb', 'https://shop.test/keys', true],
  ['https://shop.test/cb', 'http://localhost/keys', true],
])('keys from %s to %s go to another host: %s', (redirectUri, secretsUri, differ) => {
  expect(hostsDiffer({ redirectUri, secretsUri })).toBe(differ);
});
