import { describe, expect, test } from 'vitest';
import type { FirstToken } from '../../../api/queries.ts';
import { codeIn, codeString, shellArgument } from './quote.ts';
import { hasUsableCode, stepDoneAt, stepsDoneSince, openRefusal } from './steps.ts';

describe('pasted text', () => {
  test.each([
    ['k1.mg-Ab_c', 'k1.mg-Ab_c'],
    ['  k1.mg-\nAb_c ', 'k1.mg-Ab_c'],
    ['https://shop.example/cb?a=1&code=k1.mg%2DAb_c&state=guide', 'k1.mg-Ab_c'],
    ['https://shop.example/cb?code=k1.mg-Ab_c#x', 'k1.mg-Ab_c'],
    ['', ''],
  ])('pasted text %j contains the authorization code %j', (pasted, code) => {
    expect(codeIn(pasted)).toBe(code);
  });
});

test('a value inserted into a command or code stays one quoted value, whatever it contains', () => {
  expect(shellArgument("a'b$HOME`id`")).toBe("'a'\\''b$HOME`id`'");
  expect(codeString("a'b\\")).toBe("'a\\'b\\\\'");
});

describe('progress', () => {
  const nothing: FirstToken = {
    addresses: { authorize: '', token: '', api: '' },
    code: null,
    exchanged_at: null,
    called_at: null,
    refreshed_at: null,
    refused: null,
  };
  const code = { issued_at: 100, expires_at: 1300, redeemed_at: null };

  test('a step of the guide is announced once: a code when it is issued, API calls at the first one', () => {
    const issued = { ...nothing, code };
    const exchanged = { ...nothing, code: { ...code, redeemed_at: 200 }, exchanged_at: 200 };
    expect(stepsDoneSince(nothing, issued, 101)).toEqual(['code']);
    expect(stepsDoneSince(issued, exchanged, 201)).toEqual(['exchange']);
    expect(stepsDoneSince(exchanged, { ...exchanged, called_at: 300 }, 301)).toEqual(['call']);
    expect(stepsDoneSince({ ...exchanged, called_at: 300 }, { ...exchanged, called_at: 400 }, 401)).toEqual([]);
  });

  test('a code’s step is done while the code is valid and after its exchange, not if it expired unused', () => {
    expect(stepDoneAt({ ...nothing, code }, 'code', 1299)).toBe(100);
    expect(stepDoneAt({ ...nothing, code }, 'code', 1300)).toBeNull();
    expect(stepDoneAt({ ...nothing, code: { ...code, redeemed_at: 200 }, exchanged_at: 200 }, 'code', 201)).toBe(200);
    expect(hasUsableCode({ ...nothing, code: { ...code, redeemed_at: 200 } }, 201)).toBe(false);
  });

  test('the guide shows a refused exchange until an exchange succeeds', () => {
    const refused = { at: 300, reason: 'code_used', difference: null };
    expect(openRefusal({ ...nothing, refused })).toEqual(refused);
    expect(openRefusal({ ...nothing, refused, exchanged_at: 200 })).toEqual(refused);
    expect(openRefusal({ ...nothing, refused, exchanged_at: 301 })).toBeNull();
  });
});
