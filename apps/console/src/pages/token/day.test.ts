import { expect, test } from 'vitest';
import { dayRange, endOfDay, yearLater } from './day.ts';

const now = new Date('2026-11-23T12:00:00');

test('a token may expire between tomorrow and five years from now', () => {
  expect(dayRange(now)).toEqual({ min: '2026-11-24', max: '2031-11-23' });
  expect(yearLater(now)).toBe('2027-11-23');
});

test('a token expires at the end of its day, in the person’s time zone', () => {
  expect(endOfDay('2026-11-24', now)).toBe(new Date('2026-11-24T23:59:59').getTime() / 1000);
});

test('the last possible expiry is exactly five years from now', () => {
  expect(endOfDay('2031-11-23', now)).toBe(new Date('2031-11-23T12:00:00').getTime() / 1000);
});

test('a field without a date gives no expiry', () => {
  expect(endOfDay('', now)).toBeUndefined();
  expect(endOfDay('soon', now)).toBeUndefined();
});
