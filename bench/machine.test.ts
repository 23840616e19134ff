import { describe, expect, test } from 'vitest';
import { cpuByPid, usedBetween } from './machine.ts';

describe('CPU time between two readings', () => {
  test('is the difference for a process that lived through, and all for one that began in between', () => {
    const before = new Map([
      [1, 500],
      [2, 70],
    ]);
    const after = new Map([
      [1, 800],
      [2, 70],
      [3, 20],
    ]);
    expect(usedBetween(before, after)).toBe(320);
  });

  test('does not shrink by what a process used before, if it ended in between', () => {
    expect(usedBetween(new Map([[1, 500]]), new Map())).toBe(0);
  });
});

test.runIf(process.platform === 'linux')('CPU time is unknown, not zero, for a process that does not run here', () => {
  expect(cpuByPid([process.pid], 'no-such-program')).toBeUndefined();
  expect(cpuByPid([process.pid, 2 ** 22 + 1], '')).toBeUndefined();
  expect([...(cpuByPid([process.pid], '')?.keys() ?? [])]).toEqual([process.pid]);
});
