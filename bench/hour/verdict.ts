/** Growth of memory over the time of a run that counts as none: in MB, or as a share of the median. */
const GROWTH_MB = 10;
const GROWTH_SHARE = 0.05;
/** Share of the samples at the start that do not count: code is compiled, caches and pools fill. */
const WARM_UP = 0.2;

/** One look at the server, each minute. */
export interface Sample {
  /** Time since the start, in seconds. */
  readonly seconds: number;
  readonly residentMb: number;
}

/** Trend of the resident memory after the warm-up. */
export interface Trend {
  readonly isFlat: boolean;
  /** Slope of the least squares line, in MB an hour. */
  readonly mbPerHour: number;
  readonly medianMb: number;
}

/**
 * Judges whether memory stays flat: the least squares line may not rise by more than 10 MB or 5 % of the median,
 * whichever is more, over the time that was measured. Fewer than three samples after the warm-up are never flat.
 */
export function trendOf(samples: readonly Sample[]): Trend {
  const steady = samples.slice(Math.floor(samples.length * WARM_UP));
  const mean = (of: (sample: Sample) => number): number =>
    steady.reduce((sum, sample) => sum + of(sample), 0) / steady.length;
  const [x, y] = [mean(({ seconds }) => seconds), mean(({ residentMb }) => residentMb)];
  const over = steady.reduce((sum, { seconds, residentMb }) => sum + (seconds - x) * (residentMb - y), 0);
  const under = steady.reduce((sum, { seconds }) => sum + (seconds - x) ** 2, 0);
  const slope = under === 0 ? 0 : over / under;
  const medianMb = steady.map(({ residentMb }) => residentMb).toSorted((a, b) => a - b)[steady.length >> 1] ?? 0;
  const measured = (steady.at(-1)?.seconds ?? 0) - (steady[0]?.seconds ?? 0);
  const isFlat = steady.length >= 3 && slope * measured <= Math.max(GROWTH_MB, medianMb * GROWTH_SHARE);
  return { isFlat, mbPerHour: slope * 3_600, medianMb };
}
