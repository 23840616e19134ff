import pg from 'pg';
import { APPLICATION_NAME_PREFIX } from '@pristan/postgres-embedded';
import type { Connection } from './pool.ts';

const ANSWER_MS_MAX = 10_000;

/** Thrown when the database is unreachable or accepts no connection. The message has the reason and the remedy. */
export class DatabaseUnreachable extends Error {
  override readonly name = 'DatabaseUnreachable';
  readonly why: string;
  readonly todo: string;

  constructor(cause: unknown) {
    const why = whyOf(cause);
    const todo = todoOf(cause);
    super(`The database cannot be used (${why}). ${todo}`, { cause });
    this.why = why;
    this.todo = todo;
  }
}

/**
 * Opens a database connection outside every pool.
 *
 * @throws DatabaseUnreachable when the database accepts none
 */
export async function connectOnce(connection: Connection): Promise<pg.Client> {
  try {
    const client = new pg.Client({
      ...connection,
      application_name: APPLICATION_NAME_PREFIX,
      connectionTimeoutMillis: ANSWER_MS_MAX,
    });
    client.on('error', () => undefined);
    await client.connect();
    return client;
  } catch (error) {
    throw new DatabaseUnreachable(error);
  }
}

/** Checks that the database accepts a connection. @throws DatabaseUnreachable */
export async function requireConnection(connection: Connection): Promise<void> {
  const client = await connectOnce(connection);
  await client.end().catch(() => undefined);
}

function whyOf(cause: unknown): string {
  // A host with several addresses fails with an AggregateError that has no message of its own.
  const error: unknown = cause instanceof AggregateError ? cause.errors[0] : cause;
  if (!(error instanceof Error)) return String(error);
  const code = codeOf(error);
  return (error.message === '' ? code : error.message).replaceAll(/\s+/g, ' ');
}

function todoOf(cause: unknown): string {
  switch (codeOf(cause)) {
    case '3D000':
      return 'Make that database (createdb), or correct its name in PRISTAN_DATABASE_URL.';
    case '28P01':
    case '28000':
      return "Correct the user and the password in PRISTAN_DATABASE_URL, or what PostgreSQL's pg_hba.conf lets in.";
    case '53300':
      return 'End other connections, or raise max_connections of PostgreSQL.';
    default:
      return 'Check that PostgreSQL runs, and PRISTAN_DATABASE_URL.';
  }
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : '';
}
