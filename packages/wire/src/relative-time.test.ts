import { expect, test } from 'vitest';
import { relativeTime } from './relative-time.ts';

const minute = 60_000;
const hour = 60 * minute;
const now = Date.UTC(2026, 10, 22, 14, 3);

test('passed time is shown in the largest whole unit, rounded down', () => {
  expect(relativeTime(now - 3 * minute, now, 'en')).toBe('3 minutes ago');
  expect(relativeTime(now - 3 * minute, now, 'ru')).toBe('3 минуты назад');
  expect(relativeTime(now - 47 * hour, now, 'ru')).toBe('1 день назад');
  expect(relativeTime(now - 59_000, now, 'en')).toBeNull();
});

test('remaining time is rounded up', () => {
  expect(relativeTime(now + 20 * minute - 1000, now, 'en')).toBe('in 20 minutes');
  expect(relativeTime(now + 14 * 24 * hour - 1000, now, 'ru')).toBe('через 14 дней');
});
