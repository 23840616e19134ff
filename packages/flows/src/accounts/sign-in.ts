import { passwordLength, signInBuckets } from '@pristan/rules';
import { normalizeEmail } from '@pristan/wire';
import type { UserRow } from '../ports/account-reads.ts';
import type { Store } from '../ports/store.ts';
import type { PasswordHasher, PasswordRequester } from '../ports/environment.ts';
import type { ThrottleEnvironment } from '../limits.ts';
import { countSignInAttempt } from '../limits.ts';

export interface SignInEnvironment extends ThrottleEnvironment {
  readonly passwords: PasswordHasher;
  readonly store: Pick<Store, 'throttles' | 'accounts'>;
}

export interface SignInQuestion {
  /** Email address as the user typed it. */
  readonly email: string;
  readonly password: string;
  readonly addressPrefix: string;
  /**
   * Full client address: the queue for password hashing groups unknown callers by network. Falls back to the prefix.
   */
  readonly address?: string;
  /** Device id that this browser holds for a user who has signed in there before. */
  readonly deviceOf: (userId: number) => string | undefined;
}

export type SignIn =
  /** `passwordHash` is the hash that matched: a session starts only while it is still the user's hash. */
  | { readonly kind: 'signed_in'; readonly user: UserRow; readonly passwordHash: string }
  | { readonly kind: 'wrong' }
  | { readonly kind: 'throttled'; readonly until: number };

/** Checks email and password. Takes equally long whether or not the user exists. */
export async function signIn(env: SignInEnvironment, question: SignInQuestion): Promise<SignIn> {
  const email = normalizeEmail(question.email);
  const user = email === undefined ? undefined : await env.store.accounts.userByEmail(email);
  const knownDevice = user === undefined ? undefined : question.deviceOf(user.userId);
  const attempt = await countSignInAttempt(
    env,
    signInBuckets({
      email: email ?? question.email.slice(0, 300),
      addressPrefix: question.addressPrefix,
      knownDevice,
    }),
  );
  if (attempt.kind === 'wait') return { kind: 'throttled', until: attempt.until };
  const fits = question.password.length <= 4 * passwordLength.max;
  const right = await env.passwords.verify(
    fits ? question.password : '',
    fits ? user?.passwordHash : undefined,
    requesterOf(question, knownDevice),
  );
  if (user?.passwordHash === undefined || !right) return { kind: 'wrong' };
  await attempt.succeed();
  const { passwordHash, ...person } = user;
  return { kind: 'signed_in', user: person, passwordHash };
}

function requesterOf({ address, addressPrefix }: SignInQuestion, knownDevice: string | undefined): PasswordRequester {
  return knownDevice === undefined
    ? { kind: 'stranger', address: address ?? addressPrefix }
    : { kind: 'known', key: knownDevice };
}
