import type { Bucket, SignInBucket } from '@pristan/rules';
import { waitsUntil } from '@pristan/rules';
import type { Store } from '../ports/store.ts';
import type { Clock, Secrets } from '../ports/world.ts';

export interface ThrottleEnvironment {
  readonly clock: Clock;
  readonly secrets: Secrets;
  readonly store: Pick<Store, 'throttles'>;
}

/** Whether a try may go on, or until when it waits. */
export type Counted = { readonly kind: 'wait'; readonly until: number } | { readonly kind: 'go' };

/** The same of a try to sign in; `succeed` is called when the password turns out to have been the right one. */
export type CountedSignIn = Exclude<Counted, { kind: 'go' }> | { readonly kind: 'go'; succeed(): Promise<void> };

/**
 * Counts a try before it is made, so that many at once are counted as many. Keys are stored as hashes: the table names
 * nobody.
 */
export async function countTry(env: ThrottleEnvironment, buckets: readonly Bucket[]): Promise<Counted> {
  return count(env, withHashes(env, buckets));
}

/** Counts a try to sign in, which is the one kind that is counted back when it succeeds. */
export async function countSignIn(env: ThrottleEnvironment, buckets: readonly SignInBucket[]): Promise<CountedSignIn> {
  const hashed = withHashes(env, buckets);
  const counted = await count(env, hashed);
  if (counted.kind === 'wait') return counted;
  const keysOf = (onSuccess: SignInBucket['onSuccess']): readonly string[] =>
    hashed.filter((bucket) => bucket.onSuccess === onSuccess).map((bucket) => bucket.key);
  return {
    kind: 'go',
    async succeed() {
      await env.store.throttles.empty(keysOf('empty'));
      await env.store.throttles.giveBack(keysOf('give_back'));
    },
  };
}

async function count(env: ThrottleEnvironment, hashed: readonly Bucket[]): Promise<Counted> {
  const until = waitsUntil(hashed, await env.store.throttles.count(hashed, env.clock.now()));
  return until === undefined ? { kind: 'go' } : { kind: 'wait', until };
}

function withHashes<Of extends Bucket>(env: ThrottleEnvironment, buckets: readonly Of[]): readonly Of[] {
  return buckets.map((bucket) => ({
    ...bucket,
    key: Buffer.from(env.secrets.hash(bucket.key)).toString('base64url'),
  }));
}
