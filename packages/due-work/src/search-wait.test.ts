import { expect, test } from 'vitest';
import { searchWait } from './search-wait.ts';

const kind = { lookMs: 1000, idleMs: 15_000 };

test.each([
  ['nothing is open', undefined, 15_000],
  ['the next piece is due in four seconds', 104_000, 4000],
  ['the next piece is due in an hour', 3_700_000, 15_000],
  ['the next piece is due in a moment', 100_010, 1000],
  ['a piece is overdue, because its row is locked or its host has no capacity', 40_000, 1000],
])('when %s, a node searches again after this many ms', (_when, dueAt, ms) => {
  expect(searchWait(kind, { dueAt, now: 100_000 })).toBe(ms);
});
