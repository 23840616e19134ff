import { link, readFile, rename, unlink } from 'node:fs/promises';
import { randomUUID } from 'node:crypto';
import { readFileSync, readlinkSync, realpathSync } from 'node:fs';
import { join } from 'node:path';
import { codeOf } from './errors.ts';
import { SOCKET_PORT, type SocketFolder } from './socket-folder.ts';

/** The lock file of a running server in its data folder: `postmaster.pid`. */
export interface LockFile {
  readonly pid: number;
}

/** Reads a cluster's lock file. @returns `undefined` when there is none, or it is being written */
export async function readLock(cluster: string): Promise<LockFile | undefined> {
  return parseLock(await readIfThere(join(cluster, 'postmaster.pid')));
}

/**
 * Whether the process named in a lock file can be a server of this cluster. After a SIGKILL or a container restart the
 * pid may belong to another program or to a zombie. PostgreSQL only checks whether the pid exists, and would never
 * start again.
 */
export function mayBeRunning(lock: LockFile, cluster: string): boolean {
  if (process.platform !== 'linux') return numberTaken(lock.pid);
  let stat: string;
  try {
    stat = readFileSync(`/proc/${lock.pid}/stat`, 'latin1');
  } catch (thrown) {
    return codeOf(thrown) === 'ENOENT' || codeOf(thrown) === 'ESRCH' ? false : numberTaken(lock.pid);
  }
  const [, name, state] = /^\d+ \((.*)\) (\S)/s.exec(stat) ?? [];
  if (name !== 'postgres' || state === 'Z' || state === 'X') return false;
  try {
    return readlinkSync(`/proc/${lock.pid}/cwd`) === realpathSync(cluster);
  } catch {
    // In a container, root may lack the right to look; then any process called postgres counts as the cluster's.
    return true;
  }
}

/**
 * Removes the lock files of a server that is gone, unless they have changed: each is moved aside, compared, and put
 * back if it differs.
 */
export async function dropLock(cluster: string, socket: SocketFolder, lock: LockFile): Promise<void> {
  for (const path of [join(cluster, 'postmaster.pid'), join(socket.path, `.s.PGSQL.${SOCKET_PORT}.lock`)]) {
    if (parseLock(await readIfThere(path))?.pid !== lock.pid) continue;
    const aside = `${path}.${randomUUID()}`;
    try {
      await rename(path, aside);
      if (parseLock(await readIfThere(aside))?.pid !== lock.pid) await link(aside, path);
    } catch (thrown) {
      if (codeOf(thrown) !== 'ENOENT' && codeOf(thrown) !== 'EEXIST') throw thrown;
    }
    await unlink(aside).catch(() => undefined);
  }
}

async function readIfThere(path: string): Promise<string> {
  try {
    return await readFile(path, 'utf8');
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT') return '';
    throw thrown;
  }
}

function parseLock(content: string): LockFile | undefined {
  // A single-user backend writes its pid with a minus sign.
  const pid = Math.abs(Number.parseInt(content, 10));
  return Number.isInteger(pid) && pid > 1 ? { pid } : undefined;
}

function numberTaken(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (thrown) {
    return codeOf(thrown) === 'EPERM';
  }
}
