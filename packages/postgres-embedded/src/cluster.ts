import { chmod, lchown, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { dataFolderArgument, startChild } from './child.ts';
import { EmbeddedStartFailed, EmbeddedUnavailable, codeOf } from './errors.ts';
import { flush } from './flush.ts';
import type { Runner } from './runner.ts';
import { statsAt } from './folder-trust.ts';

/** The only database user; access to the socket folder decides who may connect as this user. */
export const DATABASE_USER = 'pristan';

/** Whether the folder holds a PostgreSQL cluster. */
export function isCluster(folder: string): boolean {
  return statsAt(join(folder, 'PG_VERSION')) !== undefined;
}

/**
 * Ensures that the folder holds a PostgreSQL cluster that only its owner can enter. A new cluster is created beside the
 * folder under a random name and renamed, so it appears completely or not at all. Of two concurrent creators one wins,
 * and both use the winner's cluster.
 *
 * @param folder absolute path; its parent exists
 * @throws EmbeddedUnavailable when the folder holds something else; EmbeddedStartFailed when initdb fails
 */
export async function ensureCluster(folder: string, initdb: string, runner: Runner): Promise<void> {
  if (!isCluster(folder)) await createCluster(folder, initdb, runner);
  await sweepDrafts(folder);
  const stats = statsAt(folder);
  if (!stats?.isDirectory()) throw new EmbeddedUnavailable(`${folder} is not a real folder.`);
  if ((stats.mode & 0o077) !== 0) await chmod(folder, 0o700);
}

async function createCluster(folder: string, initdb: string, runner: Runner): Promise<void> {
  if (statsAt(folder) !== undefined && (await readdir(folder)).length > 0) {
    throw new EmbeddedUnavailable(`${folder} is not empty and holds no PostgreSQL cluster; move it away.`);
  }
  const draft = await mkdtemp(draftPrefix(folder));
  try {
    if (runner.switchUser) await lchown(draft, runner.uid, runner.gid);
    await runInitdb(draft, initdb, runner);
    await rename(draft, folder);
    // Without the flush, a power cut could undo the rename and leave a draft, which the next start would delete with
    // all its rows.
    await flush(dirname(folder));
  } catch (thrown) {
    // Another process was faster; it may even have deleted the unfinished draft of this one.
    if (!isCluster(folder)) {
      await rm(draft, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
      throw thrown;
    }
  }
}

async function runInitdb(draft: string, initdb: string, runner: Runner): Promise<void> {
  // ICU comes with the PostgreSQL programs and knows all letters on every platform; C libraries differ. Parts of
  // PostgreSQL ask the C library instead of ICU, so the cluster gets C.UTF-8 where available.
  const locale = [
    process.platform === 'linux' ? '--locale=C.UTF-8' : '--locale=C',
    '--locale-provider=icu',
    '--icu-locale=und',
  ];
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

/** Deletes all drafts of the cluster, left by processes that lost the race or died; the cluster exists by now. */
async function sweepDrafts(folder: string): Promise<void> {
  const prefix = basename(draftPrefix(folder));
  for (const name of await readdir(dirname(folder))) {
    if (!name.startsWith(prefix)) continue;
    await rm(join(dirname(folder), name), { recursive: true, force: true, maxRetries: 5, retryDelay: 20 }).catch(
      (thrown: unknown) => {
        // The initdb of that draft may still be writing; the next start deletes the draft.
        if (codeOf(thrown) !== 'ENOTEMPTY') throw thrown;
      },
    );
  }
}

function draftPrefix(folder: string): string {
  return `${folder}.draft-`;
}
