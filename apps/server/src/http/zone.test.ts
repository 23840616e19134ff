import { expect, test } from 'vitest';
import { zoneOf } from './zone.ts';

test('the time zone in the cookie is used when it exists', () => {
  expect(zoneOf({ cookies: { tz: 'Europe/Moscow' } })).toBe('Europe/Moscow');
  expect(zoneOf({ cookies: { tz: 'america/new_york' } })).toBe('America/New_York');
});

test.each(['', 'Europe/Atlantis', '+03:00', '../../etc/localtime', 'Europe/Moscow<b>', 'A'.repeat(5000)])(
  'the unknown time zone “%.30s” becomes UTC',
  (tz) => {
    expect(zoneOf({ cookies: { tz } })).toBe('UTC');
  },
);

test('without a cookie the time zone is UTC', () => {
  expect(zoneOf({ cookies: {} })).toBe('UTC');
});
