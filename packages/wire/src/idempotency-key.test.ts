import { expect, test } from 'vitest';
import { readIdempotencyKey } from './idempotency-key.ts';

test.each(['a', 'x'.repeat(255), '"8e03978e-40d5-43e8-bc93-6894a57f9324"', '~!@ #'])(
  '%j is a valid idempotency key',
  (key) => {
    expect(readIdempotencyKey([key])).toEqual({ kind: 'key', key });
  },
);

test.each([[''], ['x'.repeat(256)], ['ключ'], ['tab\there'], ['nul\0'], ['\x7f'], ['new\nline']])(
  '%j is a malformed idempotency key',
  (key) => {
    expect(readIdempotencyKey([key])).toEqual({ kind: 'malformed' });
  },
);

test('two Idempotency-Key headers are malformed, even when equal', () => {
  expect(readIdempotencyKey(['a', 'a'])).toEqual({ kind: 'malformed' });
});

test('the idempotency key is absent without the header', () => {
  expect(readIdempotencyKey([])).toEqual({ kind: 'absent' });
});
