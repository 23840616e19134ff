import type { WidgetProblem, WidgetProblemCode } from './widget-problem.ts';
import { wholeArchive } from './widget-problem.ts';

const MIB = 1024 * 1024;

/**
 * How large a widget may be. Sizes in bytes.
 *
 * @see docs/spec/dialect.md#widget-archive
 */
export const widgetLimits = {
  /** The archive as it is uploaded. */
  archiveBytesMax: 20 * MIB,
  entriesMax: 500,
  /** All files unpacked. */
  inflatedBytesMax: 32 * MIB,
  /** One file unpacked. */
  fileBytesMax: 4 * MIB,
  /** How often its own size a file over `ratioFreeBytes` may unpack to. */
  ratioMax: 100,
  ratioFreeBytes: 64 * 1024,
  pathLengthMax: 200,
  pathDepthMax: 8,
} as const;

/** One entry as the archive's directory describes it, before anything is unpacked. Sizes in bytes. */
export interface ArchiveEntry {
  readonly path: string;
  readonly compressedBytes: number;
  readonly inflatedBytes: number;
  /** 0 is stored, 8 is deflate. */
  readonly method: number;
  readonly encrypted: boolean;
  /** The Unix file type and mode, when the archive was made on Unix; else 0. */
  readonly unixMode: number;
  /** Where the entry's own header begins, and the byte after its data; absent when there is no such header. */
  readonly span: { readonly from: number; readonly to: number } | undefined;
  /** Whether the entry's own header names the same file as the directory. */
  readonly sameName: boolean;
}

/**
 * All that an archive's directory shows to be wrong; empty when it may be unpacked. Sizes are taken as told here: that
 * they are true is seen while unpacking.
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
  return problems;
}

/** Whether an entry is a folder, which has a name and nothing else. */
export function isFolder(path: string): boolean {
  return path.endsWith('/');
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
  if (archiveNames.test(path)) yield 'nested_archive';
  if (inflatedBytes > widgetLimits.fileBytesMax) yield 'too_large';
  else if (inflatedBytes > widgetLimits.ratioFreeBytes && inflatedBytes > compressedBytes * widgetLimits.ratioMax)
    yield 'inflates_too_much';
}

const archiveNames = /\.(zip|jar|war|apk|7z|rar|tar|tgz|tbz|gz|bz2|xz|zst|lz4?)$/i;

/** A path that every system reads alike and that stays below the folder it is unpacked to. */
function isSafePath(path: string): boolean {
  // Control characters, what Windows keeps for itself, and characters that turn the direction of writing.
  if (/[\\:*?"<>|\p{Cc}\p{Cs}\u202a-\u202e\u2066-\u2069\ufffd]/u.test(path)) return false;
  const parts = (isFolder(path) ? path.slice(0, -1) : path).split('/');
  return (
    parts.length <= widgetLimits.pathDepthMax &&
    parts.every(
      (part) => part !== '' && part !== '.' && part !== '..' && !/[ .]$/.test(part) && !reservedNames.test(part),
    )
  );
}

const reservedNames = /^(con|prn|aux|nul|com\d|lpt\d)(\.|$)/i;

/** Links, devices, pipes and sockets: whatever is neither a plain file nor a folder. */
function isSpecialFile({ unixMode, path }: ArchiveEntry): boolean {
  const type = unixMode & 0o170000;
  if (type === 0 || type === 0o100000) return false;
  return !(type === 0o040000 && isFolder(path));
}

/** Entries whose names a system without letter case would take for one, or that are a file where others need a folder. */
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

/** Entries that share bytes with another, as bombs do that are small on disk. */
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
