import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { migrate, openEmbeddedPostgres, openPool, openStore } from '@pristan/store';
import type { TestProject } from 'vitest/node';
import { migrateJobs } from '../apps/server/src/workers/migrate-jobs.ts';

/** How a test reaches the server: a URL, or the embedded server's socket. */
export type TestDatabase = { readonly url: string } | { readonly host: string; readonly user: string };

declare module 'vitest' {
  export interface ProvidedContext {
    database: TestDatabase;
    templateDatabase: string;
  }
}

/**
 * One PostgreSQL for the whole run: the embedded one, or the machine's when PRISTAN_TEST_DATABASE_URL says so. A migrated
 * template is made once; each test file copies it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env['PRISTAN_TEST_DATABASE_URL'];
  const template = `pristan_template_${process.pid}`;
  const dataDir = url === undefined ? await mkdtemp(path.join(tmpdir(), 'pristan-test-')) : undefined;
  const embedded = dataDir === undefined ? undefined : await openEmbeddedPostgres({ dataDir });
  const admin = openPool(embedded?.connection ?? { connectionString: url ?? '' }, 1, () => undefined);
  await admin.query(`create database ${template}`);
  const connection =
    embedded === undefined
      ? { connectionString: withDatabase(url ?? '', template) }
      : { ...embedded.connection, database: template };
  const pool = openPool(connection, 1, () => undefined);
  const { db } = openStore(pool);
  await migrate(db);
  await migrateJobs(pool);
  await db.destroy();

  project.provide(
    'database',
    embedded === undefined ? { url: url ?? '' } : { host: embedded.connection.host, user: embedded.connection.user },
  );
  project.provide('templateDatabase', template);
  return async () => {
    const left = await admin.query(
      `select datname from pg_database where datname like 'pristan_test_${process.pid}_%' or datname = $1`,
      [template],
    );
    for (const { datname } of left.rows) await admin.query(`drop database if exists ${datname} with (force)`);
    await admin.end();
    await embedded?.leave();
    if (dataDir !== undefined) await rm(dataDir, { recursive: true, force: true });
  };
}

export function withDatabase(url: string, database: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${database}`;
  return parsed.href;
}
