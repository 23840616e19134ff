import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { AddressProblem } from './addresses.ts';
import { addressProblem, originProblem } from './addresses.ts';

describe('a redirect URI of an integration for many accounts', () => {
  test.each([
    'https://shop.test',
    'https://shop.test/',
    'https://shop.test/callback?tenant=1&x=a+b%20c',
    'https://shop.test:8443/callback',
    'https://shop.test:443/',
    'https://SHOP.test/Callback',
    'HTTPS://shop.test/',
    'https://a-b_c.shop.test/',
    'https://203.0.113.9/callback',
    'https://[2001:db8::1]:8443/callback',
    'https://intranet/callback',
    "https://shop.test/a;b,c/(d)!$&'*+=:@/~",
    'https://shop.test?code=old',
    'https://shop.test/?next=//evil.test/',
  ])('the redirect URI of an integration for many accounts may be %s', (address) => {
    expect(addressProblem(address, 'many_accounts')).toBeUndefined();
  });

  test.each<[string, AddressProblem]>([
    ['', 'not_an_address'],
    ['shop.test/callback', 'not_an_address'],
    ['//shop.test/callback', 'not_an_address'],
    ['/callback', 'not_an_address'],
    ['https:shop.test', 'not_an_address'],
    ['https:/shop.test', 'not_an_address'],
    ['https:///shop.test', 'not_an_address'],
    ['https://', 'not_an_address'],
    ['https://?x', 'not_an_address'],
    ['https://#x', 'not_an_address'],
    ['https://:443/', 'not_an_address'],
    ['javascript:alert(1)', 'not_an_address'],
    ['javascript://shop.test/%0aalert(1)', 'not_an_address'],
    ['data:text/html,x', 'not_an_address'],
    ['ftp://shop.test/', 'not_an_address'],
    ['com.shop.app:/callback', 'not_an_address'],
    ['urn:ietf:wg:oauth:2.0:oob', 'not_an_address'],
    ['http://shop.test/callback', 'not_https'],
    ['http://localhost:3000/', 'not_https'],
    ['http://127.0.0.1/', 'not_https'],
    ['https://user@shop.test/', 'has_user_info'],
    ['https://user:password@shop.test/', 'has_user_info'],
    ['https://@shop.test/', 'has_user_info'],
    ['https://:@shop.test/', 'has_user_info'],
    ['https://shop.test@evil.test/', 'has_user_info'],
    ['https://shop.test%40evil.test/', 'not_an_address'],
    ['https://shop.test/#', 'has_fragment'],
    ['https://shop.test/#/route', 'has_fragment'],
    ['https://shop.test#x', 'has_fragment'],
    ['https://shop.test/\t', 'not_an_address'],
    ['https://shop\t.test/', 'not_an_address'],
    ['https://shop.test/\n', 'not_an_address'],
    ['https://shop.test/\r\nSet-Cookie: a=b', 'not_an_address'],
    [' https://shop.test/', 'not_an_address'],
    ['https://shop.test/ ', 'not_an_address'],
    ['https://shop.test/a b', 'not_an_address'],
    ['https://shop.test/\u0000', 'not_an_address'],
    ['https://shop.test/\u007f', 'not_an_address'],
    ['https://shop.test\\@evil.test/', 'not_an_address'],
    ['https://evil.test\\.shop.test/', 'not_an_address'],
    ['https:\\\\shop.test/', 'not_an_address'],
    ['https://shop.test/a\\b', 'not_an_address'],
    ['https://магазин.test/', 'host_not_ascii'],
    ['https://xn--80aaa0ahbbeh4c.test/', 'host_not_ascii'],
    ['https://a.XN--80aaa0ahbbeh4c.test/', 'host_not_ascii'],
    ['https://shop.test/путь', 'host_not_ascii'],
    ['https://sh\u043ep.test/', 'host_not_ascii'],
    ['https://shop\u3002test/', 'host_not_ascii'],
    ['https://shop.test/\u00a0', 'host_not_ascii'],
    ['https://shop.test./', 'not_an_address'],
    ['https://shop..test/', 'not_an_address'],
    ['https://.shop.test/', 'not_an_address'],
    ['https://sh%6fp.test/', 'not_an_address'],
    ['https://*.shop.test/', 'not_an_address'],
    ['https://shop.test;script-src/', 'not_an_address'],
    ["https://shop'.test/", 'not_an_address'],
    ['https://shop,evil.test/', 'not_an_address'],
    ['https://0x7f.1/', 'not_an_address'],
    ['https://2130706433/', 'not_an_address'],
    ['https://017700000001/', 'not_an_address'],
    ['https://127.1/', 'not_an_address'],
    ['https://[::0001]/', 'not_an_address'],
    ['https://[::ffff:127.0.0.1]/', 'not_an_address'],
    ['https://[fe80::1%25eth0]/', 'not_an_address'],
    ['https://shop.test:/', 'not_an_address'],
    ['https://shop.test:0/', 'not_an_address'],
    ['https://shop.test:0443/', 'not_an_address'],
    ['https://shop.test:65536/', 'not_an_address'],
    ['https://shop.test:443:443/', 'not_an_address'],
    [`https://shop.test/${'x'.repeat(2031)}`, 'too_long'],
  ])('the redirect URI of an integration for many accounts is refused: %j', (address, problem) => {
    expect(addressProblem(address, 'many_accounts')).toBe(problem);
  });

  test('a redirect URI may have 2,048 characters', () => {
    const address = `https://shop.test/${'x'.repeat(2030)}`;
    expect(address).toHaveLength(2048);
    expect(addressProblem(address, 'many_accounts')).toBeUndefined();
  });
});

