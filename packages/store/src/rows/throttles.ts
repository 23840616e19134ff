import type { ThrottleRows } from '@pristan/flows';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

export function throttleRows(db: Kysely<Database>): ThrottleRows {
  return {
    async count(buckets, now) {
      // Sorted, so that two requests that share buckets lock them in one order.
      const sorted = [...buckets].sort((left, right) => (left.key < right.key ? -1 : 1));
      const rows = await db
        .insertInto('throttles')
        .values(sorted.map(({ key, windowMs }) => ({ key, count: 1, window_ends_at: now + windowMs })))
        .onConflict((conflict) =>
          conflict.column('key').doUpdateSet({
            count: sql`case when throttles.window_ends_at <= ${now} then 1 else throttles.count + 1 end`,
            window_ends_at: sql`case when throttles.window_ends_at <= ${now} then excluded.window_ends_at else throttles.window_ends_at end`,
          }),
        )
        .returningAll()
        .execute();
      return rows.map((row) => ({ key: row.key, count: row.count, endsAt: row.window_ends_at }));
    },

    async giveBack(keys) {
      if (keys.length === 0) return;
      await db
        .updateTable('throttles')
        .set((eb) => ({ count: eb('count', '-', 1) }))
        .where('key', 'in', [...keys])
        .where('count', '>', 0)
        .execute();
    },

    async empty(keys) {
      if (keys.length === 0) return;
      await db
        .deleteFrom('throttles')
        .where('key', 'in', [...keys])
        .execute();
    },
  };
}
