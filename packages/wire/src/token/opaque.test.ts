import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { formatCode, formatFamilyId, parseCode, parseRefreshToken, refreshTokenSigningInput } from './opaque.ts';

const nonce43 = 'AAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAAA_';
const nonce22 = 'abcdefghijklmnopqrst-_';
const refreshToken = `m1.hx2t9-${nonce22}.7.${nonce43}`;

const base64url = (length: number) =>
  fc.string({ unit: fc.constantFrom(...'ABCXYZabcxyz0189-_'), minLength: length, maxLength: length });
const anyText = fc.array(fc.integer({ min: 0, max: 0xffff })).map((units) => String.fromCharCode(...units));
const keyId = fc.string({ unit: fc.constantFrom(...'abcxyz0189'), minLength: 1, maxLength: 16 });
const accountId = fc.integer({ min: 1, max: Number.MAX_SAFE_INTEGER });

describe('the text of authorization codes', () => {
  test('an authorization code consists of the key ID, the account in base 36 and 32 random bytes', () => {
    expect(formatCode({ keyId: 'm1', accountId: 30100001, nonce: nonce43 })).toBe(`m1.hx5b5-${nonce43}`);
  });

  test('an authorization code is parsed into the parts it was formatted from', () => {
    fc.assert(
      fc.property(fc.record({ keyId, accountId, nonce: base64url(43) }), (parts) => {
        expect(parseCode(formatCode(parts))).toEqual(parts);
      }),
    );
  });

  test.each([
    ['no text', ''],
    ['no key ID', `.hx5b5-${nonce43}`],
    ['a short nonce', `m1.hx5b5-${nonce43.slice(1)}`],
    ['a long nonce', `m1.hx5b5-${nonce43}A`],
    ['account 0', `m1.0-${nonce43}`],
    ['an account written in another way', `m1.0hx5b5-${nonce43}`],
    ['an account past 2^53', `m1.zzzzzzzzzzz-${nonce43}`],
    ['upper case in the account', `m1.HX5B5-${nonce43}`],
    ['a blank before it', ` m1.hx5b5-${nonce43}`],
    ['a line end after it', `m1.hx5b5-${nonce43}\n`],
    ['a code of the original platform', 'def50200ff'],
  ])('an authorization code with %s is rejected', (_what, text) => {
    expect(parseCode(text)).toBeUndefined();
  });
});

describe('the text of refresh tokens', () => {
  test('a refresh token is parsed into its parts; the family ID contains the account', () => {
    expect(parseRefreshToken(refreshToken)).toEqual({
      keyId: 'm1',
      accountId: 30096765,
      familyId: `hx2t9-${nonce22}`,
      generation: 7,
      mac: nonce43,
    });
  });

  test('a refresh token consists of the signing input and its MAC', () => {
    expect(refreshTokenSigningInput({ keyId: 'm1', familyId: `hx2t9-${nonce22}`, generation: 7 })).toBe(
      `m1.hx2t9-${nonce22}.7`,
    );
    fc.assert(
      fc.property(
        fc.record({
          keyId,
          accountId,
          nonce: base64url(22),
          generation: fc.integer({ min: 1, max: 999_999_999 }),
          mac: base64url(43),
        }),
        ({ nonce, mac, ...rest }) => {
          const parts = {
            keyId: rest.keyId,
            generation: rest.generation,
            familyId: formatFamilyId(rest.accountId, nonce),
          };
          expect(parseRefreshToken(`${refreshTokenSigningInput(parts)}.${mac}`)).toEqual({
            ...parts,
            accountId: rest.accountId,
            mac,
          });
        },
      ),
    );
  });

  test('a refresh token has exactly one spelling: one that parses is formatted the same', () => {
    fc.assert(
      fc.property(
        fc.stringMatching(/^m1\.0?[1-9a-z]{1,6}-[A-Za-z0-9_-]{22}\.0?[0-9]{1,8}\.[A-Za-z0-9_-]{43}$/),
        (text) => {
          const parts = parseRefreshToken(text);
          if (parts !== undefined) expect(`${refreshTokenSigningInput(parts)}.${parts.mac}`).toBe(text);
        },
      ),
    );
  });

  test.each([
    ['no text', ''],
    ['no MAC', refreshToken.slice(0, -44)],
    ['a generation with a zero before it', refreshToken.replace('.7.', '.07.')],
    ['a negative generation', refreshToken.replace('.7.', '.-7.')],
    ['a generation in another notation', refreshToken.replace('.7.', '.7e1.')],
    ['a generation that no integer column holds', refreshToken.replace('.7.', '.9999999999.')],
    ['a short family ID', refreshToken.replace(nonce22, nonce22.slice(1))],
    ['a fifth part at its end', `${refreshToken}.x`],
    ['account 0', refreshToken.replace('hx2t9', '0')],
  ])('a refresh token with %s is rejected', (_what, text) => {
    expect(parseRefreshToken(text)).toBeUndefined();
  });

  test('parsing a code or a refresh token never throws, whatever the text', () => {
    fc.assert(
      fc.property(anyText, (text) => {
        expect(parseCode(text)).toBeUndefined();
        expect(parseRefreshToken(text)).toBeUndefined();
      }),
    );
  });
});
