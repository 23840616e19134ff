import type { PictureFacts } from '@pristan/rules';
import { pictureHeader } from './picture-header.ts';

const PIXELS_MAX = 4_000_000;
const DECODE_SECONDS_MAX = 5;

/**
 * Reads the facts of a picture; `whole` says whether it decodes to its end. A picture with too many pixels to decode is
 * described by its header alone.
 */
export async function readPicture(bytes: Buffer): Promise<PictureFacts | 'unreadable'> {
  const header = pictureHeader(bytes);
  if (header === 'unreadable' || header.width * header.height > PIXELS_MAX) return header;
  // The picture library is loaded on first use: it takes longer to load than the rest of the server.
  const { default: sharp } = await import('sharp');
  try {
    // The picture library reads dozens of formats; only those whose header was recognised above are given to it.
    await sharp(bytes, { limitInputPixels: PIXELS_MAX, failOn: 'error', pages: 1 })
      .timeout({ seconds: DECODE_SECONDS_MAX })
      .raw()
      .toBuffer();
    return header;
  } catch {
    return { ...header, whole: false };
  }
}
