/** The middle of several rounds, and the lowest and highest of them. */
export interface Spread {
  readonly median: number;
  readonly lowest: number;
  readonly highest: number;
}

/** Spread of at least one value. @throws Error without a value */
export function spreadOf(values: readonly number[]): Spread {
  const sorted = values.toSorted((a, b) => a - b);
  const [lowest, highest] = [sorted[0], sorted.at(-1)];
  if (lowest === undefined || highest === undefined) throw new Error('no round was measured');
  const low = sorted[Math.ceil(sorted.length / 2) - 1] ?? lowest;
  const high = sorted[Math.floor(sorted.length / 2)] ?? highest;
  return { median: (low + high) / 2, lowest, highest };
}

/** Spread of a figure of every round; undefined if a round could not take it. */
export function spreadIfTaken(values: readonly (number | undefined)[]): Spread | undefined {
  const taken = values.filter((value) => value !== undefined);
  return taken.length < values.length || taken.length === 0 ? undefined : spreadOf(taken);
}

/** A percentile needs this many slower requests; with fewer, a single one would decide it. */
const SLOWER_MIN = 5;

/**
 * The latency that a share of all requests stays at or below.
 *
 * @param sorted latencies, ascending
 * @param share between 0 and 1: 0.99 is p99
 * @returns undefined if fewer than five requests were slower
 */
export function percentile(sorted: readonly number[], share: number): number | undefined {
  // Rounding keeps 1,000 × 0.999 from becoming 998.9999….
  const within = Math.ceil(Number((sorted.length * share).toFixed(6)));
  return sorted.length - within < SLOWER_MIN ? undefined : sorted[within - 1];
}
