import { expect, test } from 'vitest';
import { boundedPasswords } from '../environment/passwords.ts';
import { localPath } from '../http/local-path.ts';
import { addressPrefix } from '../http/address-prefix.ts';
import { browserName } from '../http/browser-name.ts';
import { isLinkToken } from './invitation-link.ts';

test('an address prefix is the IPv4 address, or the /64 of an IPv6 address', () => {
  expect(addressPrefix('203.0.113.5')).toBe('203.0.113.5');
  expect(addressPrefix('::ffff:203.0.113.5')).toBe('203.0.113.5');
  expect(addressPrefix('2001:db8:1:2:3:4:5:6')).toBe('2001:db8:1:2::/64');
  expect(addressPrefix('2001:db8:1:2::')).toBe('2001:db8:1:2::/64');
  expect(addressPrefix('2001:db8:1:3::')).toBe('2001:db8:1:3::/64');
  expect(addressPrefix('::1')).toBe('0:0:0:0::/64');
  expect(addressPrefix('what?')).toBe('unknown');
});

test('a local path never leads to another host, however the path is written', () => {
  const world = { config: { publicUrl: 'https://pristan.test' } } as Parameters<typeof localPath>[0];
  expect(localPath(world, '/accounts/1?a=b')).toBe('/accounts/1?a=b');
  expect(localPath(world, '//evil.test/x')).toBe('/evil.test/x');
  expect(localPath(world, '/\\evil.test')).toBe('/evil.test');
  expect(localPath(world, '\\\\evil.test')).toBe('/evil.test');
  for (const foreign of ['https://evil.test/', 'javascript:alert(1)', 'evil', ''])
    expect(localPath(world, foreign)).toBe('/');
});

test('a browser is shown by its name, version and operating system', () => {
  const chrome =
    'Mozilla/5.0 (X11; Linux x86_64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36';
  const safari =
    'Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Safari/605.1.15';
  const phone =
    'Mozilla/5.0 (iPhone; CPU iPhone OS 18_1 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.1 Mobile/15E148 Safari/604.1';
  const edge =
    'Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/131.0.0.0 Safari/537.36 Edg/131.0.0.0';
  expect(browserName(chrome)).toBe('Chrome 131 · Linux');
  expect(browserName(safari)).toBe('Safari 18 · macOS');
  expect(browserName(phone)).toBe('Safari 18 · iOS');
  expect(browserName(edge)).toBe('Edge 131 · Windows');
  expect(browserName('curl/8.5.0')).toBe('');
});

test('the token of a mailed link is 43 characters of base64url', () => {
  expect(isLinkToken('A'.repeat(43))).toBe(true);
  expect(isLinkToken('A'.repeat(42))).toBe(false);
  expect(isLinkToken(`${'A'.repeat(42)}%`)).toBe(false);
});

test('password checks beyond the queue’s limits are refused before anything is hashed', async () => {
  const passwords = boundedPasswords({ running: 1, waiting: 1 });
  const outcomes = await Promise.allSettled(Array.from({ length: 4 }, () => passwords.verify('x', undefined)));
  expect(outcomes.map((outcome) => outcome.status).sort()).toEqual(['fulfilled', 'fulfilled', 'rejected', 'rejected']);
  expect(await passwords.verify('right', await passwords.hash('right'))).toBe(true);
  expect(await passwords.verify('wrong', await passwords.hash('right'))).toBe(false);
});
