import type { PostgresPool, PostgresPoolClient } from 'kysely';
import type pg from 'pg';
import { StaleFact } from './transaction.ts';
import type { StatementNames } from './statement-names.ts';
import { statementNames } from './statement-names.ts';

/**
 * Wraps a pool for kysely, so that statements which are used again and again are prepared once per connection:
 * PostgreSQL parses and plans them once, which costs several times as much as carrying most of them out.
 *
 * A migration by a newer release may change what a prepared statement returns. PostgreSQL then refuses it before it does
 * anything; it is prepared anew, and inside a transaction the commit counts as stale.
 */
export function preparingPool(pool: pg.Pool): PostgresPool {
  const names = statementNames();
  const wrapped = new WeakMap<pg.PoolClient, PostgresPoolClient>();
  return {
    async connect() {
      const client = await pool.connect();
      const known = wrapped.get(client) ?? preparingClient(client, names);
      wrapped.set(client, known);
      return known;
    },
    end: async () => pool.end(),
  };
}

function preparingClient(client: pg.PoolClient, names: StatementNames): PostgresPoolClient {
  let inTransaction = false;
  const query = async (text: string, values: readonly unknown[] = []): Promise<pg.QueryResult> => {
    const name = values.length === 0 ? undefined : names.nameOf(text);
    if (name === undefined) {
      const answer = await client.query(text, [...values]);
      inTransaction = opens(text) || (inTransaction && !closes(text));
      return answer;
    }
    try {
      return await client.query({ name, text, values: [...values] });
    } catch (error) {
      if (!isOutdated(error)) throw error;
      names.renew(text, name);
      if (inTransaction) throw new StaleFact();
      return client.query(text, [...values]);
    }
  };
  // Kysely asks for cursors only of a dialect that has them.
  return { query: query as unknown as PostgresPoolClient['query'], release: () => client.release() };
}

const opens = (text: string): boolean => text === 'begin' || text.startsWith('start transaction');

const closes = (text: string): boolean => text === 'commit' || text === 'rollback';

/** Whether PostgreSQL refused a prepared statement because a migration changed its result (SQLSTATE 0A000). */
function isOutdated(error: unknown): boolean {
  return (
    error instanceof Error &&
    'code' in error &&
    error.code === '0A000' &&
    'routine' in error &&
    error.routine === 'RevalidateCachedQuery'
  );
}
