import { logoBuckets } from '@pristan/rules';
import type { Counted, ThrottleEnvironment } from '../accounts/throttle.ts';
import { countTry } from '../accounts/throttle.ts';

/** Counts an upload of a logo for an integration of this account, before it is decoded. */
export async function countLogoUpload(env: ThrottleEnvironment, accountId: number): Promise<Counted> {
  return countTry(env, logoBuckets({ accountId }));
}
