import { describe, expect, test } from 'vitest';
import { percentile, spreadIfTaken, spreadOf } from './figures.ts';

const upTo = (count: number): readonly number[] => Array.from({ length: count }, (_, index) => index + 1);

describe('percentiles', () => {
  test.each([
    [0.5, 500],
    [0.99, 990],
  ])('of 1,000 requests that took 1 to 1,000 ms, the share %d took at most %d ms', (share, ms) => {
    expect(percentile(upTo(1_000), share)).toBe(ms);
  });

  test('a percentile is not given if fewer than five requests were slower', () => {
    expect(percentile(upTo(1_000), 0.999)).toBeUndefined();
    expect(percentile(upTo(4_999), 0.999)).toBeUndefined();
    expect(percentile(upTo(5_000), 0.999)).toBe(4_995);
    expect(percentile([], 0.5)).toBeUndefined();
  });
});

describe('spreads', () => {
  test('a spread has the middle round, or the mean of the two in the middle', () => {
    expect(spreadOf([9, 1, 5])).toEqual({ median: 5, lowest: 1, highest: 9 });
    expect(spreadOf([9, 1, 5, 7])).toEqual({ median: 6, lowest: 1, highest: 9 });
  });

  test('no round is an error, and a figure that one round could not take has no spread', () => {
    expect(() => spreadOf([])).toThrow('no round');
    expect(spreadIfTaken([3, undefined])).toBeUndefined();
    expect(spreadIfTaken([])).toBeUndefined();
    expect(spreadIfTaken([3, 0])).toEqual({ median: 1.5, lowest: 0, highest: 3 });
  });
});
