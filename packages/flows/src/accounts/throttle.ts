import type { Bucket } from '@pristan/rules';
import { waitsUntil } from '@pristan/rules';
import type { Store } from '../ports/store.ts';
import type { Clock, Secrets } from '../ports/world.ts';

export interface ThrottleEnvironment {
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly store: Pick<Store, 'throttles'>;
}

/** A try that may go on; `succeed` is called when it turns out to have been the right one. */
export type Try =
  { readonly kind: 'wait'; readonly until: number } | { readonly kind: 'go'; readonly succeed: () => Promise<void> };

/**
 * Counts a try before it is made, so that many at once are counted as many. Keys are stored as hashes: the table names
 * nobody.
 */
export async function countTry(env: ThrottleEnvironment, buckets: readonly Bucket[]): Promise<Try> {
  const hashed = buckets.map((bucket) => ({
    ...bucket,
    key: Buffer.from(env.secrets.hash(bucket.key)).toString('base64url'),
  }));
  const until = waitsUntil(hashed, await env.store.throttles.count(hashed, env.clock.now()));
  if (until !== undefined) return { kind: 'wait', until };
  const keysOf = (onSuccess: Bucket['onSuccess']): readonly string[] =>
    hashed.filter((bucket) => bucket.onSuccess === onSuccess).map((bucket) => bucket.key);
  return {
    kind: 'go',
    async succeed() {
      await env.store.throttles.empty(keysOf('empty'));
      await env.store.throttles.giveBack(keysOf('give_back'));
    },
  };
}
