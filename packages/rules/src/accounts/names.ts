import { nameProblem } from '@pristan/wire';
import { testAccount } from '../test-account.ts';
import { isCommonPassword } from './common-passwords.ts';

const RESERVED = /^(www|auth|api.*|xn--.*)$/;
const SUBDOMAIN = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * The reason why a text cannot be a subdomain; `undefined` when it can. `apiLabel` is the first label of the shared API
 * host.
 *
 * @see docs/spec/dialect.md#reserved-subdomains
 */
export function subdomainProblem(subdomain: string, apiLabel: string): 'malformed' | 'reserved' | undefined {
  if (RESERVED.test(subdomain) || subdomain === apiLabel || subdomain === testAccount.subdomain) return 'reserved';
  return SUBDOMAIN.test(subdomain) ? undefined : 'malformed';
}

/** Maximum length of a user's name, in characters. */
export const userNameLengthMax = 255;

/** True for a user's name: one visible line of limited length. */
export function isUserName(text: string): boolean {
  return nameProblem(text.trim(), userNameLengthMax) === undefined;
}

/** Permitted length of a password in characters; the maximum limits the cost of a hash. */
export const passwordLength = { min: 10, max: 200 } as const;

/** The reason why a new password is refused; `undefined` when it is accepted. */
export function passwordProblem(password: string): 'too_short' | 'too_long' | 'too_common' | undefined {
  const length = [...password].length;
  if (length < passwordLength.min) return 'too_short';
  if (length > passwordLength.max) return 'too_long';
  return isCommonPassword(password) ? 'too_common' : undefined;
}
