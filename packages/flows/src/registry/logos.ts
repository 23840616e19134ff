import { logoBuckets } from '@pristan/rules';
import type { RateLimitResult, ThrottleEnvironment } from '../limits.ts';
import { countAttempt } from '../limits.ts';

/** Counts a logo upload of this account before the image is decoded. */
export async function countLogoUpload(env: ThrottleEnvironment, accountId: number): Promise<RateLimitResult> {
  return countAttempt(env, logoBuckets({ accountId }));
}
