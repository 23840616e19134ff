import type { Bucket, SignInBucket } from '@pristan/rules';
import { waitsUntil } from '@pristan/rules';
import type { Store } from './ports/store.ts';
import type { Clock, SecretHasher } from './ports/environment.ts';

export interface ThrottleEnvironment {
  readonly clock: Clock;
  readonly secrets: SecretHasher;
  readonly store: Pick<Store, 'throttles'>;
}

/** Whether a rate-limited attempt may proceed, or until when it must wait. */
export type RateLimitResult = { readonly kind: 'wait'; readonly until: number } | { readonly kind: 'go' };

/** Whether a sign-in attempt may proceed, or until when it must wait; call `succeed` when the password was right. */
export type SignInLimitResult =
  Exclude<RateLimitResult, { kind: 'go' }> | { readonly kind: 'go'; succeed(): Promise<void> };

/**
 * Counts an attempt before it is made, so that parallel attempts all count. Buckets (rate limits) are counted in order:
 * an attempt refused by one bucket counts in none of the later ones. Bucket keys are stored as hashes, so the table
 * identifies nobody.
 */
export async function countAttempt(env: ThrottleEnvironment, buckets: readonly Bucket[]): Promise<RateLimitResult> {
  return count(env, withHashes(env, buckets));
}

/** Counts a sign-in attempt. Unlike other attempts, a successful one is taken off the count again. */
export async function countSignInAttempt(
  env: ThrottleEnvironment,
  buckets: readonly SignInBucket[],
): Promise<SignInLimitResult> {
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

async function count(env: ThrottleEnvironment, hashed: readonly Bucket[]): Promise<RateLimitResult> {
  const until = waitsUntil(hashed, await env.store.throttles.count(hashed, env.clock.now()));
  return until === undefined ? { kind: 'go' } : { kind: 'wait', until };
}

function withHashes<Of extends Bucket>(env: ThrottleEnvironment, buckets: readonly Of[]): readonly Of[] {
  return buckets.map((bucket) => ({
    ...bucket,
    key: Buffer.from(env.secrets.hash(bucket.key)).toString('base64url'),
  }));
}
