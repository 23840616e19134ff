import { hourMs } from '@pristan/rules';
import type { ThrottleEnvironment, Try } from '../accounts/throttle.ts';
import { countTry } from '../accounts/throttle.ts';

/** An account may have two hundred integrations, and each logo costs a core for a moment and a row for a day. */
const OF_ACCOUNT_MAX = 100;

/** Counts an upload of a logo before it is decoded: 100 an hour of all that an account develops. */
export async function countLogoUpload(env: ThrottleEnvironment, accountId: number): Promise<Try> {
  return countTry(env, [
    { key: `logos of ${accountId}`, windowMs: hourMs, max: OF_ACCOUNT_MAX, onSuccess: 'give_back' },
  ]);
}
