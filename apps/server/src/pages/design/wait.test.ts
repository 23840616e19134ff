import { expect, test } from 'vitest';
import { textsIn } from '../texts.ts';
import { exactWords, relativeWords } from './time.tsx';
import { leftWords, waitWords } from './wait.ts';

const en = textsIn('en').t;
const ru = textsIn('ru').t;
const minute = 60_000;
const hour = 60 * minute;
const now = Date.UTC(2026, 10, 22, 14, 3);

test('a wait is rounded up and a remaining time down', () => {
  expect(waitWords(4 * minute + 1000, en)).toBe('5\u00a0minutes');
  expect(leftWords(18 * minute + 59_000, en)).toBe('18\u00a0minutes');
});

test('spans change their unit at a minute, two hours and two days', () => {
  expect(waitWords(0, en)).toBe('1\u00a0second');
  expect(waitWords(59_500, en)).toBe('60\u00a0seconds');
  expect(waitWords(119 * minute, en)).toBe('119\u00a0minutes');
  expect(waitWords(2 * hour, en)).toBe('2\u00a0hours');
  expect(leftWords(47 * hour, ru)).toBe('47\u00a0часов');
  expect(leftWords(7 * 24 * hour, ru)).toBe('7\u00a0дней');
});

test('past instants are relative, in the nearest whole unit that has passed', () => {
  expect(relativeWords(now - 3 * minute, now, 'en')).toBe('3 minutes ago');
  expect(relativeWords(now - 3 * minute, now, 'ru')).toBe('3 минуты назад');
  expect(relativeWords(now - 47 * hour, now, 'ru')).toBe('1 день назад');
  expect(relativeWords(now - 59_000, now, 'en')).toBeNull();
});

test('the exact instant says in which zone it is told', () => {
  expect(exactWords(now, { language: 'en', zone: 'UTC' })).toBe('22 November 2026 at 14:03 UTC');
  expect(exactWords(now, { language: 'ru', zone: 'UTC' })).toBe('22 ноября 2026 г. в 14:03 UTC');
  expect(exactWords(now, { language: 'ru', zone: 'Europe/Moscow' })).toBe('22 ноября 2026 г. в 17:03 GMT+3');
  expect(exactWords(now, { language: 'en', zone: 'Asia/Kolkata' })).toBe('22 November 2026 at 19:33 GMT+5:30');
});

test('a zone is told right after readers of many others', () => {
  for (const zone of Intl.supportedValuesOf('timeZone').slice(0, 100)) exactWords(now, { language: 'en', zone });
  expect(exactWords(now, { language: 'en', zone: 'Asia/Tokyo' })).toBe('22 November 2026 at 23:03 GMT+9');
});
