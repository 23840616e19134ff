import {
  decideChoosePassword,
  decideRequestReset,
  passwordProblem,
  resetBuckets,
  resetMailBuckets,
} from '@pristan/rules';
import type { Language } from '@pristan/wire';
import { normalizeEmail } from '@pristan/wire';
import { carryOut } from '../carry-out.ts';
import type { UserRow } from '../ports/account-reads.ts';
import type { Store } from '../ports/store.ts';
import type { PasswordHasher, Random } from '../ports/environment.ts';
import type { ThrottleEnvironment } from '../limits.ts';
import { countAttempt } from '../limits.ts';

export interface ResetEnvironment extends ThrottleEnvironment {
  readonly random: Random;
  readonly passwords: PasswordHasher;
  readonly store: Pick<Store, 'throttles' | 'resets' | 'commit'>;
}

/**
 * Requests mail with a password reset link. Takes the same steps for every address; only the mail worker finds out
 * later whether the address is registered.
 */
export async function requestReset(
  env: ResetEnvironment,
  asked: { readonly email: string; readonly addressPrefix: string; readonly language: Language },
): Promise<{ readonly kind: 'requested' | 'not_an_address' } | { readonly kind: 'throttled'; readonly until: number }> {
  const email = normalizeEmail(asked.email);
  if (email === undefined) return { kind: 'not_an_address' };
  const attempt = await countAttempt(env, resetBuckets({ email, addressPrefix: asked.addressPrefix }));
  if (attempt.kind === 'wait') return { kind: 'throttled', until: attempt.until };
  // Refusing a second reset mail openly would reveal that somebody asked before. Links sent earlier still work.
  const letter = await countAttempt(env, resetMailBuckets(email));
  if (letter.kind === 'wait') return { kind: 'requested' };
  const mailId = env.random.uuid();
  const now = env.clock.now();
  return carryOut(
    env.store,
    async () => undefined,
    () => decideRequestReset({ email, language: asked.language, mailId }, now),
  );
}

/**
 * Sets a new password by a reset link. The link works once; all sessions and personal access tokens of the user end.
 */
export async function choosePassword(
  env: ResetEnvironment,
  chosen: {
    readonly tokenHash: Uint8Array;
    readonly password: string;
    readonly address: string;
    readonly by?: 'operator';
  },
): Promise<
  | { readonly kind: 'dead_link' }
  | { readonly kind: 'changed'; readonly user: UserRow }
  | {
      readonly kind: 'refused';
      readonly problem: NonNullable<ReturnType<typeof passwordProblem>>;
      readonly user: UserRow;
    }
> {
  const problem = passwordProblem(chosen.password);
  const user = await env.store.resets.find(chosen.tokenHash, env.clock.now());
  // A dead link costs no slow hash.
  if (user === undefined) return { kind: 'dead_link' };
  if (problem !== undefined) return { kind: 'refused', problem, user };
  const { tokenHash, address } = chosen;
  const passwordHash = await env.passwords.hash(chosen.password, { kind: 'stranger', address: chosen.address });
  const drawn = { noticeId: env.random.uuid(), mailId: env.random.uuid() };
  const now = env.clock.now();
  const outcome = await carryOut(
    env.store,
    async () => env.store.resets.find(tokenHash, now),
    (facts) =>
      decideChoosePassword(facts, { tokenHash, passwordHash, address, by: chosen.by ?? 'person', ...drawn }, now),
  );
  return outcome.kind === 'changed' ? { kind: 'changed', user } : { kind: 'dead_link' };
}
