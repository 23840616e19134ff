import { chmod, lchown, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { dataFolderArgument, startChild } from './child.ts';
import { EmbeddedStartFailed, EmbeddedUnavailable, codeOf } from './errors.ts';
import { flush } from './flush.ts';
import type { Runner } from './runner.ts';
import { look } from './trust.ts';

/** The only database user; the socket folder decides who may be it. */
export const DATABASE_USER = 'pristan';

/** True when the folder holds a cluster. */
export function isCluster(folder: string): boolean {
  return look(join(folder, 'PG_VERSION')) !== undefined;
}

/**
 * Makes sure that the folder holds a cluster which the runner owns and nobody else can enter. A new cluster is made
 * beside it under a random name and renamed, so it appears whole or not at all; of two processes that make one at the
 * same moment, one wins and both go on with the winner's.
 *
 * @param folder absolute; its parent exists
 * @throws EmbeddedUnavailable when something else stands there; EmbeddedStartFailed when initdb fails
 */
export async function ensureCluster(folder: string, initdb: string, runner: Runner): Promise<void> {
  if (!isCluster(folder)) await createCluster(folder, initdb, runner);
  await sweepDrafts(folder);
  const stats = look(folder);
  if (!stats?.isDirectory()) throw new EmbeddedUnavailable(`${folder} is not a real folder.`);
  // Restored by root from a backup that lost the owners.
  if (runner.switchUser && stats.uid === 0) await handOver(folder, runner);
  if ((stats.mode & 0o077) !== 0) await chmod(folder, 0o700);
}

async function createCluster(folder: string, initdb: string, runner: Runner): Promise<void> {
  if (look(folder) !== undefined && (await readdir(folder)).length > 0) {
    throw new EmbeddedUnavailable(`${folder} is not empty and holds no PostgreSQL cluster; move it away.`);
  }
  const draft = await mkdtemp(draftPrefix(folder));
  try {
    if (runner.switchUser) await lchown(draft, runner.uid, runner.gid);
    await runInitdb(draft, initdb, runner);
    await rename(draft, folder);
    // Were the rename lost with the power, the next start would find a draft and sweep it away with all its rows.
    await flush(dirname(folder));
  } catch (thrown) {
    // Another process was faster; it may even have swept our draft away in the middle of its making.
    if (!isCluster(folder)) {
      await rm(draft, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
      throw thrown;
    }
  }
}

async function runInitdb(draft: string, initdb: string, runner: Runner): Promise<void> {
  // Elsewhere than on Linux the C library may not know C.UTF-8; PostgreSQL's own provider does.
  const locale =
    process.platform === 'linux'
      ? ['--locale=C.UTF-8']
      : ['--locale=C', '--locale-provider=builtin', '--builtin-locale=C.UTF-8'];
  const args = [
    '-D',
    dataFolderArgument(draft),
    '-U',
    DATABASE_USER,
    '-A',
    'trust',
    '-E',
    'UTF8',
    ...locale,
    '--data-checksums',
    '--no-instructions',
  ];
  const child = startChild(initdb, args, {
    runner,
    folder: draft,
    stdio: ['ignore', 'ignore', 'pipe'],
    detached: false,
  });
  let complaint = '';
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    complaint = (complaint + text).slice(-2000);
  });
  await new Promise<void>((resolve, reject) => {
    child.once('error', (cause) => {
      reject(new EmbeddedUnavailable(`PostgreSQL's initdb cannot be run (${cause.message}).`, cause));
    });
    child.once('close', (status) => {
      if (status === 0) resolve();
      else reject(new EmbeddedStartFailed(`initdb failed in ${draft}: ${complaint.trim()}`));
    });
  });
}

async function handOver(path: string, runner: Runner): Promise<void> {
  for (const entry of await readdir(path, { withFileTypes: true })) {
    const child = join(path, entry.name);
    if (entry.isDirectory()) await handOver(child, runner);
    else await lchown(child, runner.uid, runner.gid);
  }
  await lchown(path, runner.uid, runner.gid);
}

/** Once the cluster stands, every draft of it is waste: of a process that lost the race, or died. */
async function sweepDrafts(folder: string): Promise<void> {
  const prefix = basename(draftPrefix(folder));
  for (const name of await readdir(dirname(folder))) {
    if (!name.startsWith(prefix)) continue;
    await rm(join(dirname(folder), name), { recursive: true, force: true, maxRetries: 5, retryDelay: 20 }).catch(
      (thrown: unknown) => {
        // Its initdb may still be writing; the next start sweeps again.
        if (codeOf(thrown) !== 'ENOTEMPTY') throw thrown;
      },
    );
  }
}

function draftPrefix(folder: string): string {
  return `${folder}.draft-`;
}
