import type { Instant } from './instant.ts';

/** Where tries are counted: under one key, for one window, up to a limit. */
export interface Bucket {
  readonly key: string;
  readonly windowMs: number;
  readonly max: number;
}

/** How full a bucket is, this try included. */
export interface BucketCount {
  readonly key: string;
  readonly count: number;
  readonly endsAt: Instant;
}

/** Until when a try has to wait; `undefined` when it may go on. */
export function waitsUntil(buckets: readonly Bucket[], counts: readonly BucketCount[]): Instant | undefined {
  const full = counts.filter((one) => one.count > (buckets.find((bucket) => bucket.key === one.key)?.max ?? 0));
  return full.length === 0 ? undefined : Math.max(...full.map((one) => one.endsAt));
}
