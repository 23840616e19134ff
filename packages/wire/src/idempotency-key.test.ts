import { expect, test } from 'vitest';
import { readIdempotencyKey } from './idempotency-key.ts';

test.each(['a', 'x'.repeat(255), '"8e03978e-40d5-43e8-bc93-6894a57f9324"', '~!@ #'])('%j is a key', (key) => {
  expect(readIdempotencyKey([key])).toEqual({ kind: 'key', key });
});

test.each([[''], ['x'.repeat(256)], ['ключ'], ['tab\there'], ['nul\0'], ['\x7f'], ['new\nline']])(
  '%j is none',
  (key) => {
    expect(readIdempotencyKey([key])).toEqual({ kind: 'malformed' });
  },
);

test('two headers are no key, also when they are alike', () => {
  expect(readIdempotencyKey(['a', 'a'])).toEqual({ kind: 'malformed' });
});

test('no header is no key', () => {
  expect(readIdempotencyKey([])).toEqual({ kind: 'absent' });
});
