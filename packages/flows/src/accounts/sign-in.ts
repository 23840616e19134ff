import { normalizeEmail, passwordLength, signInBuckets } from '@pristan/rules';
import type { UserRow } from '../ports/account-reads.ts';
import type { Store } from '../ports/store.ts';
import type { Passwords } from '../ports/world.ts';
import type { ThrottleEnvironment } from './throttle.ts';
import { countSignIn } from './throttle.ts';

export interface SignInEnvironment extends ThrottleEnvironment {
  readonly passwords: Passwords;
  readonly store: Pick<Store, 'throttles' | 'accounts'>;
}

export interface SignInQuestion {
  /** As typed. */
  readonly email: string;
  readonly password: string;
  readonly addressPrefix: string;
  /** The browser's own id for a person who signed in there before. */
  readonly deviceOf: (userId: number) => string | undefined;
}

export type SignIn =
  /** With the hash that the password fitted: a session is begun only while it is still the person's. */
  | { readonly kind: 'signed_in'; readonly user: UserRow; readonly passwordHash: string }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'throttled'; readonly until: number };

/** Checks who somebody is. It takes as long for a person who does not exist as for one who does. */
export async function signIn(env: SignInEnvironment, question: SignInQuestion): Promise<SignIn> {
  const email = normalizeEmail(question.email);
  const user = email === undefined ? undefined : await env.store.accounts.userByEmail(email);
  const attempt = await countSignIn(
    env,
    signInBuckets({
      email: email ?? question.email.slice(0, 300),
      addressPrefix: question.addressPrefix,
      knownDevice: user === undefined ? undefined : question.deviceOf(user.userId),
    }),
  );
  if (attempt.kind === 'wait') return { kind: 'throttled', until: attempt.until };
  const fits = question.password.length <= 4 * passwordLength.max;
  const right = await env.passwords.verify(fits ? question.password : '', fits ? user?.passwordHash : undefined);
  if (user?.passwordHash === undefined || !right) return { kind: 'wrong' };
  await attempt.succeed();
  const { passwordHash, ...person } = user;
  return { kind: 'signed_in', user: person, passwordHash };
}
