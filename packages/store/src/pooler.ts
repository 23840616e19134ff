import { randomBytes } from 'node:crypto';
import type pg from 'pg';
import type { Connection } from './pool.ts';
import { connectOnce } from './single-connection.ts';

/** Thrown when the database is reachable but its configuration can't be used. The message says what to do. */
export class UnsupportedDatabase extends Error {
  override readonly name = 'UnsupportedDatabase';
}

/**
 * Number of probe rounds. A pooler that assigns connections in turn may give the same connection again in a single
 * round.
 */
const ROUNDS = 3;
const ANSWER_MS_MAX = 10_000;
const STATEMENT = 'pristan_probe';

/**
 * Detects a pooler that switches database connections per transaction or per statement. Behind such a pooler a prepared
 * statement may be another client's with the same name, notifications are lost silently, and session locks belong to
 * somebody else.
 *
 * Opens two connections: one prepares a statement and listens, the other holds whatever connection it gets. The first
 * must then still have its statement, its backend pid and its own notification.
 *
 * @throws UnsupportedDatabase when there is such a pooler; DatabaseUnreachable when no connection is accepted
 */
export async function refusePooler(connection: Connection): Promise<void> {
  const first = await connectOnce(connection);
  try {
    const second = await connectOnce(connection);
    try {
      for (let round = 0; round < ROUNDS; round++) {
        const reason = await findPooler(first, second);
        if (reason !== undefined) throw unfit(reason);
      }
    } finally {
      await second.end().catch(() => undefined);
    }
  } finally {
    await first.end().catch(() => undefined);
  }
}

function unfit(reason: string): UnsupportedDatabase {
  return new UnsupportedDatabase(
    `Between Pristan and PostgreSQL stands a pooler that does not keep a connection for one client (${reason}). Prepared statements would be mixed up and notifications lost there: let PRISTAN_DATABASE_URL name PostgreSQL itself, or a pool in session mode (PgBouncer: pool_mode = session).`,
  );
}

/** Probes two clients for signs of a pooler. @returns the sign found; `undefined` when there is none */
async function findPooler(first: pg.Client, second: pg.Client): Promise<string | undefined> {
  const channel = `pristan_probe_${randomBytes(8).toString('hex')}`;
  let heard = false;
  const hear = (message: pg.Notification): void => {
    heard ||= message.channel === channel;
  };
  first.on('notification', hear);
  try {
    await first.query(`listen ${channel}`);
    const before = await backendOf(first, 1);
    await second.query('begin');
    const beside = await backendOf(second, 2);
    if (beside === undefined) return 'another client’s prepared statement ran';
    if (beside === before) return 'two clients had one connection';
    const waiting = backendOf(first, 1);
    const late = await isLate(waiting);
    // A pooler with a single connection makes the first client wait for the second one's transaction.
    if (late) await second.query('commit');
    if ((await waiting) !== before) return 'one client had two connections';
    await first.query(`select pg_notify($1, '')`, [channel]);
    if (!late) await second.query('commit');
    // PostgreSQL delivers a session's own notification before it answers the next statement.
    await first.query(`unlisten ${channel}`);
    return heard ? undefined : 'a notification to oneself was lost';
  } catch (thrown) {
    const sign = signOf(thrown);
    if (sign === undefined) throw thrown;
    return sign;
  } finally {
    first.off('notification', hear);
    // The rollback comes first: the first client may be waiting for the connection that the second one's transaction
    // holds.
    await second.query('rollback').catch(() => undefined);
    await first.query('unlisten *').catch(() => undefined);
  }
}

/** The sign of a pooler that an error is; `undefined` for any other error. */
function signOf(thrown: unknown): string | undefined {
  switch (thrown instanceof Error && 'code' in thrown ? thrown.code : undefined) {
    // Another client has a statement of this name, or the statement is gone.
    case '42P05':
    case '26000':
      return 'a prepared statement was another client’s';
    // The pooler allows no transactions (statement mode).
    case '08P01':
      return 'it takes no transactions, or no prepared statements';
    default:
      return undefined;
  }
}

/** The client's backend pid, read by a named statement; `undefined` when another client's statement answered. */
async function backendOf(client: pg.Client, mark: 1 | 2): Promise<number | undefined> {
  const { rows } = await client.query<{ mark: number; pid: number }>({
    name: STATEMENT,
    text: `select ${mark} as mark, pg_backend_pid() as pid`,
  });
  return rows[0]?.mark === mark ? rows[0].pid : undefined;
}

async function isLate(answer: Promise<unknown>): Promise<boolean> {
  let timer: NodeJS.Timeout | undefined;
  const late = new Promise<true>((resolve) => {
    timer = setTimeout(() => resolve(true), ANSWER_MS_MAX);
  });
  try {
    return await Promise.race([answer.then(() => false), late]);
  } finally {
    clearTimeout(timer);
  }
}
