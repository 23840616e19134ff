import type { Kysely } from 'kysely';
import type { Database } from '../database.ts';

/** A transaction, or the pool itself for a change that is one statement. */
export type Tx = Kysely<Database>;

/** Thrown inside a transaction to undo it: a fact that a change relied on is no longer so. */
export class Stale extends Error {
  override readonly name = 'Stale';
}

/** Undoes everything unless exactly one row (or at least one, for counts from `UPDATE`) was touched. */
export function expectRow(touched: bigint | number | undefined): void {
  if (Number(touched ?? 0) === 0) throw new Stale();
}
