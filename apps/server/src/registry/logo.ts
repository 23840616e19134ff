import { createHash } from 'node:crypto';
import type { World } from '../environment/open.ts';
import { semaphore } from './semaphore.ts';

/** Result of storing a logo: re-encoded as 400×272 and named by its hash, or refused. */
export type StoredLogo =
  | { readonly kind: 'kept'; readonly hash: string }
  | { readonly kind: 'refuse'; readonly reason: 'too_large' | 'not_a_picture' | 'busy' };

/** Largest accepted logo file, in bytes. */
export const logoBytesMax = 4 * 1024 * 1024;

const PIXELS_MAX = 16_000_000;
const DECODE_SECONDS_MAX = 10;
const SIZE = { width: 400, height: 272 } as const;

// Few logos are decoded at a time: a decoded picture takes tens of megabytes, and decoding it a whole core.
const decoding = semaphore({ running: 2, waiting: 8 });

/**
 * Decodes and re-encodes a logo, a jpeg, png or gif (its first frame), so that only pixels are stored: no metadata, no
 * trailing bytes, no script. Fits the picture into 400×272 on a transparent background. `busy` when too many are being
 * decoded.
 */
export async function storeLogo(world: Pick<World, 'store' | 'clock'>, bytes: Uint8Array): Promise<StoredLogo> {
  if (bytes.length > logoBytesMax) return { kind: 'refuse', reason: 'too_large' };
  if (!beginsAsPicture(bytes)) return { kind: 'refuse', reason: 'not_a_picture' };
  const encoded = await decoding(() => reencode(bytes));
  if (encoded === 'busy') return { kind: 'refuse', reason: 'busy' };
  if (encoded === undefined) return { kind: 'refuse', reason: 'not_a_picture' };
  const hash = createHash('sha256').update(encoded).digest('hex');
  await world.store.registry.keepLogo(hash, encoded, world.clock.now());
  return { kind: 'kept', hash };
}

/**
 * Whether bytes begin as JPEG, PNG or GIF. The library reads dozens of formats, some of which refer to other files;
 * only files that pass this check are given to it.
 */
function beginsAsPicture(bytes: Uint8Array): boolean {
  return /^(\xff\xd8\xff|\x89PNG\r\n\x1a\n|GIF8[79]a)/.test(Buffer.from(bytes.subarray(0, 8)).toString('latin1'));
}

async function reencode(bytes: Uint8Array): Promise<Buffer | undefined> {
  // The picture library is loaded on first use: it takes longer to load than the rest of the server.
  const { default: sharp } = await import('sharp');
  try {
    return await sharp(bytes, { limitInputPixels: PIXELS_MAX, failOn: 'truncated', pages: 1 })
      .timeout({ seconds: DECODE_SECONDS_MAX })
      .rotate()
      .resize({ ...SIZE, fit: 'contain', background: { r: 255, g: 255, b: 255, alpha: 0 } })
      .webp({ quality: 90 })
      .toBuffer();
  } catch {
    return undefined;
  }
}
