import { expect, test } from 'vitest';
import { readIdempotencyKey } from './idempotency-key.ts';

test.each(['a', 'x'.repeat(255), '"8e03978e-40d5-43e8-bc93-6894a57f9324"', '~!@ #'])('%j is a valid key', (key) => {
  expect(readIdempotencyKey([key])).toEqual({ kind: 'key', key });
});

test.each([[''], ['x'.repeat(256)], ['ключ'], ['tab\there'], ['nul\0'], ['\x7f'], ['new\nline']])(
  '%j is malformed',
  (key) => {
    expect(readIdempotencyKey([key])).toEqual({ kind: 'malformed' });
  },
);

test('two headers are malformed, even when equal', () => {
  expect(readIdempotencyKey(['a', 'a'])).toEqual({ kind: 'malformed' });
});

test('without the header the key is absent', () => {
  expect(readIdempotencyKey([])).toEqual({ kind: 'absent' });
});
