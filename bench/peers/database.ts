import pg from 'pg';
import { cpuByPid, pin } from '../machine.ts';

/** A peer's own database, as the bench observes it. */
export interface PeerDatabase {
  /** URL that the peer connects to. */
  readonly url: string;
  /**
   * CPU time of the database's client backends by pid, in microseconds. Processes that serve all databases (the WAL writer,
   * the checkpointer, autovacuum) are not among them. Undefined if PostgreSQL does not run on this machine.
   */
  backends(): Promise<ReadonlyMap<number, number> | undefined>;
  /** Binds the backends to one core, if that is permitted. */
  pinBackends(core: number): Promise<boolean>;
  /**
   * Rows that were inserted, updated and deleted so far. A backend reports its rows late, but at the latest ten seconds
   * after its last statement.
   *
   * @see PostgreSQL, "The Cumulative Statistics System"
   */
  rowsWritten(): Promise<number>;
  /** Position in the server's WAL, in bytes: the log of all its databases. */
  walBytes(): Promise<number>;
  /** Ends the observation, and drops the database if the bench created it. */
  close(): Promise<void>;
}

/**
 * Creates the peer's database, and drops one that an earlier run left.
 *
 * @param serverUrl URL of any database of the server, whose role may create databases
 */
export async function createDatabase(serverUrl: string, peer: string): Promise<PeerDatabase> {
  const name = `pristan_bench_${peer.toLowerCase().replaceAll(/[^a-z0-9]+/g, '_')}`;
  const server = new pg.Client({ connectionString: serverUrl });
  await server.connect();
  await server.query(`drop database if exists ${name} with (force)`);
  await server.query(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  const observed = await observe(url.href);
  return {
    ...observed,
    async close() {
      await observed.close();
      await server.query(`drop database ${name} with (force)`);
      await server.end();
    },
  };
}

/** Observes a database that exists. */
export async function observe(url: string): Promise<PeerDatabase> {
  const client = new pg.Client({ connectionString: url });
  // The embedded engine stops with its server, before the observation ends.
  client.on('error', () => undefined);
  await client.connect();
  const pids = async (): Promise<readonly number[]> => {
    const { rows } = await client.query<{ pid: number }>(
      `select pid from pg_stat_activity
       where datname = current_database() and backend_type = 'client backend' and pid <> pg_backend_pid()`,
    );
    return rows.map(({ pid }) => pid);
  };
  const figure = async (sql: string): Promise<number> => {
    const { rows } = await client.query<{ figure: string }>(`select (${sql})::text as figure`);
    return Number(rows[0]?.figure);
  };
  return {
    url,
    backends: async () => cpuByPid(await pids(), 'postgres'),
    pinBackends: async (core) => pin(await pids(), core),
    rowsWritten: () => figure('select sum(n_tup_ins + n_tup_upd + n_tup_del) from pg_stat_user_tables'),
    walBytes: () => figure(`select pg_wal_lsn_diff(pg_current_wal_insert_lsn(), '0/0')`),
    close: () => client.end(),
  };
}
