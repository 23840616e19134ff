import { createHash } from 'node:crypto';
import type { TextFile, WidgetManifest, WidgetProblem } from '@pristan/rules';
import {
  archiveProblems,
  isFolder,
  logoFileBytesMax,
  manifestPath,
  readWidget,
  widgetLimits,
  widgetLogos,
  wholeArchive,
} from '@pristan/rules';
import type { OpenArchive } from './archive-entries.ts';
import { openArchive } from './archive-entries.ts';
import { readPng } from './png.ts';
import { turnstile } from './turnstile.ts';
import type { Unpacked } from './unpack.ts';
import { unpack } from './unpack.ts';

/** A widget that may be kept. Sizes in bytes. */
export interface OpenedWidget {
  readonly kind: 'widget';
  readonly sha256: string;
  readonly archiveBytes: number;
  readonly inflatedBytes: number;
  readonly files: readonly { readonly path: string; readonly bytes: number }[];
  readonly manifest: WidgetManifest;
}

export type WidgetOpening =
  OpenedWidget | { readonly kind: 'invalid'; readonly problems: readonly WidgetProblem[] } | { readonly kind: 'busy' };

/** Text that is kept while reading: the manifest, and each language. Bytes. */
const MANIFEST_BYTES_MAX = 64 * 1024;
const TEXTS_BYTES_MAX = 256 * 1024;
const LANGUAGES_MAX = 40;

// Unpacking takes a whole core.
const opening = turnstile({ running: 2, waiting: 8 });

/**
 * Opens an uploaded `widget.zip`. Nothing is written anywhere; every file is unpacked once as a stream, and only what
 * decides is kept. What the directory shows to be wrong is told before anything is unpacked, the rest together after it.
 *
 * @see docs/spec/dialect.md#widget-archive
 */
export async function openWidget(bytes: Uint8Array): Promise<WidgetOpening> {
  const buffer = Buffer.from(bytes.buffer, bytes.byteOffset, bytes.byteLength);
  const opened = await opening(() => readArchive(buffer));
  return opened === 'busy' ? { kind: 'busy' } : opened;
}

async function readArchive(bytes: Buffer): Promise<WidgetOpening> {
  if (bytes.length > widgetLimits.archiveBytesMax)
    return invalid([{ file: wholeArchive, field: '', code: 'too_large' }]);
  const archive = await openArchive(bytes);
  if (archive.kind === 'invalid') return archive;
  const problems = archiveProblems(archive.entries);
  if (problems.length > 0) return invalid(problems);
  return readContents(bytes, archive);
}

async function readContents(bytes: Buffer, archive: OpenArchive): Promise<WidgetOpening> {
  const problems: WidgetProblem[] = [];
  const files: { path: string; bytes: number }[] = [];
  const texts: TextFile[] = [];
  const pictures: Parameters<typeof readWidget>[0]['pictures'][number][] = [];
  let manifest: TextFile | undefined;
  let inflatedBytes = 0;
  for (const entry of archive.entries) {
    const { path } = entry;
    if (isFolder(path)) continue;
    const limit = keptBytesMax(path, texts.length);
    const file = await unpack(archive, entry, limit);
    if (file.kind === 'invalid') {
      problems.push({ file: path, field: '', code: file.code });
      continue;
    }
    files.push({ path, bytes: file.bytes });
    inflatedBytes += file.bytes;
    if (limit === 0) continue;
    if (isLogo(path)) pictures.push({ path, bytes: file.bytes, png: file.kept && (await readPng(file.kept)) });
    else if (file.kept === undefined) problems.push({ file: path, field: '', code: 'too_large' });
    else if (path === manifestPath) manifest = textOf(path, file);
    else texts.push(textOf(path, file));
  }
  // A file that could not be unpacked would be told a second time as missing.
  if (problems.length > 0) return invalid(problems);
  const reading = readWidget({ paths: files.map(({ path }) => path), manifest, texts, pictures });
  if (reading.kind === 'invalid') return reading;
  const sha256 = createHash('sha256').update(bytes).digest('hex');
  return { kind: 'widget', sha256, archiveBytes: bytes.length, inflatedBytes, files, manifest: reading.manifest };
}

/** How much of a file is kept to be read; 0 for what is only unpacked. */
function keptBytesMax(path: string, languages: number): number {
  if (path === manifestPath) return MANIFEST_BYTES_MAX;
  if (isLogo(path)) return logoFileBytesMax;
  return /^i18n\/[a-z]{2}\.json$/.test(path) && languages < LANGUAGES_MAX ? TEXTS_BYTES_MAX : 0;
}

function isLogo(path: string): boolean {
  return Object.hasOwn(widgetLogos, path);
}

const utf8 = new TextDecoder('utf-8', { fatal: true, ignoreBOM: true });

function textOf(path: string, { kept }: Unpacked): TextFile {
  try {
    return { path, text: utf8.decode(kept) };
  } catch {
    return { path, text: undefined };
  }
}

function invalid(problems: readonly WidgetProblem[]): WidgetOpening {
  return { kind: 'invalid', problems: problems.slice(0, 200) };
}
