import type { Bucket } from '../bucket.ts';
import { hourMs, minuteMs } from '../instant.ts';

/** Where tries to sign in are counted, with what a right password does: the bucket is emptied, or this one try given back. */
export interface SignInBucket extends Bucket {
  readonly onSuccess: 'empty' | 'give_back';
}

/** Who tries to sign in as whom, as keys: nothing of it is stored in clear. */
export interface SignInTry {
  readonly email: string;
  /** The address a stranger has one of: an IPv4 address, or the /64 of an IPv6 one. */
  readonly addressPrefix: string;
  /** The browser, when this very person signed in there before. */
  readonly knownDevice: string | undefined;
}

const SIGN_IN_WINDOW_MS = 15 * minuteMs;
const TRIES_OF_PAIR_MAX = 10;
const TRIES_OF_ADDRESS_MAX = 100;

/**
 * Where a try to sign in is counted. Never per e-mail alone, or a stranger could lock a person out; and a browser that
 * knows the person has a bucket to itself, so that not even a stranger behind the same address is in their way.
 */
export function signInBuckets(asked: SignInTry): readonly SignInBucket[] {
  const windowMs = SIGN_IN_WINDOW_MS;
  if (asked.knownDevice !== undefined) {
    return [{ key: `sign-in device ${asked.knownDevice}`, windowMs, max: TRIES_OF_PAIR_MAX, onSuccess: 'empty' }];
  }
  return [
    { key: `sign-in pair ${asked.addressPrefix} ${asked.email}`, windowMs, max: TRIES_OF_PAIR_MAX, onSuccess: 'empty' },
    // Emptying this one would let a guesser with an account of their own begin anew.
    { key: `sign-in address ${asked.addressPrefix}`, windowMs, max: TRIES_OF_ADDRESS_MAX, onSuccess: 'give_back' },
  ];
}

const RESETS_OF_PAIR_MAX = 5;
const RESETS_OF_ADDRESS_MAX = 30;

/** Where a request for a reset letter is counted. */
export function resetBuckets(asked: Pick<SignInTry, 'email' | 'addressPrefix'>): readonly Bucket[] {
  const windowMs = hourMs;
  return [
    {
      key: `reset pair ${asked.addressPrefix} ${asked.email}`,
      windowMs,
      max: RESETS_OF_PAIR_MAX,
    },
    { key: `reset address ${asked.addressPrefix}`, windowMs, max: RESETS_OF_ADDRESS_MAX },
  ];
}

const INVITATIONS_OF_ACCOUNT_MAX = 100;

/** Where invitations are counted, which are letters to addresses that somebody typed. */
export function invitationBuckets(accountId: number): readonly Bucket[] {
  return [{ key: `invite account ${accountId}`, windowMs: hourMs, max: INVITATIONS_OF_ACCOUNT_MAX }];
}
