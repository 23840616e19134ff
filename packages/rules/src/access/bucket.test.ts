import { expect, test } from 'vitest';
import { waitsUntil } from './bucket.ts';

const now = Date.UTC(2026, 10, 22);

test('an attempt that exactly fills its bucket is allowed; the next one waits until the last of the full buckets expires', () => {
  const buckets = [
    { key: 'a', windowMs: 1, max: 2 },
    { key: 'b', windowMs: 1, max: 1 },
  ];
  const counted = (a: number, b: number) => [
    { key: 'a', count: a, endsAt: now + 10 },
    { key: 'b', count: b, endsAt: now + 20 },
  ];
  expect(waitsUntil(buckets, counted(2, 1))).toBeUndefined();
  expect(waitsUntil(buckets, counted(3, 1))).toBe(now + 10);
  expect(waitsUntil(buckets, counted(3, 2))).toBe(now + 20);
});
