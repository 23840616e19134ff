import type { Instant } from './instant.ts';

/** The stored answer to a submitted confirmation page, returned when the page is submitted again. */
export interface ConfirmationAnswer {
  /** The user who confirmed; nobody else gets the answer. */
  readonly userId: number;
  readonly sealed: Uint8Array;
  /** The time at which the answer is deleted, unless the authorization code inside it is redeemed earlier. */
  readonly endsAt: Instant;
  /** The authorization code inside the answer. */
  readonly code?: { readonly accountId: number; readonly codeId: string };
  /** The local path of a page where the user can start again. */
  readonly again?: string;
}

export interface ConfirmationChange {
  /** Uses up a page's confirmation token and stores the answer. Stale when the token was already used. */
  readonly kind: 'press_used';
  readonly pressId: string;
  readonly expiresAt: Instant;
  readonly answer: ConfirmationAnswer;
}
