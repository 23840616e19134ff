import { crc32, deflateRawSync } from 'node:zlib';

/** One file in an archive; its headers are correct unless these members override them. */
export interface ZipEntry {
  readonly path: string;
  readonly data: Buffer;
  /** Whether the file is stored uncompressed instead of deflated. */
  readonly stored?: boolean;
  /** Uncompressed size in bytes that the headers declare. */
  readonly claimedBytes?: number;
  readonly unixMode?: number;
  /** General purpose bits of the headers; 1 means encrypted. */
  readonly flags?: number;
  /** File name in the entry's local header, if it differs. */
  readonly localPath?: string;
  readonly checksum?: number;
  /** Index of another entry whose bytes this one points to. */
  readonly sameBytesAs?: number;
}

/** Writes a zip archive byte by byte, so that its headers can lie where a library’s would not. */
export function zipOf(entries: readonly ZipEntry[]): Buffer {
  const parts: Buffer[] = [];
  const directory: Buffer[] = [];
  const offsets: number[] = [];
  let offset = 0;
  for (const entry of entries) {
    const body = entry.stored === true ? entry.data : deflateRawSync(entry.data);
    const name = Buffer.from(entry.localPath ?? entry.path);
    const common = commonOf(entry, body, name.length);
    const at = entry.sameBytesAs === undefined ? offset : (offsets[entry.sameBytesAs] ?? 0);
    offsets.push(at);
    if (entry.sameBytesAs === undefined) {
      const header = Buffer.concat([Buffer.from('504b0304', 'hex'), common, name, body]);
      parts.push(header);
      offset += header.length;
    }
    const path = Buffer.from(entry.path);
    const tail = Buffer.alloc(14);
    tail.writeUInt32LE(((entry.unixMode ?? 0o100644) << 16) >>> 0, 6);
    tail.writeUInt32LE(at, 10);
    const central = commonOf(entry, body, path.length);
    directory.push(Buffer.from('504b01021403', 'hex'), central, tail, path);
  }
  const list = Buffer.concat(directory);
  const end = Buffer.alloc(22);
  end.write('504b0506', 'hex');
  end.writeUInt16LE(entries.length, 8);
  end.writeUInt16LE(entries.length, 10);
  end.writeUInt32LE(list.length, 12);
  end.writeUInt32LE(offset, 16);
  return Buffer.concat([...parts, list, end]);
}

/** Fields that the local and the central header share: version, bits, method, time, checksum, sizes, lengths. */
function commonOf(entry: ZipEntry, body: Buffer, nameBytes: number): Buffer {
  const fields = Buffer.alloc(26);
  fields.writeUInt16LE(20, 0);
  fields.writeUInt16LE((entry.flags ?? 0) | 0x0800, 2);
  fields.writeUInt16LE(entry.stored === true ? 0 : 8, 4);
  fields.writeUInt32LE(0x58210000, 6);
  fields.writeUInt32LE(entry.checksum ?? crc32(entry.data), 10);
  fields.writeUInt32LE(body.length, 14);
  fields.writeUInt32LE(entry.claimedBytes ?? entry.data.length, 18);
  fields.writeUInt16LE(nameBytes, 22);
  return fields;
}
