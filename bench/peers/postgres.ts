import { once } from 'node:events';
import { closeSync, openSync } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import pg from 'pg';
import { prepareBinaries } from '../../packages/postgres-embedded/src/binaries.ts';
import { dataFolderArgument, startChild } from '../../packages/postgres-embedded/src/child.ts';
import { DATABASE_USER, ensureCluster } from '../../packages/postgres-embedded/src/cluster.ts';
import { chooseRunner } from '../../packages/postgres-embedded/src/runner.ts';
import { claimSocketFolder, socketFolderOf } from '../../packages/postgres-embedded/src/socket-folder.ts';
import { familyOf, pin } from '../machine.ts';

/** The PostgreSQL server on which the bench runs all peers. */
export interface BenchPostgres {
  /** URL of its database `postgres`, for a role that may create databases. */
  readonly url: string;
  /** Version and origin, for the report. */
  readonly description: string;
  stop(): Promise<void>;
}

const START_MS_MAX = 60_000;

/**
 * The server at PRISTAN_TEST_DATABASE_URL; without it, starts PostgreSQL from npm for this run, with its own defaults
 * (durable, `synchronous_commit = on`), on a private socket.
 *
 * @param dataDir folder for the server's files
 * @param core the only core that the server may use
 */
export async function openPostgres(dataDir: string, core: number | undefined): Promise<BenchPostgres> {
  const given = process.env['PRISTAN_TEST_DATABASE_URL'];
  const server = given === undefined ? await startPostgres(dataDir, core) : { url: given, stop: async () => undefined };
  const client = new pg.Client({ connectionString: server.url });
  await client.connect();
  const { rows } = await client.query<{ version: string; sync: string; fsync: string }>(
    `select current_setting('server_version') as version, current_setting('synchronous_commit') as sync,
       current_setting('fsync') as fsync`,
  );
  await client.end();
  const { version, sync, fsync } = rows[0] ?? {};
  if (sync !== 'on' || fsync !== 'on') {
    await server.stop();
    throw new Error(`PostgreSQL must be durable, but has fsync = ${fsync}, synchronous_commit = ${sync}`);
  }
  const origin = given === undefined ? 'from npm, started for this run' : `at ${new URL(given).host}`;
  return { ...server, description: `PostgreSQL ${version}, ${origin}` };
}

async function startPostgres(
  dataDir: string,
  core: number | undefined,
): Promise<{ readonly url: string; stop(): Promise<void> }> {
  await mkdir(dataDir, { recursive: true });
  const folder = join(dataDir, 'cluster');
  const runner = await chooseRunner({ dataDir: undefined, cluster: undefined });
  const { initdb, postgres } = await prepareBinaries(runner, dataDir);
  await ensureCluster(folder, initdb, runner);
  const socket = await socketFolderOf(folder, runner);
  await claimSocketFolder(socket, runner);
  const settings = ['listen_addresses=', `unix_socket_directories=${socket.serverArgument}`];
  const arguments_ = settings.flatMap((setting) => ['-c', setting]);
  const log = openSync(join(dataDir, 'postgres.log'), 'a');
  const child = startChild(postgres, ['-D', dataFolderArgument(folder), ...arguments_], {
    runner,
    folder,
    stdio: ['ignore', log, log],
    detached: false,
  });
  closeSync(log);
  const ended = once(child, 'exit');
  const url = `postgresql://${DATABASE_USER}@localhost/postgres?host=${encodeURIComponent(socket.path)}`;
  const deadline = performance.now() + START_MS_MAX;
  while (!(await accepts(url))) {
    if (child.exitCode !== null || performance.now() > deadline)
      throw new Error(`PostgreSQL does not start; see ${join(dataDir, 'postgres.log')}`);
    await pause(50);
  }
  if (core !== undefined) pin(familyOf(child.pid ?? 0), core);
  return {
    url,
    async stop() {
      // A fast shutdown: PostgreSQL ends its connections and does not wait for them.
      child.kill('SIGINT');
      await ended;
      await rm(dataDir, { recursive: true, force: true });
    },
  };
}

async function accepts(url: string): Promise<boolean> {
  const client = new pg.Client({ connectionString: url });
  client.on('error', () => undefined);
  try {
    await client.connect();
    await client.end();
    return true;
  } catch {
    return false;
  }
}
