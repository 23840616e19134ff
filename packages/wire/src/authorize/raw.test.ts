import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRawQuery, returnRaw } from './raw.ts';

const anyText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));

describe('reading a raw query', () => {
  test('a raw query keeps every value as sent, with its decoded form beside it', () => {
    expect(readRawQuery('a=x+y%20z&b=%E2%9C%93&a=2')).toEqual([
      { name: 'a', raw: 'x+y%20z', value: 'x y z' },
      { name: 'b', raw: '%E2%9C%93', value: '✓' },
      { name: 'a', raw: '2', value: '2' },
    ]);
  });

  test('a raw query may have a name without a value, an empty value, and a value with an equals sign', () => {
    expect(readRawQuery('flag&empty=&&x=a=b')).toEqual([
      { name: 'flag', raw: '', value: '' },
      { name: 'empty', raw: '', value: '' },
      { name: 'x', raw: 'a=b', value: 'a=b' },
    ]);
  });

  test('a raw query’s value in invalid UTF-8 has no decoded form, and keeps its raw bytes', () => {
    expect(readRawQuery('state=%FF%fe&x=%')).toEqual([
      { name: 'state', raw: '%FF%fe', value: undefined },
      { name: 'x', raw: '%', value: '%' },
    ]);
  });

  test.each([
    ['30%%20more', '30% more'],
    ['100%', '100%'],
    ['%zz', '%zz'],
    ['%4', '%4'],
    ['%25', '%'],
    ['5+%+%2B', '5 % +'],
  ])('a percent sign outside an escape in a raw query is read as itself: %s', (raw, value) => {
    expect(readRawQuery(`name=${raw}`)).toEqual([{ name: 'name', raw, value }]);
  });

  test('reading a raw query never throws, whatever its characters', () => {
    fc.assert(fc.property(anyText, (query) => void readRawQuery(query)));
  });
});

describe('a `state` that is returned', () => {
  test.each([
    ['+', '+'],
    ['%2B', '%2B'],
    ['%2b', '%2b'],
    ['%20', '%20'],
    ['%FF%FE', '%FF%FE'],
    ['eyJhIjoxfQ==', 'eyJhIjoxfQ=='],
    ["a-b._~!$'()*,;:@/?=c", "a-b._~!$'()*,;:@/?=c"],
    ['%00', '%00'],
  ])('a returned `state` keeps %s as it was sent', (raw, returned) => {
    expect(returnRaw(raw)).toBe(returned);
  });

  test.each([
    ['100%', '100%25'],
    ['%zz', '%25zz'],
    ['%2', '%252'],
    ['a b', 'a%20b'],
    ['<"\\^`{|}>', '%3C%22%5C%5E%60%7B%7C%7D%3E'],
    ['a#b', 'a%23b'],
    ['a&b', 'a%26b'],
    ['\r\nSet-Cookie: x', '%0D%0ASet-Cookie:%20x'],
    // The letter "ü": Node gives the two UTF-8 bytes of an address as two Latin-1 characters.
    ['\u00c3\u00bc', '%C3%BC'],
  ])('a returned `state` percent-encodes %j, which a query cannot contain', (raw, returned) => {
    expect(returnRaw(raw)).toBe(returned);
  });

  const encoded = fc.stringMatching(/^([A-Za-z0-9._~+-]|%[0-9a-fA-F]{2})*$/);

  test('a returned `state` is unchanged where it was already encoded', () => {
    fc.assert(
      fc.property(encoded, (raw) => {
        expect(returnRaw(raw)).toBe(raw);
      }),
    );
  });

  test('a returned `state` is unchanged when returned a second time', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const once = returnRaw(raw);
        expect(returnRaw(once)).toBe(once);
        expect(once).toMatch(/^[\x21-\x7e]*$/);
        expect(once).not.toMatch(/[#&]/);
      }),
    );
  });

  test('a returned `state` decodes to the bytes that were sent', () => {
    const bytes = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte)) });
    fc.assert(
      fc.property(bytes, (sent) => {
        fc.pre(!sent.includes('%'));
        expect(unescape(returnRaw(sent))).toBe(sent);
      }),
    );
  });
});
