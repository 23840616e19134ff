import type pg from 'pg';

/** The newest of the runner's own migrations; a test compares it with the installed version. */
export const newestJobMigration = 19;

/**
 * Migrates the runner's tables. Commits enqueue jobs, so the tables must exist before the first commit. The runner is
 * loaded only when there is something to migrate, which keeps commands fast.
 */
export async function migrateJobs(pool: pg.Pool): Promise<void> {
  if ((await newestOf(pool)) >= newestJobMigration) return;
  const { Logger, runMigrations } = await import('graphile-worker');
  await runMigrations({ pgPool: pool, logger: new Logger(() => () => undefined) });
}

async function newestOf(pool: pg.Pool): Promise<number> {
  const { rows } = await pool.query<{ there: boolean }>(
    `select to_regclass('graphile_worker.migrations') is not null as there`,
  );
  if (rows[0]?.there !== true) return 0;
  const { rows: newest } = await pool.query<{ id: number | null }>(
    'select max(id) as id from graphile_worker.migrations',
  );
  return newest[0]?.id ?? 0;
}