describe('a redirect URI of an integration for its own account', () => {
  test.each([
    'http://localhost',
    'http://localhost:3000/callback',
    'HTTP://LOCALHOST:3000/callback',
    'http://shop.localhost:4401/callback',
    'http://127.0.0.1:8080/',
    'http://127.255.255.254/',
    'http://[::1]:8080/',
    'https://shop.test/',
  ])('the redirect URI of an integration for its own account may be %s', (address) => {
    expect(addressProblem(address, 'own_account')).toBeUndefined();
  });

  test.each<[string, AddressProblem]>([
    ['http://shop.test/', 'not_https'],
    ['http://localhost.evil.test/', 'not_https'],
    ['http://localhost.test/', 'not_https'],
    ['http://notlocalhost/', 'not_https'],
    ['http://127.0.0.1.evil.test/', 'not_https'],
    ['http://128.0.0.1/', 'not_https'],
    ['http://10.0.0.1/', 'not_https'],
    ['http://0.0.0.0/', 'not_https'],
    ['http://169.254.169.254/', 'not_https'],
    ['http://[::]/', 'not_https'],
    ['http://[::2]/', 'not_https'],
    ['http://localhost./', 'not_an_address'],
    ['http://127.1/', 'not_an_address'],
    ['http://0x7f000001/', 'not_an_address'],
    ['http://2130706433/', 'not_an_address'],
    ['http://[0:0:0:0:0:0:0:1]/', 'not_an_address'],
    ['http://[::ffff:7f00:1]/', 'not_https'],
    ['http://localhost@evil.test/', 'has_user_info'],
    ['http://localhost\\.evil.test/', 'not_an_address'],
    ['http://localhost#.evil.test/', 'has_fragment'],
    ['http://l%6fcalhost/', 'not_an_address'],
  ])('the redirect URI of an integration for its own account is refused: %s', (address, problem) => {
    expect(addressProblem(address, 'own_account')).toBe(problem);
  });
});

describe('a button origin', () => {
  test.each(['https://shop.test', 'https://shop.test:8443', 'http://localhost:3000'])(
    'a button origin may be %s',
    (origin) => {
      expect(originProblem(origin, 'own_account')).toBeUndefined();
    },
  );

  test.each<[string, AddressProblem]>([
    ['https://shop.test/', 'not_an_origin'],
    ['https://shop.test/button', 'not_an_origin'],
    ['https://shop.test?x', 'not_an_origin'],
    ['https://SHOP.test', 'not_an_origin'],
    ['https://shop.test:443', 'not_an_origin'],
    ['http://localhost:80', 'not_an_origin'],
    ['null', 'not_an_address'],
    ['*', 'not_an_address'],
    ['https://*.shop.test', 'not_an_address'],
    ['http://shop.test', 'not_https'],
  ])('a button origin is refused: %s', (origin, problem) => {
    expect(originProblem(origin, 'own_account')).toBe(problem);
  });
});

/** Pieces from which addresses, and attacks on them, are assembled. */
const piece = fc.constantFrom(
  'https',
  'http',
  'HTTPS',
  'javascript',
  ':',
  '/',
  '//',
  '\\',
  '@',
  '#',
  '?',
  '%40',
  '%2e',
  '.',
  ';',
  '*',
  ':80',
  ':443',
  ':0',
  'localhost',
  'LOCALHOST',
  'shop.test',
  '127.0.0.1',
  '127.1',
  '[::1]',
  '0x7f.1',
  'xn--a',
  'evil.test',
  'ф',
  '\u3002',
  ' ',
  '\t',
  '\n',
  'a',
  '&x=1',
);
const address = fc.oneof(
  fc.array(piece, { maxLength: 12 }).map((pieces) => pieces.join('')),
  fc.array(piece, { maxLength: 8 }).map((pieces) => `https://${pieces.join('')}`),
  fc.array(piece, { maxLength: 8 }).map((pieces) => `http://${pieces.join('')}`),
  fc.webUrl({ withQueryParameters: true, withFragments: true, validSchemes: ['http', 'https'] }),
  fc.string({ unit: 'binary' }),
);

describe('any accepted redirect URI', () => {
  test('an accepted redirect URI has the host that is written in it, both for a URL parser and for a reader of RFC 3986', () => {
    let accepted = 0;
    fc.assert(
      fc.property(address, (text) => {
        if (addressProblem(text, 'own_account') !== undefined) return;
        accepted += 1;
        const [, scheme = '', authority = ''] = /^([^:/?#]+):\/\/([^/?#]*)/.exec(text) ?? [];
        const url = new URL(text);
        expect(url.protocol).toBe(`${scheme.toLowerCase()}:`);
        const written = authority.toLowerCase();
        expect([url.host, `${url.host}:${scheme.toLowerCase() === 'https' ? 443 : 80}`]).toContain(written);
        expect([url.username, url.password, url.hash]).toEqual(['', '', '']);
      }),
      { numRuns: 5_000 },
    );
    expect(accepted).toBeGreaterThan(100);
  });

  test('an accepted redirect URI of an integration for many accounts is https', () => {
    fc.assert(
      fc.property(address, (text) => {
        if (addressProblem(text, 'many_accounts') === undefined) expect(new URL(text).protocol).toBe('https:');
      }),
      { numRuns: 5_000 },
    );
  });

  test('an accepted redirect URI with http names the local machine', () => {
    fc.assert(
      fc.property(address, (text) => {
        if (addressProblem(text, 'own_account') !== undefined || new URL(text).protocol !== 'http:') return;
        expect(new URL(text).hostname).toMatch(/^(?:(?:.+\.)?localhost|\[::1\]|127\.\d+\.\d+\.\d+)$/);
      }),
      { numRuns: 5_000 },
    );
  });
});
