import { expect, test } from 'vitest';
import { parseRetryAfter } from './retry-after.ts';

// RFC 9110 §5.6.7 defines three notations of this instant.
const now = Date.UTC(1994, 10, 6, 8, 0, 0);
const written = Date.UTC(1994, 10, 6, 8, 49, 37);

test.each([
  ['120', now + 120_000],
  ['0', now],
  [' 7 ', now + 7_000],
  ['00060', now + 60_000],
  ['9'.repeat(400), now + 1e12],
  ['Sun, 06 Nov 1994 08:49:37 GMT', written],
  ['Sunday, 06-Nov-94 08:49:37 GMT', written],
  ['Sun Nov  6 08:49:37 1994', written],
])('the Retry-After header “%s” is read as an instant', (header, at) => expect(parseRetryAfter(header, now)).toBe(at));

test.each([
  '',
  '-1',
  '1.5',
  '1e3',
  '0x10',
  'soon',
  '2026-11-30',
  'Sun, 31 Feb 1994 08:49:37 GMT',
  'Sun, 06 Nov 1994 25:49:37 GMT',
  'Sun, 06 Nov 1994 08:49:37 +0300',
])('the Retry-After header “%s” is rejected', (header) => expect(parseRetryAfter(header, now)).toBeUndefined());

test('a two-digit year in a Retry-After header is at most fifty years ahead', () => {
  const in2026 = Date.UTC(2026, 0, 1);
  expect(parseRetryAfter('Monday, 30-Nov-26 00:00:00 GMT', in2026)).toBe(Date.UTC(2026, 10, 30));
  expect(parseRetryAfter('Monday, 30-Nov-94 00:00:00 GMT', in2026)).toBe(Date.UTC(1994, 10, 30));
});

test('the latest readable Retry-After header takes effect', () => {
  expect(parseRetryAfter(['5', 'soon', '7'], now)).toBe(now + 7_000);
  expect(parseRetryAfter(['soon', ''], now)).toBeUndefined();
});
