import { createHash } from 'node:crypto';
import { lchown, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedUnavailable, codeOf } from './errors.ts';
import type { Runner } from './runner.ts';
import { distrust, look } from './trust.ts';

/** The port number names the socket file; nothing listens on a network port. */
export const SOCKET_PORT = 5432;

/** Bytes that a socket's path may have, by the kernel's `sun_path` less its closing zero. */
const PATH_BYTES_MAX = process.platform === 'linux' ? 107 : 103;

/** Where the server puts its socket and where clients look for it. */
export interface SocketFolder {
  /** Absolute; what a client passes as `host`. */
  readonly path: string;
  /** What the server is told, seen from inside its data folder. */
  readonly serverArgument: string;
}

/**
 * The folder of the server's socket: the cluster's own folder, which is closed to others already, is never a name that
 * somebody could take before us, and is the same for every process whatever its TMPDIR. Only where that path is too
 * long for a socket: a folder in /tmp, named after the cluster folder's identity.
 *
 * @param cluster absolute path of an existing cluster folder
 */
export async function socketFolderOf(cluster: string, runner: Runner): Promise<SocketFolder> {
  if (Buffer.byteLength(join(cluster, `.s.PGSQL.${SOCKET_PORT}`)) <= PATH_BYTES_MAX)
    return { path: cluster, serverArgument: '.' };
  const { dev, ino } = await stat(cluster);
  const identity = createHash('sha256').update(`${dev}:${ino}`).digest('hex').slice(0, 16);
  const path = `/tmp/pristan-${runner.uid}-${identity}`;
  return { path, serverArgument: path };
}

/**
 * Creates the socket folder where it is missing, and insists that it is ours: a real folder, of the runner, closed to
 * all others.
 *
 * @throws EmbeddedUnavailable when somebody else stands there
 */
export async function claimSocketFolder(folder: SocketFolder, runner: Runner): Promise<void> {
  const { path } = folder;
  if (folder.serverArgument === path) {
    await mkdir(path, { mode: 0o700 }).catch((thrown: unknown) => {
      if (codeOf(thrown) !== 'EEXIST') throw thrown;
    });
    // Root's folder is ours as well: made just now, here or by another process that has not handed it over yet.
    if (runner.switchUser && look(path)?.uid === 0) await lchown(path, runner.uid, runner.gid);
  }
  const reason = distrust(path, runner.uid, 0o077);
  if (reason !== undefined) {
    throw new EmbeddedUnavailable(
      `The folder for PostgreSQL's socket, ${path}, ${reason}. Remove it, or use a shorter PRISTAN_DATA_DIR.`,
    );
  }
}
