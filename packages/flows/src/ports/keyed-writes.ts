import type { Store } from './store.ts';

/** Identifies a write by the hash of its idempotency key, and the holder whose quota of stored answers it uses. */
export interface WriteKey {
  readonly keyHash: Uint8Array;
  readonly holder: string;
}

/** A running write, the only one with its idempotency key. */
export interface KeyedWrite {
  /** The sealed answer stored for the idempotency key; older answers than `since` are deleted. */
  readonly stored: Uint8Array | undefined;
  /** Store whose reads and commits join the answer's transaction. Attempt counters (`throttles`) survive a rollback. */
  readonly store: Store;
  /** Stores the answer, and deletes the holder's oldest stored answers over `max`. */
  keep(sealed: Uint8Array, at: number, max: number): Promise<void>;
}

/** Writes that commit together with the answer stored under their idempotency key. */
export interface KeyedWrites {
  /**
   * Runs `write` in a transaction. It commits when an answer was stored in it, and rolls back otherwise: no effect
   * without an answer, no answer without its effect. Enqueued hooks are announced after the commit. Holders take turns
   * on this node, so the holder with most requests waits longest.
   *
   * @param since answers stored earlier are deleted, in epoch milliseconds
   * @returns `in_progress` while any node is working on the same idempotency key
   * @throws UnavailableError when too many writes wait on this node, and most of them are this holder's
   */
  run<Result>(
    key: WriteKey,
    since: number,
    write: (attempt: KeyedWrite) => Promise<Result>,
  ): Promise<Result | 'in_progress'>;
}
