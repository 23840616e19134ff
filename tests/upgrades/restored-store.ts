import { migrate, openPool, openStore } from '@pristan/store';
import { randomBytes } from 'node:crypto';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { gunzipSync } from 'node:zlib';
import { inject } from 'vitest';
import { withDatabase } from '../database.ts';
import { asUrl } from '../harness/database.ts';

/** The decompressed content of a file in this folder. */
export function storedFile(name: string): string {
  const bytes = readFileSync(path.join(import.meta.dirname, name));
  return (name.endsWith('.gz') ? gunzipSync(bytes) : bytes).toString();
}

/** A database as an earlier release left it, migrated by the present code. */
export interface RestoredStore {
  readonly url: string;
  /** Names of the migrations that were applied to the release's database. */
  readonly applied: readonly string[];
}

/**
 * Creates the database at the release's last migration, fills it with the release's rows, and applies every later
 * migration.
 *
 * @param last the release's last migration
 * @param rows statements that fill the tables
 */
export async function restoreStore({ last, rows }: { last: string; rows: string }): Promise<RestoredStore> {
  const where = inject('database');
  const name = inject('templateDatabase').replace('template', 'test') + `_${randomBytes(6).toString('hex')}`;
  const connect = (database: string) =>
    'url' in where ? { connectionString: withDatabase(where.url, database) } : { ...where, database };
  const admin = openPool(connect('postgres'), 1, () => undefined);
  await admin.query(`create database ${name}`);
  await admin.end();
  const pool = openPool(connect(name), 2, () => undefined);
  const { db } = openStore(pool);
  await migrate(db, last);
  // Until migration 0031 a job runner had a schema of its own, which rows may refer to.
  await pool.query(storedFile('graphile-worker-19.sql'));
  await pool.query(rows);
  const applied = await migrate(db);
  await db.destroy();
  return { url: asUrl(connect(name)), applied };
}
