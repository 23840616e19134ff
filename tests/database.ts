import { mkdtemp, readdir, rm, stat } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { openEmbeddedPostgres } from '@pristan/postgres-embedded';
import { migrate, openPool, openStore } from '@pristan/store';
import type { TestProject } from 'vitest/node';

/** The test server's address: a URL, or the embedded server's socket. */
export type TestDatabase = { readonly url: string } | { readonly host: string; readonly user: string };

declare module 'vitest' {
  export interface ProvidedContext {
    database: TestDatabase;
    templateDatabase: string;
  }
}

/**
 * Provides one PostgreSQL for the whole run: the embedded one, or the one at PRISTAN_TEST_DATABASE_URL. Migrates a
 * template once; each test file copies it.
 */
export default async function setup(project: TestProject): Promise<() => Promise<void>> {
  const url = process.env['PRISTAN_TEST_DATABASE_URL'];
  const template = `pristan_template_${process.pid}`;
  const dataDir = url === undefined ? await emptyFolder() : undefined;
  const embedded = dataDir === undefined ? undefined : await openEmbeddedPostgres({ dataDir });
  const admin = openPool(embedded?.connection ?? { connectionString: url ?? '' }, 1, () => undefined);
  // The embedded data is deleted after the run, so it need not survive a power cut. The machine's own server keeps its
  // settings.
  if (embedded !== undefined) {
    for (const setting of ['fsync', 'full_page_writes', 'synchronous_commit'])
      await admin.query(`alter system set ${setting} = off`);
    await admin.query('select pg_reload_conf()');
  }
  await admin.query(`create database ${template}`);
  const connection =
    embedded === undefined
      ? { connectionString: withDatabase(url ?? '', template) }
      : { ...embedded.connection, database: template };
  const pool = openPool(connection, 1, () => undefined);
  const { db } = openStore(pool);
  await migrate(db);
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

const prefix = 'pristan-test-';
const abandonedAfterMs = 6 * 3_600_000;

/** A new temporary folder. Removes those that killed runs left, which may stand in memory. */
async function emptyFolder(): Promise<string> {
  for (const name of await readdir(tmpdir())) {
    const folder = path.join(tmpdir(), name);
    const isOld = async (): Promise<boolean> => (await stat(folder)).mtimeMs < Date.now() - abandonedAfterMs;
    if (name.startsWith(prefix) && (await isOld().catch(() => false)))
      await rm(folder, { recursive: true, force: true }).catch(() => undefined);
  }
  return mkdtemp(path.join(tmpdir(), prefix));
}

export function withDatabase(url: string, database: string): string {
  const parsed = new URL(url);
  parsed.pathname = `/${database}`;
  return parsed.href;
}
