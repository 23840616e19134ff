import { createHash } from 'node:crypto';
import { describe, expect, test } from 'vitest';
import { isCodeChallenge, isCodeVerifier } from './pkce.ts';

describe('a PKCE code verifier', () => {
  // The sample verifier of RFC 7636, appendix B.
  const sample = 'dBjftJeZ4CVP-mB92K27uhbUJU1p1r_wW1gFWFOEjXk';

  test.each([sample, `${'a'.repeat(42)}~`, `.${'-'.repeat(126)}_`])(
    'a PKCE code verifier of 43 to 128 unreserved characters is valid: %s',
    (text) => {
      expect(isCodeVerifier(text)).toBe(true);
    },
  );

  test.each([
    ['a character short', 'a'.repeat(42)],
    ['a character long', 'a'.repeat(129)],
    ['with another letter', `${'a'.repeat(42)}é`],
    ['with a letter whose low byte is one of them', `${'a'.repeat(42)}\u0161`],
    ['with a blank', `${'a'.repeat(42)} `],
    ['with a line end behind it', `${sample}\n`],
    ['with the padding of base64', `${'a'.repeat(42)}=`],
    ['empty', ''],
  ])('a PKCE code verifier is invalid: %s', (_what, text) => {
    expect(isCodeVerifier(text)).toBe(false);
  });
});

describe('a PKCE code challenge', () => {
  test('a PKCE code challenge is valid for every S256 hash, in its canonical spelling only', () => {
    for (let at = 0; at < 200; at += 1) {
      const hash = createHash('sha256').update(String(at)).digest('base64url');
      expect(isCodeChallenge(hash)).toBe(true);
      for (const last of 'ABCDEFGHIJKLMNOPQRSTUVWXYZabcdefghijklmnopqrstuvwxyz0123456789-_') {
        const spelling = hash.slice(0, -1) + last;
        const isOwn = Buffer.from(spelling, 'base64url').toString('base64url') === spelling;
        expect(isCodeChallenge(spelling)).toBe(isOwn);
      }
    }
  });

  test.each(['', 'a'.repeat(42), 'A'.repeat(44), `${'A'.repeat(43)}=`, `${'A'.repeat(42)}+`])(
    'the PKCE code challenge %j is invalid',
    (text) => {
      expect(isCodeChallenge(text)).toBe(false);
    },
  );
});
