import type { ArchiveEntry, WidgetProblem } from '@pristan/rules';
import { readablePaths, widgetLimits, wholeArchive } from '@pristan/rules';
import type { Entry, ZipFile } from 'yauzl';
import { fromBuffer } from 'yauzl';

/** An entry of a zip archive, with what is needed to read it from the file. */
export interface ReadableEntry extends ArchiveEntry {
  readonly raw: Entry;
}

export interface OpenArchive {
  readonly kind: 'open';
  readonly zip: ZipFile;
  readonly entries: readonly ReadableEntry[];
}

const HEADER_BYTES = 30;
const HEADER_SIGNATURE = 0x04034b50;

/** Reads the directory of a zip archive; unpacks nothing. */
export async function openArchive(
  bytes: Buffer,
): Promise<OpenArchive | { readonly kind: 'invalid'; readonly problems: readonly WidgetProblem[] }> {
  const zip = await open(bytes);
  if (zip === undefined) return invalid(wholeArchive, '', 'not_a_zip');
  if (zip.entryCount > widgetLimits.entriesMax) return invalid(wholeArchive, '', 'too_many');
  const entries: ReadableEntry[] = [];
  const error = await new Promise<Error | undefined>((resolve) => {
    zip.on('error', (reason: Error) => resolve(reason));
    zip.on('end', () => resolve(undefined));
    zip.on('entry', (entry: Entry) => {
      entries.push(entryOf(bytes, entry));
      zip.readEntry();
    });
    zip.readEntry();
  });
  if (error !== undefined) return directoryProblem(error, entries.length);
  const paths = readablePaths(entries.map(({ path }) => path));
  return {
    kind: 'open',
    zip,
    entries: entries.map((entry, index) => ({ ...entry, path: paths[index] ?? entry.path })),
  };
}

async function open(bytes: Buffer): Promise<ZipFile | undefined> {
  const options = { lazyEntries: true, decodeStrings: true, strictFileNames: false, validateEntrySizes: true };
  return new Promise((resolve) => {
    fromBuffer(bytes, options, (error, zip) => resolve(error === null ? zip : undefined));
  });
}

function entryOf(bytes: Buffer, entry: Entry): ReadableEntry {
  const header = headerOf(bytes, entry);
  const name = nameOf(entry);
  return {
    raw: entry,
    path: name.includes(BACKSLASH) ? name.toString('utf8') : entry.fileName,
    compressedBytes: entry.compressedSize,
    inflatedBytes: entry.uncompressedSize,
    method: entry.compressionMethod,
    encrypted: entry.isEncrypted(),
    // The upper byte names the operating system that the attributes belong to; 3 is Unix, 19 is macOS.
    unixMode: [3, 19].includes(entry.versionMadeBy >>> 8) ? entry.externalFileAttributes >>> 16 : 0,
    span: header?.span,
    sameName: header?.name.equals(name) === true,
  };
}

const BACKSLASH = 0x5c;

/** Name of an archive's entry as bytes: the library replaces backslashes in the name as text. */
function nameOf(entry: Entry & { readonly fileNameRaw?: Buffer }): Buffer {
  return entry.fileNameRaw ?? Buffer.from(entry.fileName);
}

/**
 * Local header of an entry in a zip archive: programs that stream an archive trust this header instead of the
 * directory.
 */
function headerOf(bytes: Buffer, entry: Entry) {
  const from = entry.relativeOffsetOfLocalHeader;
  if (from + HEADER_BYTES > bytes.length || bytes.readUInt32LE(from) !== HEADER_SIGNATURE) return undefined;
  const nameFrom = from + HEADER_BYTES;
  const nameTo = nameFrom + bytes.readUInt16LE(from + 26);
  const to = nameTo + bytes.readUInt16LE(from + 28) + entry.compressedSize;
  return { span: { from, to }, name: bytes.subarray(nameFrom, nameTo) };
}

function directoryProblem(error: Error, index: number) {
  const [, path] =
    /^(?:invalid characters in fileName|absolute path|invalid relative path): (.*)$/s.exec(error.message) ?? [];
  if (path !== undefined) return invalid(path.slice(0, widgetLimits.pathLengthMax), '', 'unsafe_path');
  const place = `entries.${index}`;
  if (error.message.includes('encryption')) return invalid(wholeArchive, place, 'encrypted');
  return invalid(wholeArchive, place, error.message.includes('size mismatch') ? 'size_differs' : 'not_a_zip');
}

function invalid(file: string, field: string, code: WidgetProblem['code']) {
  return { kind: 'invalid', problems: [{ file, field, code }] } as const;
}
