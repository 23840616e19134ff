import { describe, expect, test } from 'vitest';
import { trendOf } from './verdict.ts';

const minutely = (mb: readonly number[]) => mb.map((residentMb, at) => ({ seconds: at * 60, residentMb }));
const of = (count: number, mb: (minute: number) => number) =>
  minutely(Array.from({ length: count }, (_, at) => mb(at)));

describe('the trend of memory', () => {
  test('is flat for noise around a level, and has the median of it', () => {
    expect(trendOf(of(60, (minute) => 200 + (minute % 2) * 6))).toMatchObject({ isFlat: true, medianMb: 206 });
  });

  test('is not flat for a leak of a megabyte a minute', () => {
    const trend = trendOf(of(60, (minute) => 150 + minute));
    expect(trend.isFlat).toBe(false);
    expect(trend.mbPerHour).toBeCloseTo(60);
  });

  test('ignores the first fifth, in which caches fill', () => {
    expect(trendOf(of(60, (minute) => (minute < 12 ? 80 + minute * 10 : 210))).isFlat).toBe(true);
  });

  test('allows a rise of 5 % of the median, and of 10 MB for a small process', () => {
    expect(trendOf(of(60, (minute) => 300 + minute * 0.25)).isFlat).toBe(true);
    expect(trendOf(of(60, (minute) => 300 + minute * 0.4)).isFlat).toBe(false);
    expect(trendOf(of(60, (minute) => 50 + minute * 0.2)).isFlat).toBe(true);
  });

  test('is not flat by less than three samples', () => {
    expect(trendOf(minutely([100, 100])).isFlat).toBe(false);
    expect(trendOf([]).isFlat).toBe(false);
  });
});
