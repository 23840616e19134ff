import type { Instant } from './instant.ts';

/** The stored answer to a confirmation, for a repetition of it. */
export interface ConfirmationAnswer {
  /** The person who confirmed; nobody else gets the answer. */
  readonly userId: number;
  readonly sealed: Uint8Array;
  /** The answer is wiped at this time, or when its code is redeemed. */
  readonly endsAt: Instant;
  /** The code inside the answer. */
  readonly code?: { readonly accountId: number; readonly codeId: string };
  /** The local path where the person can start again. */
  readonly again?: string;
}

export interface ConfirmationChange {
  /** Uses up a page's confirmation token and stores the answer. Stale when it was already used. */
  readonly kind: 'press_used';
  readonly pressId: string;
  readonly expiresAt: Instant;
  readonly answer: ConfirmationAnswer;
}
