import type { Instant } from './instant.ts';

/** The answer to a press, to be given again to the same press. */
export interface PressAnswer {
  /** The person who pressed; nobody else gets the answer. */
  readonly userId: number;
  readonly sealed: Uint8Array;
  /** It is wiped then, or when its code is redeemed. */
  readonly endsAt: Instant;
  /** The code in it. */
  readonly code?: { readonly accountId: number; readonly codeId: string };
  /** The path of ours where the same is asked anew. */
  readonly again?: string;
}

export interface PressChange {
  /** A page's one-time token is used up; its answer is stored. Stale when it was used before. */
  readonly kind: 'press_used';
  readonly pressId: string;
  readonly expiresAt: Instant;
  readonly answer: PressAnswer;
}
