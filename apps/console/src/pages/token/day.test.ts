import { expect, test } from 'vitest';
import { lastDayRange, endOfDay, yearLater } from './day.ts';

const now = new Date('2026-11-23T12:00:00');

test('a long-lived token’s last day may be from tomorrow to five years from now', () => {
  expect(lastDayRange(now)).toEqual({ min: '2026-11-24', max: '2031-11-23' });
  expect(yearLater(now)).toBe('2027-11-23');
});

test('a long-lived token expires at the end of its last day, in the person’s time zone', () => {
  expect(endOfDay('2026-11-24', now)).toBe(new Date('2026-11-24T23:59:59').getTime() / 1000);
});

test('a long-lived token’s last possible expiry is exactly five years from now', () => {
  expect(endOfDay('2031-11-23', now)).toBe(new Date('2031-11-23T12:00:00').getTime() / 1000);
});

test('a date field left empty gives no expiry', () => {
  expect(endOfDay('', now)).toBeUndefined();
  expect(endOfDay('soon', now)).toBeUndefined();
});
