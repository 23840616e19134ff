import { expect, test } from 'vitest';
import { normalizeEmail } from './email.ts';

test('an email address is stored in lower case and trimmed, and a malformed one is rejected', () => {
  expect(normalizeEmail('  Vera.P@Shop.Example ')).toBe('vera.p@shop.example');
  for (const text of [
    '',
    'vera',
    'vera@',
    '@shop.example',
    'a b@shop.example',
    'a\u0000b@shop.example',
    'a@shop\u0007.example',
    'a@b@c',
    'a@.example',
    'a@b..c',
    `${'a'.repeat(250)}@b.cd`,
  ]) {
    expect(normalizeEmail(text)).toBeUndefined();
  }
});

test('an email address that programs or people could read as another one is rejected', () => {
  for (const text of ['vera\u202e@shop.test', 've\u200bra@shop.test', 'vera@sh\u2060op.test', 'vera\u2066@shop.test'])
    expect(normalizeEmail(text)).toBeUndefined();
  for (const text of ['vera\ufdd0@shop.test', 'vera\ufe0f@shop.test', 'vera@\u3164.test', '\u2800@shop.test'])
    expect(normalizeEmail(text)).toBeUndefined();
  for (const text of [
    'x,vera@shop.test',
    'x;vera@shop.test',
    'team:vera@shop.test',
    'vera(x)@shop.test',
    'a\\b@c.test',
  ])
    expect(normalizeEmail(text)).toBeUndefined();
  for (const text of ['vera@[127.0.0.1]', 'vera@shop\u3002test', 'vera@shop\uff0etest', 'vera@shop.test,evil.test'])
    expect(normalizeEmail(text)).toBeUndefined();
  for (const text of ["o'brien+shop@shop.test", 'вера@почта.рф', 'a@b', 'a.b_c-d#e!f@x-y.test'])
    expect(normalizeEmail(text)).toBe(text);
});
