import type { Instant } from '../instant.ts';

/** A rate limit of attempts: at most `max` attempts under one key within one window. */
export interface Bucket {
  readonly key: string;
  readonly windowMs: number;
  readonly max: number;
}

/** The number of attempts counted in a bucket, the present attempt included. */
export interface BucketCount {
  readonly key: string;
  readonly count: number;
  readonly endsAt: Instant;
}

/** The instant until which an attempt over its rate limit must wait; `undefined` when the attempt is allowed. */
export function waitsUntil(buckets: readonly Bucket[], counts: readonly BucketCount[]): Instant | undefined {
  const full = counts.filter((one) => one.count > (buckets.find((bucket) => bucket.key === one.key)?.max ?? 0));
  return full.length === 0 ? undefined : Math.max(...full.map((one) => one.endsAt));
}
