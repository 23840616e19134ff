import type { Precondition } from '@pristan/rules';
import { inLockOrder } from './lock-order.ts';
import { lockAndCheck } from './lock-row.ts';
import { withinLimits } from './limits.ts';
import type { Tx } from '../transaction.ts';
import { StaleFact } from '../transaction.ts';

/**
 * Locks the rows of a commit's preconditions, each once and with the strongest lock needed, and then checks the limits:
 * counts are stable once the rows above them are locked.
 *
 * Runs before everything else in a commit; later statements never need a stronger lock on these rows.
 *
 * @throws StaleFact when a precondition no longer holds
 * @see docs/adr/0014-preconditions.md
 */
export async function holdPreconditions(tx: Tx, preconditions: readonly Precondition[]): Promise<void> {
  for (const row of inLockOrder(preconditions)) {
    if (!(await lockAndCheck(tx, row))) throw new StaleFact();
  }
  if (!(await withinLimits(tx, preconditions))) throw new StaleFact();
}
