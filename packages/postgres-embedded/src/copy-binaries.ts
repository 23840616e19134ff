import { chmod, copyFile, mkdir, mkdtemp, readdir, rename, rm } from 'node:fs/promises';
import { basename, dirname, join } from 'node:path';
import { EmbeddedUnavailable } from './errors.ts';
import { flush } from './flush.ts';
import { completeLinks } from './links.ts';
import { distrustReason, statsAt } from './folder-trust.ts';

/**
 * Ensures that `target` is a complete copy of PostgreSQL's programs. The copy is written beside the target under a
 * random name, flushed and renamed, so it appears completely or not at all. Safe to run concurrently.
 *
 * @param native the npm package's folder with `bin`, `lib` and `share`
 * @param target a path in an existing folder
 * @param ownerUid required owner of the target and its folder; nobody else may be able to write to them
 * @throws EmbeddedUnavailable when the target or its folder belongs to somebody else, or cannot be written
 */
export async function copyBinaries(native: string, target: string, ownerUid: number): Promise<void> {
  const parent = dirname(target);
  if (statsAt(target) === undefined) {
    let draft: string | undefined;
    try {
      insistOn(parent, ownerUid);
      draft = await mkdtemp(draftPrefix(target));
      const files: string[] = [];
      for (const part of ['bin', 'lib', 'share'])
        files.push(...(await copyTree(join(native, part), join(draft, part), part === 'bin')));
      await flushAll(files);
      await completeLinks(native, draft);
      await chmod(draft, 0o755);
      await rename(draft, target);
      await flush(parent);
    } catch (cause) {
      if (cause instanceof EmbeddedUnavailable) throw cause;
      // Another process may have been faster, and may have deleted the draft of this one.
      if (statsAt(target) === undefined) {
        if (draft !== undefined) await rm(draft, { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
        throw new EmbeddedUnavailable(
          `PostgreSQL's programs could not be copied to ${target}: ${String(cause)}.`,
          cause,
        );
      }
    }
    await sweepDrafts(target);
  }
  insistOn(parent, ownerUid);
  insistOn(target, ownerUid);
}

/**
 * Creates a folder that other users can enter and read, whatever the umask. The folder may exist already; otherwise its
 * parent must exist.
 *
 * @throws EmbeddedUnavailable when the folder belongs to somebody else, others may write to it, or it cannot be created
 */
export async function makeEnterable(folder: string, ownerUid: number): Promise<void> {
  try {
    await mkdir(folder, { recursive: true });
    insistOn(folder, ownerUid);
    if (((statsAt(folder)?.mode ?? 0) & 0o055) !== 0o055) await chmod(folder, 0o755);
  } catch (cause) {
    if (cause instanceof EmbeddedUnavailable) throw cause;
    throw new EmbeddedUnavailable(`${folder} cannot be made: ${String(cause)}.`, cause);
  }
}

function insistOn(folder: string, ownerUid: number): void {
  const reason = distrustReason(folder, ownerUid, 0o022);
  if (reason !== undefined) throw new EmbeddedUnavailable(`${folder} ${reason}, so programs in it are not run.`);
}

/** Copies a folder with everything in it. @returns paths of the copied files */
async function copyTree(from: string, to: string, executable: boolean): Promise<readonly string[]> {
  await mkdir(to);
  await chmod(to, 0o755);
  const made: string[] = [];
  for (const entry of await readdir(from, { withFileTypes: true })) {
    const [source, copy] = [join(from, entry.name), join(to, entry.name)];
    if (entry.isDirectory()) made.push(...(await copyTree(source, copy, executable)));
    // Links are created later from the package's list; static libraries are needed only for building.
    else if (entry.isFile() && !entry.name.endsWith('.a')) {
      await copyFile(source, copy);
      await chmod(copy, executable ? 0o755 : 0o644);
      made.push(copy);
    }
  }
  return made;
}

/** Flushes files to disk in parallel, but not all at once, since each takes an open file. */
async function flushAll(files: readonly string[]): Promise<void> {
  for (let start = 0; start < files.length; start += 64) await Promise.all(files.slice(start, start + 64).map(flush));
}

/** Deletes all drafts of the copy, left by processes that lost the race or died; the target exists by now. */
async function sweepDrafts(target: string): Promise<void> {
  const prefix = basename(draftPrefix(target));
  for (const name of await readdir(dirname(target))) {
    if (name.startsWith(prefix))
      await rm(join(dirname(target), name), { recursive: true, force: true, maxRetries: 5, retryDelay: 20 });
  }
}

function draftPrefix(target: string): string {
  return join(dirname(target), `.${basename(target)}.`);
}
