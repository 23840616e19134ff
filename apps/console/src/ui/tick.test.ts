import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { everyHalfMinute } from './tick.ts';

beforeEach(() => vi.useFakeTimers());
afterEach(() => vi.useRealTimers());

test('one timer calls all listeners every half minute, and stops when the last listener is removed', () => {
  const called = { first: 0, second: 0 };
  const endFirst = everyHalfMinute(() => (called.first += 1));
  const endSecond = everyHalfMinute(() => (called.second += 1));
  expect(vi.getTimerCount()).toBe(1);
  vi.advanceTimersByTime(60_000);
  endFirst();
  vi.advanceTimersByTime(30_000);
  expect(called).toEqual({ first: 2, second: 3 });
  endSecond();
  expect(vi.getTimerCount()).toBe(0);
  everyHalfMinute(() => undefined)();
  expect(vi.getTimerCount()).toBe(0);
});
