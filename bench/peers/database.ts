import { execFileSync } from 'node:child_process';
import pg from 'pg';
import { cpuMicros } from '../machine.ts';

/** A database of a peer's own, on the PostgreSQL server that all peers share. */
export interface PeerDatabase {
  readonly url: string;
  /** Processes of PostgreSQL that serve this database's connections now. */
  backends(): Promise<readonly number[]>;
  /** Ends all connections and drops the database. */
  drop(): Promise<void>;
}

/**
 * Creates the peer's database, and drops one that an earlier run left.
 *
 * @param serverUrl URL of any database of the server, whose role may create databases
 */
export async function createDatabase(serverUrl: string, peer: string): Promise<PeerDatabase> {
  const name = `pristan_bench_${peer.replaceAll(/[^a-z0-9]/g, '_')}`;
  const server = new pg.Client({ connectionString: serverUrl });
  await server.connect();
  await server.query(`drop database if exists ${name} with (force)`);
  await server.query(`create database ${name}`);
  const url = new URL(serverUrl);
  url.pathname = `/${name}`;
  return {
    url: url.href,
    async backends() {
      const { rows } = await server.query<{ pid: number }>('select pid from pg_stat_activity where datname = $1', [
        name,
      ]);
      return rows.map(({ pid }) => pid);
    },
    async drop() {
      await server.query(`drop database ${name} with (force)`);
      await server.end();
    },
  };
}

/**
 * CPU time of a database's backends in microseconds. The WAL writer, the checkpointer and autovacuum serve all databases
 * and are not counted.
 */
export async function backendMicros(database: PeerDatabase): Promise<number> {
  return cpuMicros(await database.backends());
}

/** Binds a database's backends to one core, if `taskset` is present and permitted to. */
export async function pinBackends(database: PeerDatabase, core: number): Promise<void> {
  for (const pid of await database.backends()) {
    try {
      execFileSync('taskset', ['-p', '-c', String(core), String(pid)], { stdio: 'ignore' });
    } catch {
      return;
    }
  }
}
