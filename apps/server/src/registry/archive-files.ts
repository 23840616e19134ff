import type { TextFile, WidgetContents, WidgetFile, WidgetProblem } from '@pristan/rules';
import { isFolder, isLogo, isSystemFile, archiveLayout, manifestPath, widgetLimits } from '@pristan/rules';
import type { OpenArchive, ReadableEntry } from './archive-entries.ts';
import { pictureHeadBytes, pictureHeader } from './picture-header.ts';
import { readPicture } from './picture.ts';
import { isTextFile, textReader } from './text-facts.ts';
import type { UnpackedFile } from './unpack.ts';
import { unpack } from './unpack.ts';

/** Contents of a widget's archive that was unpacked once. Sizes in bytes. */
export interface UnpackedArchive {
  readonly kind: 'unpacked';
  readonly contents: WidgetContents;
  readonly inflatedBytes: number;
}

/**
 * Limits in bytes on the text that is held in memory while a widget's archive is read: the manifest, each language, and
 * all code.
 */
const MANIFEST_BYTES_MAX = 64 * 1024;
const LANGUAGE_BYTES_MAX = 256 * 1024;
const LANGUAGES_MAX = 40;
const CODE_BYTES_MAX = 1024 * 1024;

/**
 * Unpacks every file of a widget's archive once, as a stream, and holds in memory only what is read or checked later.
 */
export async function unpackAll(
  archive: OpenArchive,
): Promise<UnpackedArchive | { readonly kind: 'invalid'; readonly problems: readonly WidgetProblem[] }> {
  const entries = archive.entries.filter(({ path }) => !isFolder(path));
  const { folder, manifestName, pathOf } = archiveLayout(
    entries.map(({ path }) => path),
    manifestPath,
  );
  const problems: WidgetProblem[] = [];
  const files: WidgetFile[] = [];
  const languages: TextFile[] = [];
  const code: TextFile[] = [];
  let manifest: TextFile | undefined;
  let codeBytes = 0;
  let inflatedBytes = 0;
  for (const entry of entries) {
    const path = pathOf(entry.path);
    const role = roleOf(path, languages.length);
    if (role === 'code') codeBytes += entry.inflatedBytes;
    const read = await readFile(archive, entry, { path, role, keepsCode: codeBytes <= CODE_BYTES_MAX });
    if (read.kind === 'invalid') {
      problems.push({ file: entry.path, field: '', code: read.code });
      continue;
    }
    files.push(read.file);
    inflatedBytes += read.file.bytes;
    if (role === 'manifest') {
      manifest = read.text;
      if (manifest === undefined) problems.push({ file: path, field: '', code: 'too_large' });
    }
    // A language file that is too large counts as unreadable: the widget lacks that language.
    else if (role === 'language') languages.push(read.text ?? { path, text: undefined });
    else if (read.text !== undefined) code.push(read.text);
  }
  // The later checks would report a file that could not be unpacked once more, as missing.
  if (problems.length > 0) return { kind: 'invalid', problems };
  const elsewhere = manifestElsewhere(manifest, files);
  if (elsewhere !== undefined)
    return { kind: 'invalid', problems: [{ file: elsewhere, field: '', code: 'not_at_top' }] };
  const looked = codeBytes <= CODE_BYTES_MAX ? code : undefined;
  return {
    kind: 'unpacked',
    contents: { folder, manifestName, files, manifest, languages, code: looked },
    inflatedBytes,
  };
}

type Role = 'manifest' | 'language' | 'code' | 'logo' | 'picture' | 'other';

function roleOf(path: string, languages: number): Role {
  if (path === manifestPath) return 'manifest';
  if (/^i18n\/[a-z]{2}\.json$/.test(path)) return languages < LANGUAGES_MAX ? 'language' : 'other';
  if (isSystemFile(path)) return 'other';
  if (isLogo(path)) return 'logo';
  if (/\.(png|jpe?g|gif|webp)$/i.test(path)) return 'picture';
  return /\.(m?js|css|html?|twig|hbs|json)$/i.test(path) && !/(^|\/)node_modules\//.test(path) ? 'code' : 'other';
}

const wholeBytesMax: Readonly<Record<Role, number>> = {
  manifest: MANIFEST_BYTES_MAX,
  language: LANGUAGE_BYTES_MAX,
  code: CODE_BYTES_MAX,
  logo: widgetLimits.fileBytesMax,
  picture: 0,
  other: 0,
};

/** Roles of the files whose text is read. */
const readAsText: ReadonlySet<Role> = new Set(['manifest', 'language', 'code']);

async function readFile(
  archive: OpenArchive,
  entry: ReadableEntry,
  { path, role, keepsCode }: { readonly path: string; readonly role: Role; readonly keepsCode: boolean },
) {
  const text = isTextFile(path) && !isSystemFile(path) ? textReader() : undefined;
  const file = await unpack(archive, entry, {
    wholeBytesMax: role === 'code' && !keepsCode ? -1 : wholeBytesMax[role],
    headBytes: role === 'picture' ? pictureHeadBytes : 0,
    onChunk: text?.read,
  });
  if (file.kind === 'invalid') return file;
  const kept = readAsText.has(role) ? file.kept : undefined;
  return {
    kind: 'read',
    file: { path, bytes: file.bytes, text: text?.facts(), picture: await pictureOf(role, file) },
    text: kept && textOf(path, kept),
  } as const;
}

async function pictureOf(role: Role, { kept, head }: UnpackedFile): Promise<WidgetFile['picture']> {
  if (role === 'picture') return pictureHeader(head);
  return role === 'logo' ? readPicture(kept ?? head) : undefined;
}

function manifestElsewhere(manifest: TextFile | undefined, files: readonly WidgetFile[]): string | undefined {
  if (manifest !== undefined) return undefined;
  const found = files
    .map(({ path }) => path)
    .filter((path) => path.toLowerCase().endsWith(`/${manifestPath}`) && !isSystemFile(path));
  return found.toSorted((one, other) => one.split('/').length - other.split('/').length)[0];
}

const utf8 = new TextDecoder('utf-8', { fatal: true });

/** Reads a file as UTF-8 without its byte order mark; its text is `undefined` when it is not UTF-8. */
function textOf(path: string, bytes: Buffer): TextFile {
  try {
    return { path, text: utf8.decode(bytes) };
  } catch {
    return { path, text: undefined };
  }
}
