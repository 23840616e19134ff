import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { readRawQuery, returnRaw } from './raw.ts';

const anyText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));

describe('a raw query', () => {
  test('keeps every value as it stood, and decodes it beside that', () => {
    expect(readRawQuery('a=x+y%20z&b=%E2%9C%93&a=2')).toEqual([
      { name: 'a', raw: 'x+y%20z', value: 'x y z' },
      { name: 'b', raw: '%E2%9C%93', value: '✓' },
      { name: 'a', raw: '2', value: '2' },
    ]);
  });

  test('takes a name without a value, an empty one, and a value with an equals sign', () => {
    expect(readRawQuery('flag&empty=&&x=a=b')).toEqual([
      { name: 'flag', raw: '', value: '' },
      { name: 'empty', raw: '', value: '' },
      { name: 'x', raw: 'a=b', value: 'a=b' },
    ]);
  });

  test('has no value for what is not UTF-8, and keeps the bytes', () => {
    expect(readRawQuery('state=%FF%fe&x=%')).toEqual([
      { name: 'state', raw: '%FF%fe', value: undefined },
      { name: 'x', raw: '%', value: undefined },
    ]);
  });

  test('of any characters is read without a fault', () => {
    fc.assert(fc.property(anyText, (query) => void readRawQuery(query)));
  });
});

describe('what is returned', () => {
  test.each([
    ['+', '+'],
    ['%2B', '%2B'],
    ['%2b', '%2b'],
    ['%20', '%20'],
    ['%FF%FE', '%FF%FE'],
    ['eyJhIjoxfQ==', 'eyJhIjoxfQ=='],
    ["a-b._~!$'()*,;:@/?=c", "a-b._~!$'()*,;:@/?=c"],
    ['%00', '%00'],
  ])('stays %s', (raw, returned) => {
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
    // "ü" as Node gives the two bytes of its UTF-8 in an address
    ['\u00c3\u00bc', '%C3%BC'],
  ])('may not stand in a query as %j, and is encoded', (raw, returned) => {
    expect(returnRaw(raw)).toBe(returned);
  });

  const encoded = fc.stringMatching(/^([A-Za-z0-9._~+-]|%[0-9a-fA-F]{2})*$/);

  test('is never changed where it is encoded already', () => {
    fc.assert(
      fc.property(encoded, (raw) => {
        expect(returnRaw(raw)).toBe(raw);
      }),
    );
  });

  test('can be returned once more without another change', () => {
    fc.assert(
      fc.property(anyText, (raw) => {
        const once = returnRaw(raw);
        expect(returnRaw(once)).toBe(once);
        expect(once).toMatch(/^[\x21-\x7e]*$/);
        expect(once).not.toMatch(/[#&]/);
      }),
    );
  });

  test('decodes to the bytes that were sent', () => {
    const bytes = fc.string({ unit: fc.integer({ min: 0, max: 255 }).map((byte) => String.fromCharCode(byte)) });
    fc.assert(
      fc.property(bytes, (sent) => {
        fc.pre(!sent.includes('%'));
        expect(unescape(returnRaw(sent))).toBe(sent);
      }),
    );
  });
});
