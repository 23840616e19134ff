import type { Instant } from '../instant.ts';

/** A counter of attempts: one key, one window, one limit. */
export interface Bucket {
  readonly key: string;
  readonly windowMs: number;
  readonly max: number;
}

/** A bucket's count, this attempt included. */
export interface BucketCount {
  readonly key: string;
  readonly count: number;
  readonly endsAt: Instant;
}

/** The end of the wait for an attempt over the limit; `undefined` when it is allowed. */
export function waitsUntil(buckets: readonly Bucket[], counts: readonly BucketCount[]): Instant | undefined {
  const full = counts.filter((one) => one.count > (buckets.find((bucket) => bucket.key === one.key)?.max ?? 0));
  return full.length === 0 ? undefined : Math.max(...full.map((one) => one.endsAt));
}
