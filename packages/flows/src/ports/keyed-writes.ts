import type { Store } from './store.ts';

/** Which write it is: a caller's key, by its hash, and whose share of stored answers it counts among. */
export interface WriteKey {
  readonly keyHash: Uint8Array;
  readonly holder: string;
}

/** A write under way, alone with its key until it is over. */
export interface KeyedWrite {
  /** The sealed answer that was stored for the key at `since` or later. */
  readonly stored: Uint8Array | undefined;
  /**
   * Reads and commits in one transaction with the answer. Counts of tries (`throttles`) are kept whatever becomes of it.
   */
  readonly store: Store;
  /** Stores the answer, and forgets the holder's oldest ones over `max`. */
  keep(sealed: Uint8Array, at: number, max: number): Promise<void>;
}

/** Writes that are one with their answer. */
export interface KeyedWrites {
  /**
   * Runs `write` in a transaction. It is committed when an answer was kept in it, and else undone: no effect without its
   * answer, no answer without its effect. Delivered hooks are announced after it was committed.
   *
   * @param since answers stored before this moment are forgotten, in epoch milliseconds
   * @returns `in_progress` when the same key is being worked on, on whatever node
   * Holders take turns on this node, so that whoever sends most waits most.
   *
   * @throws Fault when too many wait on this node, and most of them are this holder's
   */
  run<Result>(
    key: WriteKey,
    since: number,
    write: (attempt: KeyedWrite) => Promise<Result>,
  ): Promise<Result | 'in_progress'>;
}
