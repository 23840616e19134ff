import { logoBuckets } from '@pristan/rules';
import type { AttemptCheck, ThrottleEnvironment } from '../limits.ts';
import { countAttempt } from '../limits.ts';

/** Counts a logo upload of this account before the image is decoded. */
export async function countLogoUpload(env: ThrottleEnvironment, accountId: number): Promise<AttemptCheck> {
  return countAttempt(env, logoBuckets({ accountId }));
}
