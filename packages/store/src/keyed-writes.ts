import type { KeyedWrite, KeyedWrites, Store } from '@pristan/flows';
import { fairQueue } from '@pristan/flows';
import type pg from 'pg';
import type { AnnounceDueWork, AnnouncedWork } from './announce-due-work.ts';
import { inKeyedWrite } from './keyed-write-context.ts';

/**
 * Limits of keyed writes on this node. Each running write holds a connection; some connections stay free for what a
 * write needs outside its transaction. A longer queue means a flood, or that the database can't keep up.
 */
const ROOM = { running: 4, runningOfOne: 3, waiting: 200 } as const;
/**
 * Time after which PostgreSQL ends an idle keyed write, in milliseconds. Handlers do nothing slow; one that hangs must
 * not hold its idempotency key and connection.
 */
const IDLE_MS = 15_000;

const insert = /* sql */ `
insert into idempotency_answers (key_hash, holder, sealed, created_at) values ($1, $2, $3, $4)
on conflict (key_hash) do update set holder = excluded.holder, sealed = excluded.sealed, created_at = excluded.created_at`;

const forgetOldest = /* sql */ `
delete from idempotency_answers where key_hash = any (array(
  select key_hash from idempotency_answers where holder = $1 order by created_at desc, key_hash offset $2))`;

/**
 * Keyed writes (writes with an idempotency key) on a pool. A transaction-level advisory lock makes a write the only one
 * with its key; the lock is released with the connection when a node dies.
 *
 * @param ride creates a store on the transaction of one connection; `onDue` is called when that store makes work due
 * @param announce notifies the workers, after the commit
 */
export function keyedWrites(
  pool: pg.Pool,
  ride: (client: pg.PoolClient, onDue: (kinds: readonly AnnouncedWork[]) => void) => Store,
  announce: AnnounceDueWork,
): KeyedWrites {
  const enter = fairQueue(ROOM);

  async function run<Result>(
    key: Parameters<KeyedWrites['run']>[0],
    since: number,
    write: (attempt: KeyedWrite) => Promise<Result>,
  ): Promise<Result | 'in_progress'> {
    const client = await pool.connect();
    let broken: Error | undefined;
    try {
      await client.query(`begin; set local idle_in_transaction_session_timeout = ${IDLE_MS}`);
      const { result, isKept, due } = await attempt(client, { key, since, write });
      await client.query(isKept ? 'commit' : 'rollback');
      if (isKept && due.length > 0) await announce(due);
      return result;
    } catch (error) {
      await client.query('rollback').catch((lost: unknown) => {
        broken = lost instanceof Error ? lost : new Error(String(lost));
      });
      throw error;
    } finally {
      client.release(broken);
    }
  }

  async function attempt<Result>(
    client: pg.PoolClient,
    asked: {
      readonly key: Parameters<KeyedWrites['run']>[0];
      readonly since: number;
      readonly write: (attempt: KeyedWrite) => Promise<Result>;
    },
  ): Promise<{
    readonly result: Result | 'in_progress';
    readonly isKept: boolean;
    readonly due: readonly AnnouncedWork[];
  }> {
    const { keyHash, holder } = asked.key;
    const due: AnnouncedWork[] = [];
    const seen = { isKept: false, due };
    const { rows: locked } = await client.query<{ got: boolean }>('select pg_try_advisory_xact_lock($1) as got', [
      lockOf(keyHash),
    ]);
    if (locked[0]?.got !== true) return { result: 'in_progress', ...seen };
    // The stored answer is read after locking, to see what the previous holder of the lock has just committed.
    const { rows } = await client.query<{ sealed: Uint8Array }>(
      'select sealed from idempotency_answers where key_hash = $1 and created_at > $2',
      [keyHash, asked.since],
    );
    const store = ride(client, (kinds) => void due.push(...kinds));
    const result = await inKeyedWrite(async () =>
      asked.write({
        stored: rows[0]?.sealed,
        store,
        async keep(sealed, at, max) {
          await client.query(insert, [keyHash, holder, sealed, at]);
          await client.query(forgetOldest, [holder, max]);
          seen.isKept = true;
        },
      }),
    );
    return { result, ...seen };
  }

  return { run: async (...asked) => enter(asked[0].holder, async () => run(...asked)) };
}

/** Advisory lock number of an idempotency key: the first 64 bits of its hash, as a signed integer for PostgreSQL. */
function lockOf(keyHash: Uint8Array): string {
  return Buffer.from(keyHash).readBigInt64BE(0).toString();
}
