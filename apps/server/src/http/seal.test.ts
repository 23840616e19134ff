import { expect, test } from 'vitest';
import { derivedFor, openVault, UnsealError } from '../environment/vault.ts';
import { openFromPage, sealForPage } from './seal.ts';

const ring = [
  { id: 'k2', bytes: Buffer.alloc(32, 2) },
  { id: 'k1', bytes: Buffer.alloc(32, 1) },
];
let now = 1_700_000_000_000;
const worldOf = (keys: typeof ring) => ({
  clock: { now: () => now },
  vault: openVault(keys),
  pageVault: openVault(derivedFor('pages', keys)),
});
const world = worldOf(ring);
const place = { table: 'page', column: 'language', id: '' };

test('a value sealed into a page opens for its purpose until it expires, also under the previous key', () => {
  const sealed = sealForPage(worldOf(ring.slice(1)), 'language', { value: '/oauth', lifetimeMs: 1_000 });
  expect(openFromPage(world, 'language', sealed)).toEqual({ kind: 'opened', value: '/oauth' });
  expect(openFromPage(world, 'sign-out to', sealed)).toEqual({ kind: 'tampered' });
  now += 1_000;
  expect(openFromPage(world, 'language', sealed)).toEqual({ kind: 'expired' });
});

test('the store’s keys do not open values sealed into pages, nor the page keys values sealed in the store', () => {
  const sealed = Buffer.from(sealForPage(world, 'language', { value: '/', lifetimeMs: 1_000 }), 'base64url');
  expect(() => world.vault.open(place, sealed)).toThrow(UnsealError);
  const stored = world.vault.seal({ table: 'keys', column: 'sealed', id: 'x' }, 'a key');
  expect(() => world.pageVault.open({ table: 'keys', column: 'sealed', id: 'x' }, stored)).toThrow(UnsealError);
});

test('a value that an earlier version sealed into a page with the store’s key opens until it expires', () => {
  const earlier = (expiresAt: number) =>
    Buffer.from(world.vault.seal(place, JSON.stringify({ value: '/', expiresAt }))).toString('base64url');
  expect(openFromPage(world, 'language', earlier(now + 1))).toEqual({ kind: 'opened', value: '/' });
  expect(openFromPage(world, 'language', earlier(now))).toEqual({ kind: 'expired' });
});

test('a value sealed into a page has one spelling, and a change of any character is refused as tampered', () => {
  const alphabet = 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_';
  for (const value of ['/', '/a', '/ab']) {
    const sealed = sealForPage(world, 'language', { value, lifetimeMs: 1_000 });
    for (let at = 0; at < sealed.length; at += 1) {
      const other = alphabet.charAt((alphabet.indexOf(sealed.charAt(at)) + 1) % 64);
      const changed = sealed.slice(0, at) + other + sealed.slice(at + 1);
      expect(openFromPage(world, 'language', changed)).toEqual({ kind: 'tampered' });
    }
    expect(openFromPage(world, 'language', `${sealed}=`)).toEqual({ kind: 'tampered' });
  }
});

test('the key that seals values into pages is HKDF-SHA-256 of the key ring’s key, and differs for each of its keys', () => {
  const derived = derivedFor('pages', ring);
  expect(derived.map(({ id }) => id)).toEqual(['k2', 'k1']);
  // Computed independently of this program: HKDF (RFC 5869), no salt, info "pristan pages", 32 bytes.
  expect(derived[1]?.bytes.toString('hex')).toBe('517460f0640f9af382063bb9d4bb11489f5529a045287fe753c6b4bce480548c');
  expect(derived[0]?.bytes.equals(derived[1]?.bytes ?? Buffer.alloc(0))).toBe(false);
});
