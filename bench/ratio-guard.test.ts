import { describe, expect, test } from 'vitest';
import { guard, judge } from './ratio-guard.ts';

const same = [1, 1.01, 0.99, 1, 1.01, 0.99];
const dearer = [1.1, 1.11, 1.09, 1.1, 1.11, 1.09];
const close = [1.03, 1.07, 0.99, 1.02, 1.06, 1];
const few = { least: 5, most: 6 };

describe('the verdict about one operation', () => {
  test('is within for ratios around 1, and worse for ratios clearly above 1.03', () => {
    expect(judge(same)).toMatchObject({ kind: 'within' });
    expect(judge(dearer)).toMatchObject({ kind: 'worse' });
    expect(judge(dearer).percent).toBeCloseTo(10);
  });

  test('is not clear while 1.03 lies within two standard errors of the median', () => {
    expect(judge(close)).toMatchObject({ kind: 'not_clear' });
  });

  test('is not clear from fewer than five pairs, however well they agree', () => {
    expect(judge([1.1, 1.1, 1.1, 1.1]).kind).toBe('not_clear');
    expect(judge([1.1, 1.1, 1.1, 1.1, 1.1]).kind).toBe('worse');
  });

  test('needs no luck with one pair that another program disturbed', () => {
    expect(judge([...same, 2.5]).kind).toBe('within');
  });

  test('has twice the standard error of a median: 1.2533 × 1.4826 × MAD ÷ √n', () => {
    // MAD of these nine is 0.02: 2 × 1.2533 × 1.4826 × 2 % ÷ 3 = 2.4775 %.
    const nine = [0.96, 0.97, 0.98, 0.99, 1, 1.01, 1.02, 1.03, 1.04];
    expect(judge(nine).offBy).toBeCloseTo(2.4775, 3);
  });
});

describe('the guard over all operations', () => {
  test('ends within only when every operation is', () => {
    expect(guard([same, same, same], few)).toBe('within');
    expect(guard([same, close, same], { least: 5, most: 7 })).toBe('go_on');
  });

  test('ends worse as soon as one operation is, whatever the others say', () => {
    expect(guard([same, close, dearer], { least: 5, most: 100 })).toBe('worse');
  });

  test('goes on until the least number of pairs, and is not clear after the most', () => {
    expect(guard([dearer, dearer, dearer], { least: 8, most: 32 })).toBe('go_on');
    expect(guard([same, close, same], few)).toBe('not_clear');
    expect(guard([[], [], []], few)).toBe('go_on');
  });
});
