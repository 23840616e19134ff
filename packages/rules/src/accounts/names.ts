import { nameProblem } from '../line.ts';
import { testAccount } from '../test-account.ts';
import { isCommonPassword } from './common-passwords.ts';

const RESERVED = /^(www|auth|api.*|xn--.*)$/;
const SUBDOMAIN = /^[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?$/;

/**
 * What is wrong with a subdomain; `undefined` when nothing is. `apiLabel` is the first label of the shared API host.
 *
 * @see docs/spec/dialect.md#reserved-subdomains
 */
export function subdomainProblem(subdomain: string, apiLabel: string): 'malformed' | 'reserved' | undefined {
  if (RESERVED.test(subdomain) || subdomain === apiLabel || subdomain === testAccount.subdomain) return 'reserved';
  return SUBDOMAIN.test(subdomain) ? undefined : 'malformed';
}

/** An address as it is stored and compared: trimmed, lower case. `undefined` when it can't be one. */
export function normalizeEmail(text: string): string | undefined {
  const email = text.trim().toLowerCase();
  return email.length <= 254 && /^[^\s\p{Cc}@<>"]+@[^\s\p{Cc}@<>".]+(\.[^\s\p{Cc}@<>".]+)*$/u.test(email)
    ? email
    : undefined;
}

/** Characters of a person's name. */
export const personNameLengthMax = 255;

/** A person's name: something, one line, and not a book. */
export function isPersonName(text: string): boolean {
  return nameProblem(text.trim(), personNameLengthMax) === undefined;
}

/** Length in characters; the upper bound keeps one hash from costing more than another. */
export const passwordLength = { min: 10, max: 200 } as const;

/** What is wrong with a new password; `undefined` when nothing is. */
export function passwordProblem(password: string): 'too_short' | 'too_long' | 'too_common' | undefined {
  const length = [...password].length;
  if (length < passwordLength.min) return 'too_short';
  if (length > passwordLength.max) return 'too_long';
  return isCommonPassword(password) ? 'too_common' : undefined;
}
