import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { OpenArchive, ReadableEntry } from './archive-entries.ts';

/** A file that was unpacked to its end. */
export interface Unpacked {
  readonly kind: 'unpacked';
  readonly bytes: number;
  /** Its bytes, when they are not more than were asked for. */
  readonly kept: Buffer | undefined;
}

export type Unpacking =
  Unpacked | { readonly kind: 'invalid'; readonly code: 'size_differs' | 'damaged' | 'nested_archive' };

const archiveBeginnings = ['504b0304', '504b0506', '526172211a07', '377abcaf271c', '1f8b08'];

/**
 * Unpacks one file as a stream: its size and checksum must be those of the directory, and it may be no archive itself.
 * The library stops a file that goes past its size within 16 KiB.
 */
export async function unpack(archive: OpenArchive, entry: ReadableEntry, keptBytesMax: number): Promise<Unpacking> {
  const keeps = entry.inflatedBytes <= keptBytesMax;
  const chunks: Buffer[] = [];
  let checksum = 0;
  let bytes = 0;
  let head = Buffer.alloc(0);
  try {
    const stream = await streamOf(archive, entry);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (head.length < 8) head = Buffer.concat([head, chunk.subarray(0, 8)]);
      checksum = crc32(chunk, checksum);
      bytes += chunk.length;
      if (keeps) chunks.push(chunk);
    }
  } catch (error) {
    const lies = error instanceof Error && /(too many|not enough) bytes/.test(error.message);
    return { kind: 'invalid', code: lies ? 'size_differs' : 'damaged' };
  }
  if (checksum !== entry.raw.crc32) return { kind: 'invalid', code: 'damaged' };
  const beginning = head.toString('hex');
  if (archiveBeginnings.some((one) => beginning.startsWith(one))) return { kind: 'invalid', code: 'nested_archive' };
  return { kind: 'unpacked', bytes, kept: keeps ? Buffer.concat(chunks) : undefined };
}

async function streamOf({ zip }: OpenArchive, { raw }: ReadableEntry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(raw, (error, stream) => (error === null ? resolve(stream) : reject(error)));
  });
}
