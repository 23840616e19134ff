import { access, constants, mkdir, stat } from 'node:fs/promises';
import path from 'node:path';
import { ConfigProblems } from '../config/load.ts';

/**
 * Creates the data directory if it is missing, and checks that it is writable.
 *
 * @throws ConfigProblems with a sentence, when it cannot be created or used
 */
export async function readyDataDir(folder: string, mode = 0o777): Promise<void> {
  try {
    await makeFolder(folder, mode);
    await access(folder, constants.W_OK | constants.X_OK);
  } catch (error) {
    throw problemOf(folder, error);
  }
}

/**
 * Whether the data directory holds a database cluster. Creates nothing.
 *
 * @throws ConfigProblems with a sentence, when it is not a folder or this user may not read it
 */
export async function holdsCluster(folder: string): Promise<boolean> {
  try {
    await stat(path.join(folder, 'postgres', 'PG_VERSION'));
    return true;
  } catch (error) {
    if (codeOf(error) === 'ENOENT') return false;
    throw problemOf(folder, error);
  }
}

/** Creates a folder and its parents one at a time: below /proc, Node's own `recursive` never returns. */
async function makeFolder(folder: string, mode: number): Promise<void> {
  const parent = path.dirname(folder);
  const isFolder = await stat(folder).then(
    (stats) => stats.isDirectory(),
    (error: unknown) => {
      if (codeOf(error) === 'ENOENT') return undefined;
      throw error;
    },
  );
  if (isFolder === true) return;
  if (isFolder === false) throw Object.assign(new Error('no folder'), { code: 'ENOTDIR' });
  if (parent !== folder) await makeFolder(parent, mode);
  try {
    await mkdir(folder, { mode });
  } catch (error) {
    // Another process that starts at the same time may have created the folder.
    if (codeOf(error) !== 'EEXIST' || !(await stat(folder)).isDirectory()) throw error;
  }
}

const reasons: Readonly<Record<string, string>> = {
  ENOTDIR: 'is a file, or is inside one',
  EACCES: 'cannot be used by this user',
  EPERM: 'cannot be used by this user',
  EROFS: 'is on a read-only file system',
  ENOSPC: 'is on a full file system',
};

function problemOf(folder: string, error: unknown): ConfigProblems {
  const code = codeOf(error);
  const why = reasons[code] ?? `cannot be created (${code})`;
  return new ConfigProblems(
    `PRISTAN_DATA_DIR: expected a folder that this user may write to; ${folder} ${why}. Set it to another folder, or run as the user that owns this one.`,
  );
}

function codeOf(error: unknown): string {
  return error instanceof Error && 'code' in error ? String(error.code) : String(error);
}
