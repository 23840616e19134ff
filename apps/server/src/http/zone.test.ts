import { expect, test } from 'vitest';
import { zoneOf } from './zone.ts';

test('the zone that a browser told is taken when there is one of that name', () => {
  expect(zoneOf({ cookies: { tz: 'Europe/Moscow' } })).toBe('Europe/Moscow');
  expect(zoneOf({ cookies: { tz: 'america/new_york' } })).toBe('America/New_York');
});

test.each(['', 'Europe/Atlantis', '+03:00', '../../etc/localtime', 'Europe/Moscow<b>', 'A'.repeat(5000)])(
  'the zone “%.30s” is nobody’s: UTC',
  (tz) => {
    expect(zoneOf({ cookies: { tz } })).toBe('UTC');
  },
);

test('without a word of the browser it is UTC', () => {
  expect(zoneOf({ cookies: {} })).toBe('UTC');
});
