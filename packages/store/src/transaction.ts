import type { Kysely } from 'kysely';
import type { Database } from './database.ts';

/** A transaction, or the pool for a change that is one SQL statement. */
export type Tx = Kysely<Database>;

/** Thrown inside a transaction to roll it back: a fact that a change relies on has changed. */
export class StaleFact extends Error {
  override readonly name = 'StaleFact';
}

/** Rolls the transaction back when the statement touched no row. @throws StaleFact */
export function expectRow(touched: bigint | number | undefined): void {
  if (Number(touched ?? 0) === 0) throw new StaleFact();
}

/** Rolls everything back unless both have the same ids, in any order. */
export function expectSame(found: readonly string[], expected: readonly string[]): void {
  const known = new Set(expected);
  if (found.length !== known.size || found.some((id) => !known.has(id))) throw new StaleFact();
}
