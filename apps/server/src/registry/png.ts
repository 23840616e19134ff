const PIXELS_MAX = 4_000_000;
const DECODE_SECONDS_MAX = 5;
const SIGNATURE = '89504e470d0a1a0a';

/** A picture's size in pixels, when its bytes are a PNG that decodes to the end. */
export async function readPng(bytes: Buffer) {
  // The library reads dozens of formats; only this one ever reaches it.
  if (bytes.subarray(0, 8).toString('hex') !== SIGNATURE) return undefined;
  // Loaded on first use: the library takes longer to load than the rest of the server.
  const { default: sharp } = await import('sharp');
  try {
    const picture = sharp(bytes, { limitInputPixels: PIXELS_MAX, failOn: 'warning' }).timeout({
      seconds: DECODE_SECONDS_MAX,
    });
    const { width, height } = await picture.metadata();
    await picture.clone().raw().toBuffer();
    // The library shows the first frame of an animated PNG and says nothing of the others.
    return { width, height, frames: bytes.includes('acTL') ? 2 : 1 };
  } catch {
    return undefined;
  }
}
