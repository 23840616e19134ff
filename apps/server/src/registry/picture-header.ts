import type { PictureFacts } from '@pristan/rules';

/**
 * Number of first bytes of a picture in which its size is found; a JPEG may have a long description before its size.
 */
export const pictureHeadBytes = 256 * 1024;

/** Reads the facts in the header of a picture; `whole` is true, because the header does not tell. */
export function pictureHeader(head: Buffer): PictureFacts | 'unreadable' {
  const found = pngHeader(head) ?? jpegHeader(head) ?? gifHeader(head) ?? webpHeader(head);
  return found === undefined || found.width === 0 || found.height === 0 ? 'unreadable' : { ...found, whole: true };
}

type Header = Omit<PictureFacts, 'whole'>;

/** Reads the header of a PNG; `acTL` is the chunk of an animation. @see PNG (Third Edition) §5.2, §11.2.1 */
function pngHeader(head: Buffer): Header | undefined {
  if (head.length < 24 || head.toString('hex', 0, 8) !== '89504e470d0a1a0a') return undefined;
  const data = head.indexOf('IDAT');
  const animation = head.indexOf('acTL');
  const animated = animation !== -1 && (data === -1 || animation < data);
  return { format: 'PNG', width: head.readUInt32BE(16), height: head.readUInt32BE(20), animated };
}

/**
 * Reads the size of a JPEG in its frame header, which may follow any number of other segments. @see ITU-T T.81 §B.2.2
 */
function jpegHeader(head: Buffer): Header | undefined {
  if (head.toString('hex', 0, 3) !== 'ffd8ff') return undefined;
  for (let at = 2; at + 9 <= head.length;) {
    if (head[at] !== 0xff) return undefined;
    const marker = head.readUInt8(at + 1);
    if (marker === 0xff) {
      at += 1;
      continue;
    }
    const isFrame = marker >= 0xc0 && marker <= 0xcf && ![0xc4, 0xc8, 0xcc].includes(marker);
    if (isFrame)
      return { format: 'JPEG', width: head.readUInt16BE(at + 7), height: head.readUInt16BE(at + 5), animated: false };
    at += 2 + head.readUInt16BE(at + 2);
  }
  return undefined;
}

/** Reads the header of a GIF; an extension for looping marks an animation. @see GIF89a §18 */
function gifHeader(head: Buffer): Header | undefined {
  if (head.length < 13 || !/^GIF8[79]a$/.test(head.toString('latin1', 0, 6))) return undefined;
  const animated = head.includes('NETSCAPE2.0') || head.includes('ANIMEXTS1.0');
  return { format: 'GIF', width: head.readUInt16LE(6), height: head.readUInt16LE(8), animated };
}

/** Reads the header of a WebP picture. @see RFC 9649 §2.5 @see RFC 9649 §2.6 @see RFC 9649 §2.7 */
function webpHeader(head: Buffer): Header | undefined {
  if (head.length < 30 || head.toString('latin1', 0, 4) !== 'RIFF' || head.toString('latin1', 8, 12) !== 'WEBP')
    return undefined;
  const format = 'WebP';
  switch (head.toString('latin1', 12, 16)) {
    case 'VP8X':
      return {
        format,
        width: head.readUIntLE(24, 3) + 1,
        height: head.readUIntLE(27, 3) + 1,
        animated: (head.readUInt8(20) & 2) !== 0,
      };
    case 'VP8L': {
      const bits = head.readUInt32LE(21);
      return { format, width: (bits & 0x3fff) + 1, height: ((bits >>> 14) & 0x3fff) + 1, animated: false };
    }
    case 'VP8 ':
      return { format, width: head.readUInt16LE(26) & 0x3fff, height: head.readUInt16LE(28) & 0x3fff, animated: false };
    default:
      return undefined;
  }
}
