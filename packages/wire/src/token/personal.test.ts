import fc from 'fast-check';
import { crc32 } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { formatPersonalToken, parsePersonalToken } from './personal.ts';

const keyId = 'm0123456789';
const secret = 'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQ';
const whole = formatPersonalToken({ keyId, secret });

describe('the text of a personal access token', () => {
  test('a personal access token has a form that secret scanners can search for, with a standard CRC-32 checksum', () => {
    expect(whole).toMatch(/^pristan_pat_m[0-9a-f]{10}_[0-9A-Za-z]{49}$/);
    expect(base62(whole.slice(-6))).toBe(crc32(whole.slice(0, -6)));
    expect(parsePersonalToken(whole)).toEqual({ keyId, secret });
  });

  test('a personal access token with any single character replaced is rejected', () => {
    const other = fc.constantFrom(...'abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-. ');
    fc.assert(
      fc.property(fc.nat(whole.length - 1), other, (place, character) => {
        fc.pre(whole[place] !== character);
        expect(parsePersonalToken(whole.slice(0, place) + character + whole.slice(place + 1))).toBeUndefined();
      }),
    );
  });

  test.each([
    '',
    'pristan_pat_',
    whole.slice(0, -1),
    `${whole}0`,
    ` ${whole}`,
    `${whole}\n`,
    whole.toUpperCase(),
    whole.replace('pristan_pat_', 'pristan_pat'),
  ])('a personal access token in another form is rejected: %j', (text) => {
    expect(parsePersonalToken(text)).toBeUndefined();
  });
});

function base62(digits: string): number {
  const alphabet = '0123456789ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz';
  return [...digits].reduce((value, digit) => value * 62 + alphabet.indexOf(digit), 0);
}
