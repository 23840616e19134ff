import { normalizeEmail, passwordProblem, resetBuckets } from '@pristan/rules';
import type { Store } from '../ports/store.ts';
import type { Passwords, Random } from '../ports/world.ts';
import type { ThrottleEnvironment } from './throttle.ts';
import { countTry } from './throttle.ts';

export interface ResetEnvironment extends ThrottleEnvironment {
  readonly random: Random;
  readonly passwords: Passwords;
  readonly store: Pick<Store, 'throttles' | 'mails' | 'resets'>;
}

/**
 * Asks for a letter with a reset link. The very same is done for every address: whether somebody has it is found out by
 * the sender of the letter, later.
 */
export async function requestReset(
  env: ResetEnvironment,
  asked: { readonly email: string; readonly addressPrefix: string; readonly language: 'ru' | 'en' },
): Promise<{ readonly kind: 'requested' | 'not_an_address' } | { readonly kind: 'throttled'; readonly until: number }> {
  const email = normalizeEmail(asked.email);
  if (email === undefined) return { kind: 'not_an_address' };
  const attempt = await countTry(env, resetBuckets({ email, addressPrefix: asked.addressPrefix }));
  if (attempt.kind === 'wait') return { kind: 'throttled', until: attempt.until };
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

/** The link's person chooses a new password. The link works once; every session and personal access token of theirs ends. */
export async function choosePassword(
  env: ResetEnvironment,
  chosen: { readonly tokenHash: Uint8Array; readonly password: string; readonly address: string },
) {
  const problem = passwordProblem(chosen.password);
  const user = await env.store.resets.find(chosen.tokenHash, env.clock.now());
  // No slow hash for a link that is dead anyway.
  if (user === undefined) return { kind: 'dead_link' } as const;
  if (problem !== undefined) return { kind: 'refused', problem, user } as const;
  const { tokenHash, address } = chosen;
  const passwordHash = await env.passwords.hash(chosen.password);
  const used = await env.store.resets.use({
    tokenHash,
    passwordHash,
    address,
    now: env.clock.now(),
    noticeId: env.random.uuid(),
    mailId: env.random.uuid(),
  });
  return used ? ({ kind: 'changed', user } as const) : ({ kind: 'dead_link' } as const);
}
