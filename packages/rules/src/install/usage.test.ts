import { expect, test } from 'vitest';
import { dayOf, lastDays } from './usage.ts';

const midnight = Date.UTC(2026, 10, 22);
const hour = 3_600_000;

test('a day of call counts starts at midnight UTC and ends a millisecond before the next', () => {
  expect(dayOf(midnight)).toBe(midnight);
  expect(dayOf(midnight + 24 * hour - 1)).toBe(midnight);
  expect(dayOf(midnight + 24 * hour)).toBe(midnight + 24 * hour);
});

test('the thirty days of call counts end with today, and days without a record have no calls', () => {
  const days = lastDays(
    [
      { dayStartsAt: midnight, calls: 3 },
      { dayStartsAt: midnight - 29 * 24 * hour, calls: 5 },
      { dayStartsAt: midnight - 30 * 24 * hour, calls: 7 },
    ],
    midnight + 14 * hour,
  );
  expect(days).toHaveLength(30);
  expect(days[0]).toEqual({ dayStartsAt: Date.UTC(2026, 9, 24), calls: 5 });
  expect(days[28]).toEqual({ dayStartsAt: Date.UTC(2026, 10, 21), calls: 0 });
  expect(days[29]).toEqual({ dayStartsAt: midnight, calls: 3 });
});
