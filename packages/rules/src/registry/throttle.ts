import type { Bucket } from '../access/bucket.ts';
import { hourMs } from '../instant.ts';

/**
 * An account may have two hundred integrations; each logo upload costs a core for a moment and stores a row for a day.
 */
const LOGOS_OF_ACCOUNT_MAX = 100;

/** The rate limit of logo uploads per account, checked before the logos are decoded. */
export function logoBuckets(about: { readonly accountId: number }): readonly Bucket[] {
  return [{ key: `logos of ${about.accountId}`, windowMs: hourMs, max: LOGOS_OF_ACCOUNT_MAX }];
}
