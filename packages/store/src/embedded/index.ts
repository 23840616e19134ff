import { mkdir, realpath } from 'node:fs/promises';
import { isAbsolute, join } from 'node:path';
import { prepareBinaries } from './binaries.ts';
import { ensureCluster } from './cluster.ts';
import { type EmbeddedPostgres, hold } from './handle.ts';
import { chooseRunner } from './runner.ts';
import { claimSocketFolder, socketFolderOf } from './socket-folder.ts';
import { look } from './trust.ts';

export { EmbeddedStartFailed, EmbeddedUnavailable } from './errors.ts';
export { APPLICATION_NAME_PREFIX } from './gate.ts';
export type { EmbeddedPostgres } from './handle.ts';

/** Where the embedded server lives and whom it tells about it. */
export interface EmbeddedOptions {
  /** Absolute path of the data directory; the cluster lives in its folder `postgres`. Created if missing. */
  readonly dataDir: string;
  /** Told, in one line each, when the server is started and stopped, and when it does not come back. */
  readonly log?: (line: string) => void;
}

/**
 * Opens the PostgreSQL that lives in a data directory: makes its cluster if there is none, starts it if it is not
 * running, adopts it if it is. It runs on a private unix socket as an unprivileged user, detached from this process,
 * until the last who uses it leaves.
 *
 * @throws EmbeddedUnavailable when it cannot be used here, with what to do; EmbeddedStartFailed when it does not come up
 * @see docs/adr/0002-embedded-engine.md
 */
export async function openEmbeddedPostgres(options: EmbeddedOptions): Promise<EmbeddedPostgres> {
  if (!isAbsolute(options.dataDir)) throw new TypeError(`dataDir is not absolute: ${options.dataDir}`);
  await mkdir(options.dataDir, { recursive: true, mode: 0o700 });
  const dataDir = await realpath(options.dataDir);
  const cluster = join(dataDir, 'postgres');

  const runner = chooseRunner(look(cluster)?.uid);
  const binaries = await prepareBinaries(runner, dataDir);
  await ensureCluster(cluster, binaries.initdb, runner);
  const socket = await socketFolderOf(cluster, runner);
  await claimSocketFolder(socket, runner);

  const place = { cluster, socket, runner, postgres: binaries.postgres, logFile: join(dataDir, 'postgres.log') };
  return hold(place, options.log ?? (() => undefined));
}
