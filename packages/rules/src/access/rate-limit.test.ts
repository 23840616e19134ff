import { expect, test } from 'vitest';
import type { CostName } from './rate-limit.ts';
import { allowances, costs, bucketLevelAt, takeUnits, unitsRefunded, unitsOf } from './rate-limit.ts';

const allowance = { unitsMax: 100, unitsPerSecond: 10 };

test('a bucket of work units gives the units that it contains, then names the time at which it contains enough again', () => {
  const full = bucketLevelAt(allowance, undefined, 1_000);
  const first = takeUnits(allowance, full, 95);
  expect(first).toEqual({ kind: 'taken', level: { units: 5, at: 1_000 } });
  expect(takeUnits(allowance, first.level, 10)).toEqual({ kind: 'wait', level: first.level, until: 1_500 });
  expect(takeUnits(allowance, bucketLevelAt(allowance, first.level, 1_499), 10).kind).toBe('wait');
  expect(takeUnits(allowance, bucketLevelAt(allowance, first.level, 1_500), 10).kind).toBe('taken');
});

test('a bucket of work units never exceeds its maximum, and a clock that was set back adds no units', () => {
  expect(bucketLevelAt(allowance, { units: 99, at: 0 }, 1e9)).toEqual({ units: 100, at: 1e9 });
  expect(bucketLevelAt(allowance, { units: 7, at: 5_000 }, 1_000)).toEqual({ units: 7, at: 1_000 });
});

test('a request that costs more than a full bucket takes the whole bucket, and is not refused forever', () => {
  expect(takeUnits(allowance, bucketLevelAt(allowance, undefined, 0), 1_000)).toEqual({
    kind: 'taken',
    level: { units: 0, at: 0 },
  });
});

test('a request body costs units for each KiB of its declared length, before it is read', () => {
  expect(unitsOf('write', 0)).toBe(costs.write.units);
  expect(unitsOf('write', 1)).toBe(costs.write.units + costs.write.unitsPerKib);
  expect(unitsOf('dear', 512 * 1024)).toBe(costs.dear.units + 512 * costs.dear.unitsPerKib);
});

test('only a successful request of a program gets units back', () => {
  const names = Object.keys(costs) as CostName[];
  expect(names.filter((name) => unitsRefunded(name) > 0)).toEqual(['program']);
});

test('a user can use up at most a quarter of their account’s units, and half of the units of an address', () => {
  expect(allowances.person.unitsMax * 4).toBeLessThanOrEqual(allowances.account.unitsMax);
  expect(allowances.person.unitsPerSecond * 4).toBeLessThanOrEqual(allowances.account.unitsPerSecond);
  expect(allowances.person.unitsPerSecond * 2).toBeLessThanOrEqual(allowances.address.unitsPerSecond);
});
