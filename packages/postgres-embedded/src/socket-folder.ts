import { createHash } from 'node:crypto';
import { lchown, mkdir, stat } from 'node:fs/promises';
import { join } from 'node:path';
import { EmbeddedUnavailable, codeOf } from './errors.ts';
import type { Runner } from './runner.ts';
import { distrustReason, statsAt } from './folder-trust.ts';

/** The port of the embedded server. It is only part of the socket's file name; no network port is open. */
export const SOCKET_PORT = 5432;

/** Maximum bytes of a socket path: the kernel's `sun_path` without the closing zero. */
const PATH_BYTES_MAX = process.platform === 'linux' ? 107 : 103;

/** The folder where the embedded server creates its socket and clients look for the socket. */
export interface SocketFolder {
  /** Absolute path; the `host` that clients connect to. */
  readonly path: string;
  /** The socket folder as the server sees it from inside its data folder. */
  readonly serverArgument: string;
}

/**
 * The folder of the server's socket. Normally it is the cluster folder: it is closed to other users, nobody else can
 * create it first, and it is the same for every process whatever its TMPDIR. If that path is too long for a socket, it
 * is a folder in /tmp, named after the device and inode of the cluster folder.
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
 * Creates the socket folder if missing, and requires a real folder that belongs to the user `runner` and is closed to
 * all others.
 *
 * @throws EmbeddedUnavailable when the folder does not meet this
 */
export async function claimSocketFolder(folder: SocketFolder, runner: Runner): Promise<void> {
  const { path } = folder;
  if (folder.serverArgument === path) {
    await mkdir(path, { mode: 0o700 }).catch((thrown: unknown) => {
      if (codeOf(thrown) !== 'EEXIST') throw thrown;
    });
    // A folder of root is accepted, too: this process or another has just created it and not changed its owner yet.
    if (runner.switchUser && statsAt(path)?.uid === 0) await lchown(path, runner.uid, runner.gid);
  }
  const reason = distrustReason(path, runner.uid, 0o077);
  if (reason !== undefined) {
    throw new EmbeddedUnavailable(
      `The folder for PostgreSQL's socket, ${path}, ${reason}. Remove it, or use a shorter PRISTAN_DATA_DIR.`,
    );
  }
}
