import type { WorkKind } from './work-kind.ts';
import { carryOut } from './work-kind.ts';

/**
 * Does everything of this kind that is due now, once, without a loop that waits for more.
 *
 * @returns how many pieces of work were done or failed
 * @throws the first error of a claim or of a settlement, after the pieces claimed with it have ended
 */
export async function performDue<Item, Result>(kind: WorkKind<Item, Result>, now: () => number): Promise<number> {
  let ended = 0;
  for (;;) {
    const at = now();
    const question = { limit: kind.budget.total, perHost: kind.budget.perHost, room: [], now: at, except: [] };
    const items = await kind.claim({ ...question, leaseEndsAt: at + kind.leaseMs });
    if (items.length === 0) return ended;
    const settled = await Promise.allSettled(items.map(async (item) => carryOut(kind, item)));
    const failed = settled.find((one) => one.status === 'rejected');
    if (failed !== undefined) throw failed.reason;
    ended += items.length;
  }
}
