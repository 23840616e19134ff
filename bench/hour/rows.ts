import { sweptTables } from '../../apps/server/src/workers/sweep.ts';
import type { World } from '../../apps/server/src/environment/open.ts';

/** The sweep runs every five minutes, the daily one every day; a run may take a moment. */
const SLACK_MS = { often: 6 * 60_000, daily: 25 * 3_600_000 } as const;
const EXPIRED_CODES = 2_000;
const DAY_MS = 86_400_000;

/** Numbers of rows of all tables that have any. */
export async function rowsByTable({ pool }: World): Promise<ReadonlyMap<string, number>> {
  const tables = await pool.query<{ name: string }>(
    `select quote_ident(relname) as name from pg_stat_user_tables where schemaname = 'public' order by relname`,
  );
  const counts = new Map<string, number>();
  for (const { name } of tables.rows) {
    const { rows } = await pool.query<{ count: string }>(`select count(*) from ${name}`);
    const count = Number(rows[0]?.count);
    if (count > 0) counts.set(name, count);
  }
  return counts;
}

/** Numbers of rows beyond their retention that the sweep should have deleted, of the tables that have any. */
export async function rowsBeyondRetention({ pool, clock }: World): Promise<ReadonlyMap<string, number>> {
  const counts = new Map<string, number>();
  for (const which of ['often', 'daily'] as const) {
    for (const { table, since, keptMs, unless = 'false' } of sweptTables[which]) {
      const { rows } = await pool.query<{ count: string }>(
        `select count(*) from ${table} where ${since} < $1 and not (${unless})`,
        [clock.now() - keptMs - SLACK_MS[which]],
      );
      const count = Number(rows[0]?.count);
      if (count > 0) counts.set(table, count);
    }
  }
  return counts;
}

/** Adds codes of last week, so that the sweep has something to delete. */
export async function addExpiredCodes({ pool, clock }: World, accountId: number): Promise<void> {
  const expiredAt = clock.now() - 8 * DAY_MS;
  await pool.query(
    `insert into codes (account_id, id, grant_id, integration_id, redirect_uri, key_epoch, issued_at, expires_at, copyable)
     select $1::bigint, sha256(n::text::bytea), gen_random_uuid(), gen_random_uuid(), 'https://shop.test/', 1, $2::bigint - 1200000, $2, false
     from generate_series(1, ${EXPIRED_CODES}) n`,
    [accountId, expiredAt],
  );
}
