import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Tx } from '../transaction.ts';
import type { Database } from '../database.ts';

/**
 * Tracks the nodes that run jobs by their heartbeats, and unlocks jobs of dead nodes. The runner itself would do that
 * only after four hours.
 */
export interface WorkerNodes {
  /**
   * Heartbeat: this node holds jobs under these worker names only. Unlocks the jobs of its former names (from before a
   * restart of its runner) and of nodes without a heartbeat since `deadBefore`. @returns number of dead nodes
   */
  beat(
    node: { readonly id: string; readonly workerIds: readonly string[] },
    now: number,
    deadBefore: number,
  ): Promise<number>;
  /** This node stops. Unlocks jobs that it could not release because its connection broke. */
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
