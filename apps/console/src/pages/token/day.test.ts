import { expect, test } from 'vitest';
import { dayRange, endOfDay, yearLater } from './day.ts';

const now = new Date('2026-11-23T12:00:00');

test('a token may end from tomorrow to five years from now', () => {
  expect(dayRange(now)).toEqual({ min: '2026-11-24', max: '2031-11-23' });
  expect(yearLater(now)).toBe('2027-11-23');
});

test('it ends with its day, in the zone of the person', () => {
  expect(endOfDay('2026-11-24', now)).toBe(new Date('2026-11-24T23:59:59').getTime() / 1000);
});

test('the last day does not go beyond five years', () => {
  expect(endOfDay('2031-11-23', now)).toBe(new Date('2031-11-23T12:00:00').getTime() / 1000);
});

test('no date is no end', () => {
  expect(endOfDay('', now)).toBeUndefined();
  expect(endOfDay('soon', now)).toBeUndefined();
});
