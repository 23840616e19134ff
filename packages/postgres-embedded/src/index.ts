import { mkdir, realpath } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { prepareBinaries } from './binaries.ts';
import { ensureCluster } from './cluster.ts';
import { handOverCluster } from './hand-over.ts';
import { type EmbeddedPostgres, openHandle } from './handle.ts';
import { chooseRunner } from './runner.ts';
import { claimSocketFolder, socketFolderOf } from './socket-folder.ts';
import { statsAt } from './folder-trust.ts';

export { EmbeddedStartFailed, EmbeddedUnavailable } from './errors.ts';
export { APPLICATION_NAME_PREFIX } from './presence-lock.ts';
export type { EmbeddedPostgres } from './handle.ts';

/** Location and log of the embedded PostgreSQL server. */
export interface EmbeddedOptions {
  /** Absolute path of the data directory; the cluster is its folder `postgres`. Created if missing. */
  readonly dataDir: string;
  /** Gets one line when the server starts, stops or fails to come back. */
  readonly log?: (line: string) => void;
}

/**
 * Opens the PostgreSQL in a data directory: creates its cluster if there is none, starts the server if it is not
 * running, uses it if it is. The server runs on a private unix socket as an unprivileged user, detached from this
 * process, until its last user leaves.
 *
 * @throws EmbeddedUnavailable when it can't be used on this machine (the message says what to do); EmbeddedStartFailed
 * when it does not start
 * @see docs/adr/0002-embedded-engine.md
 */
export async function openEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  if (!isAbsolute(options.dataDir)) throw new TypeError(`dataDir is not absolute: ${options.dataDir}`);
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const dataDir = await realpath(options.dataDir);
  const cluster = join(dataDir, 'postgres');

  const log = options.log ?? (() => undefined);
  const logFile = join(dataDir, 'postgres.log');

  const runner = await chooseRunner({ dataDir: statsAt(dataDir)?.uid, cluster: statsAt(cluster)?.uid });
  const binaries = await prepareBinaries(runner, dataDir);
  await ensureCluster(cluster, binaries.initdb, runner);
  await handOverCluster({ cluster, postgres: binaries.postgres, logFile }, runner, log);
  const socket = await socketFolderOf(cluster, runner);
  await claimSocketFolder(socket, runner);

  const place = { cluster, socket, runner, postgres: binaries.postgres, logFile };
  return openHandle(place, log);
}
