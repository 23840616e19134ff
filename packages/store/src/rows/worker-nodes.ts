import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Tx } from '../commit/transaction.ts';
import type { Database } from '../database.ts';

/**
 * Which nodes work off jobs, told by their heartbeats. What a node that is gone still held is unlocked, which the runner
 * by itself would do after four hours.
 */
export interface WorkerNodes {
  /**
   * This node is alive, and holds jobs in these names only: what it held in others, before its runner was started again,
   * is unlocked, and so is all that is held by nodes not heard of since `deadBefore`. Answers how many nodes those were.
   */
  beat(
    node: { readonly id: string; readonly workerIds: readonly string[] },
    now: number,
    deadBefore: number,
  ): Promise<number>;
  /** This node stopped: what it could not release, because its connection broke in that moment, is unlocked. */
  leave(node: { readonly id: string; readonly workerIds: readonly string[] }): Promise<void>;
}

export function workerNodes(db: Kysely<Database>): WorkerNodes {
  return {
    async beat({ id, workerIds }, now, deadBefore) {
      return db.transaction().execute(async (tx) => {
        const before = await tx
          .selectFrom('worker_nodes')
          .select('worker_ids')
          .where('id', '=', id)
          .forUpdate()
          .executeTakeFirst();
        const seen = { worker_ids: [...workerIds], seen_at: now };
        await tx
          .insertInto('worker_nodes')
          .values({ id, ...seen })
          .onConflict((conflict) => conflict.column('id').doUpdateSet(seen))
          .execute();
        const dead = await tx
          .deleteFrom('worker_nodes')
          .where('seen_at', '<', deadBefore)
          .returning('worker_ids')
          .execute();
        const former = (before?.worker_ids ?? []).filter((name) => !workerIds.includes(name));
        await unlock(tx, [...former, ...dead.flatMap((node) => node.worker_ids)]);
        return dead.length;
      });
    },

    async leave({ id, workerIds }) {
      await db.transaction().execute(async (tx) => {
        const left = await tx
          .deleteFrom('worker_nodes')
          .where('id', '=', id)
          .returning('worker_ids')
          .executeTakeFirst();
        await unlock(tx, [...workerIds, ...(left?.worker_ids ?? [])]);
      });
    },
  };
}

async function unlock(tx: Tx, names: readonly string[]): Promise<void> {
  if (names.length > 0) await sql`select graphile_worker.force_unlock_workers(${[...names]}::text[])`.execute(tx);
}
