import { type Stats, lstatSync } from 'node:fs';
import { codeOf } from './errors.ts';

/** Status of a path, without following a link; `undefined` when the path does not exist. */
export function statsAt(path: string): Stats | undefined {
  try {
    return lstatSync(path);
  } catch (thrown) {
    if (codeOf(thrown) === 'ENOENT' || codeOf(thrown) === 'ENOTDIR') return undefined;
    throw thrown;
  }
}

/**
 * The reason to distrust a folder, phrased to follow its name; `undefined` for a real folder (no link) of the given
 * owner without any of the forbidden mode bits.
 */
export function distrustReason(path: string, ownerUid: number, forbiddenMode: number): string | undefined {
  const stats = statsAt(path);
  if (stats === undefined) return 'does not exist';
  if (stats.isSymbolicLink()) return 'is a symbolic link';
  if (!stats.isDirectory()) return 'is not a folder';
  if (stats.uid !== ownerUid) return `belongs to uid ${stats.uid}, not to uid ${ownerUid}`;
  const excess = stats.mode & forbiddenMode;
  return excess === 0 ? undefined : `is open to others (mode ${(stats.mode & 0o777).toString(8)})`;
}
