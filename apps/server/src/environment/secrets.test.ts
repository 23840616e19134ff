import { expect, test } from 'vitest';
import { systemSecrets } from './secrets.ts';

// SHA-256 of "abc", FIPS 180-2 appendix B.1.
const ofAbc = Buffer.from('ba7816bf8f01cfea414140de5dae2223b00361a396177a9cb410ff61f20015ad', 'hex');

test('a secret has one hash, that of FIPS 180-2', () => {
  expect(Buffer.from(systemSecrets.hash('abc'))).toEqual(ofAbc);
  expect(systemSecrets.isHashOf(ofAbc, 'abc')).toBe(true);
  expect(systemSecrets.isHashOf(ofAbc, 'abd')).toBe(false);
  expect(systemSecrets.isHashOf(ofAbc.subarray(1), 'abc')).toBe(false);
});

test('no secret is the one of an unknown server, the empty one included', () => {
  expect(systemSecrets.isHashOf(undefined, '')).toBe(false);
  expect(systemSecrets.isHashOf(new Uint8Array(32), '')).toBe(false);
});

test('secrets are equal only letter by letter', () => {
  expect(systemSecrets.equal('secret', 'secret')).toBe(true);
  expect(systemSecrets.equal('secret', 'secreT')).toBe(false);
  expect(systemSecrets.equal('secret', 'secret ')).toBe(false);
  expect(systemSecrets.equal('', 'secret')).toBe(false);
});
