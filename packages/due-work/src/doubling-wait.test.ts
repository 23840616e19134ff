import { expect, test } from 'vitest';
import { doublingWait } from './doubling-wait.ts';

test('the wait doubles from the first one up to the longest one, also after thousands of failures', () => {
  const waits = [0, 1, 2, 3, 4, 5000].map((failures) => doublingWait(failures, { firstMs: 30, longestMs: 200 }));
  expect(waits).toEqual([30, 30, 60, 120, 200, 200]);
});
