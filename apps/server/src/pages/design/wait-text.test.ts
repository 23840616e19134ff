import { expect, test } from 'vitest';
import { textsIn } from '../texts.ts';
import { exactTime } from './time.tsx';
import { waitText } from './wait-text.ts';

const en = textsIn('en').t;
const ru = textsIn('ru').t;
const minute = 60_000;
const hour = 60 * minute;
const now = Date.UTC(2026, 10, 22, 14, 3);

test('waiting times and remaining times are rounded up', () => {
  expect(waitText(4 * minute + 1000, en)).toBe('5\u00a0minutes');
  expect(waitText(19 * minute + 59_000, en)).toBe('20\u00a0minutes');
  expect(waitText(14 * 24 * hour - 1000, en)).toBe('14\u00a0days');
});

test('a waiting time changes its unit at a minute, two hours and two days', () => {
  expect(waitText(0, en)).toBe('1\u00a0second');
  expect(waitText(59_500, en)).toBe('60\u00a0seconds');
  expect(waitText(119 * minute, en)).toBe('119\u00a0minutes');
  expect(waitText(2 * hour, en)).toBe('2\u00a0hours');
  expect(waitText(47 * hour, ru)).toBe('47\u00a0часов');
  expect(waitText(7 * 24 * hour, ru)).toBe('7\u00a0дней');
});

test('an exact time names its time zone', () => {
  expect(exactTime(now, { language: 'en', zone: 'UTC' })).toBe('22 November 2026 at 14:03 UTC');
  expect(exactTime(now, { language: 'ru', zone: 'UTC' })).toBe('22 ноября 2026 г. в 14:03 UTC');
  expect(exactTime(now, { language: 'ru', zone: 'Europe/Moscow' })).toBe('22 ноября 2026 г. в 17:03 GMT+3');
  expect(exactTime(now, { language: 'en', zone: 'Asia/Kolkata' })).toBe('22 November 2026 at 19:33 GMT+5:30');
});

test('an exact time has the right time zone after readers in many other zones', () => {
  for (const zone of Intl.supportedValuesOf('timeZone').slice(0, 100)) exactTime(now, { language: 'en', zone });
  expect(exactTime(now, { language: 'en', zone: 'Asia/Tokyo' })).toBe('22 November 2026 at 23:03 GMT+9');
});
