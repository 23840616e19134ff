import type { DueMoveRows } from '@pristan/flows';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

/**
 * Claims accounts of an adoption by the first pending row of each: the others are neither locked nor written, so a claim
 * never waits for a refusal or a move of the same account.
 */
export function dueMoveRows(db: Kysely<Database>): DueMoveRows {
  return {
    async claim({ now, leaseEndsAt, limit, except }) {
      const { rows } = await sql<{ account_id: number; adoption_id: string; attempts: number }>`
        with due as (
          select k.account_id, k.integration_id from adopted_clones k
          where k.state = 'pending' and k.due_at <= ${now} and k.account_id <> all (${except.map(Number)}::bigint[])
            and not exists (select 1 from adopted_clones f where f.account_id = k.account_id
              and f.adoption_id = k.adoption_id and f.state = 'pending' and f.integration_id < k.integration_id)
          order by k.due_at, k.account_id limit ${limit} for no key update of k skip locked
        )
        update adopted_clones k set due_at = ${leaseEndsAt}, attempts = k.attempts + 1
        from due where k.account_id = due.account_id and k.integration_id = due.integration_id
        returning k.account_id, k.adoption_id, k.attempts`.execute(db);
      return rows.map((row) => ({
        accountId: row.account_id,
        adoptionId: row.adoption_id,
        attempts: row.attempts,
      }));
    },

    async nextDueAt() {
      const { rows } = await sql<{ due_at: number }>`
        select k.due_at from adopted_clones k
        where k.state = 'pending' and not exists (select 1 from adopted_clones f where f.account_id = k.account_id
          and f.adoption_id = k.adoption_id and f.state = 'pending' and f.integration_id < k.integration_id)
        order by k.due_at limit 1`.execute(db);
      return rows[0]?.due_at;
    },

    async failed({ accountId, adoptionId, attempts }, why, nextAt) {
      await db
        .updateTable('adopted_clones')
        .set({ failure: why.slice(0, 500), due_at: nextAt })
        .where('account_id', '=', accountId)
        .where('adoption_id', '=', adoptionId)
        .where('state', '=', 'pending')
        .where('attempts', '=', attempts)
        .execute();
    },
  };
}
