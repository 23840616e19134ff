import { randomBytes } from 'node:crypto';
import type { Connection } from '@pristan/store';
import { openPool } from '@pristan/store';
import { expect, inject } from 'vitest';
import { withDatabase } from '../database.ts';

/**
 * Creates a migrated, empty database for one test file. The database is dropped after that file, at the latest when the
 * test run ends.
 */
export async function freshDatabase(): Promise<Connection> {
  return newDatabase(inject('templateDatabase'));
}

/** Creates a database without tables, for a test that migrates it. */
export async function bareDatabase(): Promise<Connection> {
  return newDatabase('template0');
}

/** Creates a database without tables whose locale knows only Latin letters. */
export async function latinDatabase(): Promise<Connection> {
  return newDatabase('template0', `encoding 'UTF8' locale_provider libc locale 'C'`);
}

/** Databases that this test worker has created for the file that is running. */
const made = { file: '', names: [] as string[] };

async function newDatabase(template: string, options = ''): Promise<Connection> {
  const where = inject('database');
  const name = inject('templateDatabase').replace('template', 'test') + `_${randomBytes(6).toString('hex')}`;
  const admin = openPool(
    'url' in where ? { connectionString: where.url } : { ...where, database: 'postgres' },
    1,
    () => undefined,
  );
  const file = expect.getState().testPath ?? '';
  const old = file === made.file ? [] : made.names.splice(0);
  made.file = file;
  made.names.push(name);
  // A test file that failed may have left connections open: then the end of the run drops its database.
  for (const one of old) await admin.query(`drop database ${one}`).catch(() => undefined);
  // The strategy `file_copy` makes PostgreSQL take a checkpoint, which is quick in the embedded one: it flushes nothing
  // to a disk.
  const strategy = 'url' in where ? 'wal_log' : 'file_copy';
  await admin.query(`create database ${name} template ${template} strategy ${strategy} ${options}`);
  await admin.end();
  return 'url' in where ? { connectionString: withDatabase(where.url, name) } : { ...where, database: name };
}

/** Formats a database connection as a URL, for a server in its own process. */
export function asUrl(connection: Connection): string {
  return 'connectionString' in connection
    ? connection.connectionString
    : `postgresql://${connection.user}@localhost/${connection.database}?host=${encodeURIComponent(connection.host)}`;
}
