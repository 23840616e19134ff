import { passwordProblem, resetBuckets, resetMailBuckets } from '@pristan/rules';
import { normalizeEmail } from '@pristan/wire';
import type { Store } from '../ports/store.ts';
import type { PasswordHasher, Random } from '../ports/environment.ts';
import type { ThrottleEnvironment } from '../limits.ts';
import { countAttempt } from '../limits.ts';

export interface ResetEnvironment extends ThrottleEnvironment {
  readonly random: Random;
  readonly passwords: PasswordHasher;
  readonly store: Pick<Store, 'throttles' | 'mails' | 'resets'>;
}

/**
 * Requests mail with a password reset link. Takes the same steps for every address; only the mail worker finds out
 * later whether the address is registered.
 */
export async function requestReset(
  env: ResetEnvironment,
  asked: { readonly email: string; readonly addressPrefix: string; readonly language: 'ru' | 'en' },
): Promise<{ readonly kind: 'requested' | 'not_an_address' } | { readonly kind: 'throttled'; readonly until: number }> {
  const email = normalizeEmail(asked.email);
  if (email === undefined) return { kind: 'not_an_address' };
  const attempt = await countAttempt(env, resetBuckets({ email, addressPrefix: asked.addressPrefix }));
  if (attempt.kind === 'wait') return { kind: 'throttled', until: attempt.until };
  // Refusing a second reset mail openly would reveal that somebody asked before. Links sent earlier still work.
  const letter = await countAttempt(env, resetMailBuckets(email));
  if (letter.kind === 'wait') return { kind: 'requested' };
  await env.store.mails.add({
    mailId: env.random.uuid(),
    recipient: email,
    kind: 'password_reset',
    language: asked.language,
    facts: {},
    at: env.clock.now(),
  });
  return { kind: 'requested' };
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
) {
  const problem = passwordProblem(chosen.password);
  const user = await env.store.resets.find(chosen.tokenHash, env.clock.now());
  // A used or expired link is refused before the slow password hash, so it costs no CPU time.
  if (user === undefined) return { kind: 'dead_link' } as const;
  if (problem !== undefined) return { kind: 'refused', problem, user } as const;
  const { tokenHash, address } = chosen;
  const passwordHash = await env.passwords.hash(chosen.password, { kind: 'stranger', address: chosen.address });
  const used = await env.store.resets.use({
    tokenHash,
    passwordHash,
    address,
    by: chosen.by ?? 'person',
    now: env.clock.now(),
    noticeId: env.random.uuid(),
    mailId: env.random.uuid(),
  });
  return used ? ({ kind: 'changed', user } as const) : ({ kind: 'dead_link' } as const);
}
