import { createHash } from 'node:crypto';
import { readFile } from 'node:fs/promises';
import path from 'node:path';

/** A file that the build wrote, in every content coding that the build made of it. */
export interface BuiltFile {
  readonly body: Buffer;
  readonly contentType: string;
  /** Hash of the file's content, without quotes; it serves as ETag. */
  readonly tag: string;
  /**
   * Compressed copies of the file, the preferred coding first; empty for a file that compression does not make smaller.
   */
  readonly codings: ReadonlyMap<'br' | 'gzip', Buffer>;
}

const contentTypes: Readonly<Record<string, string>> = {
  '.css': 'text/css; charset=utf-8',
  '.js': 'text/javascript; charset=utf-8',
  '.svg': 'image/svg+xml',
  '.woff2': 'font/woff2',
};

const endings = [
  ['br', '.br'],
  ['gzip', '.gz'],
] as const;

/** Reads a file that the build wrote, and its compressed copies. @throws when the file itself is missing */
export async function readBuilt(file: string): Promise<BuiltFile> {
  const body = await readFile(file);
  const codings = new Map<'br' | 'gzip', Buffer>();
  for (const [coding, ending] of endings) {
    const compressed = await readFile(`${file}${ending}`).catch(unlessThere);
    if (compressed !== undefined) codings.set(coding, compressed);
  }
  return {
    body,
    contentType: contentTypeOf(file),
    tag: createHash('sha256').update(body).digest('base64url').slice(0, 16),
    codings,
  };
}

/** Media type of a file, by its extension. */
export function contentTypeOf(name: string): string {
  return contentTypes[path.extname(name)] ?? 'application/octet-stream';
}

/** Whether a file name is that of a compressed copy, which has no URL of its own. */
export function isCompressed(name: string): boolean {
  return endings.some(([, ending]) => name.endsWith(ending));
}

function unlessThere(error: NodeJS.ErrnoException): undefined {
  if (error.code !== 'ENOENT') throw error;
  return undefined;
}
