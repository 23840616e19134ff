import { expect, test } from 'vitest';
import { zoneOf } from './zone.ts';

test('times are shown in the time zone that the browser’s cookie names, when the zone exists', () => {
  expect(zoneOf({ cookies: { tz: 'Europe/Moscow' } })).toBe('Europe/Moscow');
  expect(zoneOf({ cookies: { tz: 'america/new_york' } })).toBe('America/New_York');
});

test.each(['', 'Europe/Atlantis', '+03:00', '../../etc/localtime', 'Europe/Moscow<b>', 'A'.repeat(5000)])(
  'an unknown time zone in the cookie becomes UTC: “%.30s”',
  (tz) => {
    expect(zoneOf({ cookies: { tz } })).toBe('UTC');
  },
);

test('times are shown in UTC when there is no time-zone cookie', () => {
  expect(zoneOf({ cookies: {} })).toBe('UTC');
});

test('a zone is the cookie’s at each use, whichever came before and in whatever letters', () => {
  const zones = ['Europe/Berlin', 'Asia/Tokyo', 'Europe/Berlin', 'europe/BERLIN', 'europe/BERLIN', 'Europe/Berlin'];
  expect(zones.map((tz) => zoneOf({ cookies: { tz } }))).toEqual([
    'Europe/Berlin',
    'Asia/Tokyo',
    'Europe/Berlin',
    'Europe/Berlin',
    'Europe/Berlin',
    'Europe/Berlin',
  ]);
});
