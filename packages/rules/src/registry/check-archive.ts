import { isLine } from '@pristan/wire';
import { currentFolder, isFolder } from './archive-path.ts';
import type { WidgetProblem, WidgetProblemCode } from './widget-problem.ts';
import { wholeArchive } from './widget-problem.ts';

const MIB = 1024 * 1024;

/** The limits of a widget archive. Sizes in bytes. @see docs/spec/dialect.md#widget-archive */
export const widgetLimits = {
  /** The size of the archive as uploaded. */
  archiveBytesMax: 20 * MIB,
  entriesMax: 500,
  /** The size of all files together, unpacked. */
  inflatedBytesMax: 32 * MIB,
  /** The size of one file, unpacked. */
  fileBytesMax: 4 * MIB,
  /** Maximum ratio of unpacked to packed size, for files larger than `ratioFreeBytes`. */
  ratioMax: 100,
  ratioFreeBytes: 64 * 1024,
  pathLengthMax: 200,
  pathDepthMax: 8,
} as const;

/** One entry as the archive's directory describes it, before unpacking. Sizes in bytes. */
export interface ArchiveEntry {
  readonly path: string;
  readonly compressedBytes: number;
  readonly inflatedBytes: number;
  /** Compression method of the entry: 0 is stored, 8 is deflate. */
  readonly method: number;
  readonly encrypted: boolean;
  /** The Unix file type and mode of the entry, if the archive was made on Unix; else 0. */
  readonly unixMode: number;
  /**
   * The offset of the entry's own header in the archive, and the offset after its data; absent when there is no such
   * header.
   */
  readonly span: { readonly from: number; readonly to: number } | undefined;
  /** Whether the entry's own header has the same file name as the archive's directory. */
  readonly sameName: boolean;
}

/**
 * All problems that the directory of a widget archive shows; empty when the archive may be unpacked. Sizes are taken
 * from the directory; unpacking checks them.
 */
export function archiveProblems(entries: readonly ArchiveEntry[]): readonly WidgetProblem[] {
  const problems: WidgetProblem[] = [];
  const add = (file: string, code: WidgetProblemCode): void => {
    problems.push({ file: file.slice(0, widgetLimits.pathLengthMax), field: '', code });
  };
  if (entries.length > widgetLimits.entriesMax) add(wholeArchive, 'too_many');
  if (sum(entries) > widgetLimits.inflatedBytesMax) add(wholeArchive, 'inflates_too_much');
  const overlaps = overlapping(entries);
  const repeats = repeating(entries);
  for (const entry of entries) {
    for (const code of entryProblems(entry)) add(entry.path, code);
    if (overlaps.has(entry)) add(entry.path, 'damaged');
    if (repeats.has(entry)) add(entry.path, 'duplicate');
  }
  const told = new Set<string>();
  return problems.filter(({ file, code }) => !told.has(`${code} ${file}`) && told.add(`${code} ${file}`));
}

function* entryProblems(entry: ArchiveEntry): Generator<WidgetProblemCode> {
  const { path, inflatedBytes, compressedBytes } = entry;
  if (path.length > widgetLimits.pathLengthMax) yield 'too_long';
  if (!isSafePath(path)) yield 'unsafe_path';
  if (entry.encrypted) yield 'encrypted';
  if (isSpecialFile(entry)) yield 'is_a_link';
  if (entry.method !== 0 && entry.method !== 8) yield 'damaged';
  if (!entry.sameName || entry.span === undefined) yield 'damaged';
  if (isFolder(path)) {
    if (inflatedBytes > 0 || compressedBytes > 2) yield 'size_differs';
    return;
  }
  yield* fileProblems(entry);
}

function* fileProblems({ path, inflatedBytes, compressedBytes }: ArchiveEntry): Generator<WidgetProblemCode> {
  if (archiveNames.test(path)) yield 'nested_archive';
  if (inflatedBytes > widgetLimits.fileBytesMax) yield 'too_large';
  else if (inflatedBytes > widgetLimits.ratioFreeBytes && inflatedBytes > compressedBytes * widgetLimits.ratioMax)
    yield 'inflates_too_much';
}

const archiveNames = /\.(zip|jar|war|apk|7z|rar|tar|tgz|tbz|gz|bz2|xz|zst|lz4?)$/i;

/** True for a path that every operating system reads alike and that stays inside the folder it is unpacked to. */
function isSafePath(path: string): boolean {
  // Characters that Windows reserves, and the character that replaces bytes that are not text.
  if (!isLine(path) || /[\\:*?"<>|\ufffd]/.test(path)) return false;
  if (path === currentFolder) return true;
  const parts = (isFolder(path) ? path.slice(0, -1) : path).split('/');
  return (
    parts.length <= widgetLimits.pathDepthMax &&
    parts.every(
      (part) => part !== '' && part !== '.' && part !== '..' && !/[ .]$/.test(part) && !reservedNames.test(part),
    )
  );
}

const reservedNames = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** True for links, devices, pipes and sockets: anything but plain files and folders. */
function isSpecialFile({ unixMode, path }: ArchiveEntry): boolean {
  const type = unixMode & 0o170000;
  if (type === 0 || type === 0o100000) return false;
  return !(type === 0o040000 && isFolder(path));
}

/**
 * Archive entries that a case-insensitive system would take for the same, or that are a file where other entries need a
 * folder.
 */
function repeating(entries: readonly ArchiveEntry[]): ReadonlySet<ArchiveEntry> {
  const seen = new Map<string, 'file' | 'folder'>();
  const found = new Set<ArchiveEntry>();
  const folded = entries.map((entry) => ({
    entry,
    name: entry.path.replace(/\/$/, '').normalize('NFKC').toLowerCase(),
  }));
  for (const { entry, name } of folded) {
    if (seen.has(name)) found.add(entry);
    else seen.set(name, isFolder(entry.path) ? 'folder' : 'file');
  }
  for (const { entry, name } of folded) {
    const parts = name.split('/').slice(0, widgetLimits.pathDepthMax + 1);
    for (let depth = 1; depth < parts.length; depth++) {
      if (seen.get(parts.slice(0, depth).join('/')) === 'file') found.add(entry);
    }
  }
  return found;
}

/** Archive entries that share bytes with another entry, as in zip bombs that are small on disk. */
function overlapping(entries: readonly ArchiveEntry[]): ReadonlySet<ArchiveEntry> {
  const found = new Set<ArchiveEntry>();
  let end = 0;
  const inOrder = entries.toSorted((one, other) => (one.span?.from ?? 0) - (other.span?.from ?? 0));
  for (const entry of inOrder) {
    if (entry.span === undefined) continue;
    if (entry.span.from < end) found.add(entry);
    end = Math.max(end, entry.span.to);
  }
  return found;
}

function sum(entries: readonly ArchiveEntry[]): number {
  return entries.reduce((total, { inflatedBytes }) => total + inflatedBytes, 0);
}
