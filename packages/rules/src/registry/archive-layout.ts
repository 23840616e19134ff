import { currentFolder, isFolder } from './archive-path.ts';

/** The layout of a widget archive, below the folder that contains the manifest. */
export interface ArchiveLayout {
  /** The folders around the widget, each with a trailing `/`; empty when the manifest is at the top of the archive. */
  readonly folder: string;
  /** The manifest's name in the archive, possibly in another case. */
  readonly manifestName: string;
  /**
   * Returns the path of an archive entry below `folder`, with the manifest's canonical name; an entry outside of
   * `folder` keeps its path.
   */
  readonly pathOf: (path: string) => string;
}

const LEVELS_MAX = 3;

/**
 * Finds the widget in an archive, also inside a single folder or a few nested ones. Files that operating systems add
 * (`__MACOSX/`, `.DS_Store`) do not count. `name` is the manifest's name, matched in any case: an archive has no two
 * names that differ only in case.
 *
 * @see docs/spec/dialect.md#widget-archive
 */
export function archiveLayout(paths: readonly string[], name: string): ArchiveLayout {
  const files = paths.filter((path) => !isFolder(path) && !isSystemFile(path));
  const nameIn = (folder: string): string | undefined =>
    files
      .filter((path) => path.startsWith(folder))
      .map((path) => path.slice(folder.length))
      .find((path) => path.toLowerCase() === name);
  let folder = '';
  for (let level = 0; level < LEVELS_MAX && nameIn(folder) === undefined; level++) {
    const [first] = files;
    const next = first?.slice(folder.length).split('/')[0] ?? '';
    const inner = `${folder}${next}/`;
    if (first === undefined || !files.every((path) => path.startsWith(inner))) break;
    folder = inner;
  }
  const manifestName = nameIn(folder);
  if (manifestName === undefined) return { folder: '', manifestName: name, pathOf: (path) => path };
  const pathOf = (path: string): string => {
    const below = path.startsWith(folder) ? path.slice(folder.length) : path;
    return below === manifestName ? name : below;
  };
  return { folder, manifestName, pathOf };
}

/**
 * The paths of an archive with `/` as separator, also when the archive uses only `\`, as some Windows programs do, and
 * without the leading `./` that other programs write. An archive with both separators stays unchanged: programs
 * disagree on which of them is part of a name.
 */
export function readablePaths(paths: readonly string[]): readonly string[] {
  const slashed = paths.some((path) => path.includes('/')) ? paths : paths.map((path) => path.replaceAll('\\', '/'));
  if (!slashed.every((path) => path.startsWith(currentFolder))) return slashed;
  return slashed.map((path) => (path === currentFolder ? currentFolder : path.slice(currentFolder.length)));
}

/** True for a file that an operating system added to the archive. */
export function isSystemFile(path: string): boolean {
  return /(^|\/)(__MACOSX\/|\.DS_Store$|\._[^/]*$|Thumbs\.db$|desktop\.ini$)/i.test(path);
}
