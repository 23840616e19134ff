import { randomBytes } from 'node:crypto';
import type { Connection } from '@pristan/store';
import { openPool } from '@pristan/store';
import { inject } from 'vitest';
import { withDatabase } from '../database.ts';

/** A database of its own for one test file, migrated and empty. It is dropped when the run ends. */
export async function freshDatabase(): Promise<Connection> {
  return newDatabase(inject('templateDatabase'));
}

/** The same without tables, for a test that migrates. */
export async function bareDatabase(): Promise<Connection> {
  return newDatabase('template0');
}

async function newDatabase(template: string): Promise<Connection> {
  const where = inject('database');
  const name = inject('templateDatabase').replace('template', 'test') + `_${randomBytes(6).toString('hex')}`;
  const admin = openPool(
    'url' in where ? { connectionString: where.url } : { ...where, database: 'postgres' },
    1,
    () => undefined,
  );
  await admin.query(`create database ${name} template ${template} strategy wal_log`);
  await admin.end();
  return 'url' in where ? { connectionString: withDatabase(where.url, name) } : { ...where, database: name };
}

/** The connection as a URL, for a server that runs in a process of its own. */
export function asUrl(connection: Connection): string {
  return 'connectionString' in connection
    ? connection.connectionString
    : `postgresql://${connection.user}@localhost/${connection.database}?host=${encodeURIComponent(connection.host)}`;
}
