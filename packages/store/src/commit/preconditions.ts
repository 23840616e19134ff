import type { Precondition } from '@pristan/rules';
import { inLockOrder } from './lock-order.ts';
import { holdsOf } from './held-rows.ts';
import { noneTooMany } from './counted.ts';
import type { Tx } from './transaction.ts';
import { Stale } from './transaction.ts';

/**
 * Takes the locks that these preconditions need, each row once and as strongly as one of them asks, and then counts what
 * is limited: a count is right because the row that it is counted below is held by now.
 *
 * Comes before everything else of a commit, and nothing after it asks for a stronger lock on one of these rows.
 *
 * @throws Stale when one of them does not hold any more
 * @see docs/adr/0014-preconditions.md
 */
export async function holdPreconditions(tx: Tx, preconditions: readonly Precondition[]): Promise<void> {
  for (const row of inLockOrder(preconditions)) {
    if (!(await holdsOf(tx, row))) throw new Stale();
  }
  if (!(await noneTooMany(tx, preconditions))) throw new Stale();
}
