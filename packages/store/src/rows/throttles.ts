import type { BucketCount } from '@pristan/rules';
import type { ThrottleRows } from '@pristan/flows';
import type { Kysely } from 'kysely';
import { sql } from 'kysely';
import type { Database } from '../database.ts';

type Bucket = Parameters<ThrottleRows['count']>[0][number];

export function throttleRows(db: Kysely<Database>): ThrottleRows {
  return {
    async count(buckets, now) {
      const counts: BucketCount[] = [];
      for (const bucket of buckets) {
        const counted = await countOne(db, bucket, now);
        counts.push(counted);
        if (counted.count > bucket.max) break;
      }
      return counts;
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

async function countOne(db: Kysely<Database>, { key, windowMs, max }: Bucket, now: number): Promise<BucketCount> {
  const row = await db
    .insertInto('throttles')
    .values({ key, count: 1, window_ends_at: now + windowMs })
    .onConflict((conflict) =>
      conflict
        .column('key')
        .doUpdateSet({
          count: sql`case when throttles.window_ends_at <= ${now} then 1 else throttles.count + 1 end`,
          window_ends_at: sql`case when throttles.window_ends_at <= ${now} then excluded.window_ends_at else throttles.window_ends_at end`,
        })
        .where((eb) => eb.or([eb('throttles.window_ends_at', '<=', now), eb('throttles.count', '<=', max)])),
    )
    .returningAll()
    .executeTakeFirst();
  if (row !== undefined) return { key, count: row.count, endsAt: row.window_ends_at };
  const full = await db.selectFrom('throttles').selectAll().where('key', '=', key).executeTakeFirst();
  // The bucket was emptied, deleted or refunded meanwhile, so it is no longer full.
  if (full === undefined || full.count <= max) return countOne(db, { key, windowMs, max }, now);
  return { key, count: full.count, endsAt: full.window_ends_at };
}
