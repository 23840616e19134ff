import { expect, test } from 'vitest';
import { wholeSpan } from './whole-span.ts';

const second = 1000;
const minute = 60 * second;
const hour = 60 * minute;
const day = 24 * hour;

test.each([
  [14 * day, 'day', 14],
  [14 * day - second, 'day', 14],
  [13 * day + second, 'day', 14],
  [13 * day, 'day', 13],
  [20 * minute - second, 'minute', 20],
  [24 * hour - second, 'hour', 24],
  [119 * minute + second, 'minute', 120],
  [2 * day, 'day', 2],
  [minute, 'second', 60],
  [59_001, 'second', 60],
  [90 * day - second, 'day', 90],
  [90 * day, 'month', 3],
  [364 * day, 'month', 12],
  [366 * day, 'year', 1],
])('%d ms of remaining time are shown in the unit %s: %d, rounded up', (ms, unit, count) => {
  expect(wholeSpan(ms)).toEqual({ unit, count });
});

test.each([
  [119 * minute, 'hour', -1],
  [59 * minute + 59 * second, 'minute', -59],
  [47 * hour, 'day', -1],
  [14 * day - second, 'day', -13],
  [59_999, 'second', -59],
  [364 * day, 'month', -12],
])('%d ms of passed time are shown in the unit %s: %d, rounded down', (ms, unit, count) => {
  expect(wholeSpan(-ms)).toEqual({ unit, count });
});
