/** Compresses files with brotli and gzip at build time, at the highest level, so that no request pays for it. */
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const packers = {
  '.br': (/** @type {Buffer} */ bytes) =>
    promisify(brotliCompress)(bytes, {
      params: {
        [constants.BROTLI_PARAM_QUALITY]: constants.BROTLI_MAX_QUALITY,
        [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length,
      },
    }),
  '.gz': (/** @type {Buffer} */ bytes) => promisify(gzip)(bytes, { level: 9 }),
};

/**
 * Compresses a file with each method, by file ending. A variant is undefined if it would save less than 5 %: fonts are
 * compressed already.
 *
 * @param {Buffer | Uint8Array | string} contents
 * @returns {Promise<[ending: string, bytes: Buffer | undefined][]>}
 */
export async function compressed(contents) {
  const bytes = Buffer.from(contents);
  return Promise.all(
    Object.entries(packers).map(async ([ending, pack]) => {
      const packed = await pack(bytes);
      return /** @type {[string, Buffer | undefined]} */ ([
        ending,
        packed.length < bytes.length * 0.95 ? packed : undefined,
      ]);
    }),
  );
}
