import type { Readable } from 'node:stream';
import { crc32 } from 'node:zlib';
import type { OpenArchive, ReadableEntry } from './archive-entries.ts';

/** A file of an archive that was unpacked to its end. */
export interface UnpackedFile {
  readonly kind: 'unpacked';
  readonly bytes: number;
  /** The whole file, if it is not longer than the requested limit. */
  readonly kept: Buffer | undefined;
  /** Beginning of the file, as long as requested. */
  readonly head: Buffer;
}

/** Limits on how much of an unpacked file is held in memory, in bytes, and a reader of its chunks. */
export interface UnpackLimits {
  readonly wholeBytesMax: number;
  readonly headBytes: number;
  readonly onChunk?: ((chunk: Buffer) => void) | undefined;
}

export type UnpackResult =
  UnpackedFile | { readonly kind: 'invalid'; readonly code: 'size_differs' | 'damaged' | 'nested_archive' };

const SIGNATURE_BYTES = 8;
const archiveBeginnings = ['504b0304', '504b0506', '526172211a07', '377abcaf271c', '1f8b08'];

/**
 * Unpacks one file of an archive as a stream: its size and checksum must match the archive's directory, and it must not
 * be an archive itself. The library stops a file within 16 KiB after its stated size.
 */
export async function unpack(archive: OpenArchive, entry: ReadableEntry, keeping: UnpackLimits): Promise<UnpackResult> {
  const keeps = entry.inflatedBytes <= keeping.wholeBytesMax;
  const headBytes = Math.max(keeping.headBytes, SIGNATURE_BYTES);
  const chunks: Buffer[] = [];
  let checksum = 0;
  let bytes = 0;
  let head = Buffer.alloc(0);
  try {
    const stream = await streamOf(archive, entry);
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      if (head.length < headBytes) head = Buffer.concat([head, chunk.subarray(0, headBytes - head.length)]);
      checksum = crc32(chunk, checksum);
      bytes += chunk.length;
      if (keeps) chunks.push(chunk);
      keeping.onChunk?.(chunk);
    }
  } catch (error) {
    const lies = error instanceof Error && /(too many|not enough) bytes/.test(error.message);
    return { kind: 'invalid', code: lies ? 'size_differs' : 'damaged' };
  }
  if (checksum !== entry.raw.crc32) return { kind: 'invalid', code: 'damaged' };
  const beginning = head.toString('hex', 0, SIGNATURE_BYTES);
  if (archiveBeginnings.some((one) => beginning.startsWith(one))) return { kind: 'invalid', code: 'nested_archive' };
  return { kind: 'unpacked', bytes, kept: keeps ? Buffer.concat(chunks) : undefined, head };
}

async function streamOf({ zip }: OpenArchive, { raw }: ReadableEntry): Promise<Readable> {
  return new Promise((resolve, reject) => {
    zip.openReadStream(raw, (error, stream) => (error === null ? resolve(stream) : reject(error)));
  });
}
