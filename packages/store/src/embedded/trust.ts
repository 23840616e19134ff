import { type Stats, lstatSync } from 'node:fs';
import { codeOf } from './errors.ts';

/** What stands at a path, without following a link; undefined when nothing does. */
export function look(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT' || codeOf(thrown) === 'ENOTDIR') return undefined;
    throw thrown;
  }
}

/**
 * Why a folder may not be relied on, in words that follow its name; undefined when it may: a real folder (no link),
 * of the given owner, without any of the forbidden mode bits.
 */
export function distrust(path: string, ownerUid: number, forbiddenMode: number): string | undefined {
  const stats = look(path);
  if (stats === undefined) return 'does not exist';
  if (stats.isSymbolicLink()) return 'is a symbolic link';
  if (!stats.isDirectory()) return 'is not a folder';
  if (stats.uid !== ownerUid) return `belongs to uid ${stats.uid}, not to uid ${ownerUid}`;
  const excess = stats.mode & forbiddenMode;
  return excess === 0 ? undefined : `is open to others (mode ${(stats.mode & 0o777).toString(8)})`;
}
