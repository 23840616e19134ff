import type { Bucket } from '../access/bucket.ts';
import { hourMs, minuteMs } from '../instant.ts';

/** A rate limit of sign-in attempts. A right password resets its count, or subtracts the successful attempt. */
export interface SignInBucket extends Bucket {
  readonly onSuccess: 'empty' | 'give_back';
}

/** A sign-in attempt, as keys of rate limits; none of these keys is stored in clear. */
export interface SignInAttempt {
  readonly email: string;
  /** The network of one unknown caller: an IPv4 address, or the /64 of an IPv6 address. */
  readonly addressPrefix: string;
  /** The ID of the browser, if this user has signed in with it before. */
  readonly knownDevice: string | undefined;
}

const SIGN_IN_WINDOW_MS = 15 * minuteMs;
const TRIES_OF_PAIR_MAX = 10;
const TRIES_OF_ADDRESS_MAX = 100;
const TRIES_OF_NETWORK_MAX = 2_000;

/**
 * The rate limits of a sign-in attempt. None is per email address alone, or a stranger could lock a user out. A browser
 * known to the user has its own limit, so that a stranger behind the same address does not affect them.
 */
export function signInBuckets(asked: SignInAttempt): readonly SignInBucket[] {
  const windowMs = SIGN_IN_WINDOW_MS;
  if (asked.knownDevice !== undefined) {
    return [{ key: `sign-in device ${asked.knownDevice}`, windowMs, max: TRIES_OF_PAIR_MAX, onSuccess: 'empty' }];
  }
  return [
    ...networkBuckets('sign-in', asked.addressPrefix, { windowMs, max: TRIES_OF_NETWORK_MAX }).map((bucket) => ({
      ...bucket,
      onSuccess: 'give_back' as const,
    })),
    // Resetting the count of the address would let a guesser with an account of their own start over.
    { key: `sign-in address ${asked.addressPrefix}`, windowMs, max: TRIES_OF_ADDRESS_MAX, onSuccess: 'give_back' },
    { key: `sign-in pair ${asked.addressPrefix} ${asked.email}`, windowMs, max: TRIES_OF_PAIR_MAX, onSuccess: 'empty' },
  ];
}

const RESETS_OF_PAIR_MAX = 5;
const RESETS_OF_ADDRESS_MAX = 30;
const RESETS_OF_NETWORK_MAX = 300;

/** The rate limits of a request for a password-reset mail. */
export function resetBuckets(asked: Pick<SignInAttempt, 'email' | 'addressPrefix'>): readonly Bucket[] {
  const windowMs = hourMs;
  return [
    ...networkBuckets('reset', asked.addressPrefix, { windowMs, max: RESETS_OF_NETWORK_MAX }),
    { key: `reset address ${asked.addressPrefix}`, windowMs, max: RESETS_OF_ADDRESS_MAX },
    { key: `reset pair ${asked.addressPrefix} ${asked.email}`, windowMs, max: RESETS_OF_PAIR_MAX },
  ];
}

/**
 * The owner of an IPv6 /48 has 65,536 networks (/64) that each count as one address; their common limit also bounds the
 * number of stored rows.
 */
function networkBuckets(of: string, addressPrefix: string, limit: Omit<Bucket, 'key'>): readonly Bucket[] {
  const [, network] = /^((?:[^:]+:){3}).*::\/64$/.exec(addressPrefix) ?? [];
  return network === undefined ? [] : [{ key: `${of} network ${network}:/48`, ...limit }];
}

/**
 * Maximum number of password-reset mails to one user per hour, whoever requests them; each link works for that hour.
 */
const RESET_LETTERS_MAX = 5;

/**
 * The rate limit of password-reset mails to one address. Requests beyond it get the same answer, and no mail is sent.
 */
export function resetMailBuckets(email: string): readonly Bucket[] {
  return [{ key: `reset letter ${email}`, windowMs: hourMs, max: RESET_LETTERS_MAX }];
}

/** Maximum number of invitation mails to one address in `windowMs`, from all accounts; further ones are not sent. */
export const invitationMailLimit = { max: 10, windowMs: hourMs } as const;

const INVITATIONS_OF_ACCOUNT_MAX = 100;

/** The rate limit of an account's invitations, which are mails to addresses that somebody typed. */
export function invitationBuckets(accountId: number): readonly Bucket[] {
  return [{ key: `invite account ${accountId}`, windowMs: hourMs, max: INVITATIONS_OF_ACCOUNT_MAX }];
}
