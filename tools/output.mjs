/** Writes built files: bundles, and compressed variants at the highest level, so that no request pays for them. */
import { mkdirSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { promisify } from 'node:util';
import { brotliCompress, constants, gzip } from 'node:zlib';

const packers = {
  '.br': (bytes) => promisify(brotliCompress)(bytes, { params: { [constants.BROTLI_PARAM_SIZE_HINT]: bytes.length } }),
  '.gz': (bytes) => promisify(gzip)(bytes, { level: 9 }),
};

/** esbuild's options for a program that Node runs. */
export const forNode = { platform: 'node', format: 'esm', target: 'node20', sourcemap: true };

/**
 * Bundles with esbuild, which loads only now.
 *
 * @param {import('esbuild').BuildOptions} options
 */
export async function bundle(options) {
  const { build, stop } = await import('esbuild');
  const { outputFiles } = await build({ bundle: true, write: false, logLevel: 'warning', ...options });
  // Writes the source map first, so that code on disk always has its map.
  for (const { path, contents } of outputFiles.toSorted((a, b) => b.path.length - a.path.length))
    replaceFile(path, contents);
  await stop();
}

/** Writes compressed variants first, so that a file on disk always has them. Without those that save less than 5 %. */
export async function writeCompressed(path, contents) {
  const bytes = Buffer.from(contents);
  const variants = Object.entries(packers).map(async ([ending, pack]) => {
    const packed = await pack(bytes);
    if (packed.length < bytes.length * 0.95) replaceFile(`${path}${ending}`, packed);
    else rmSync(`${path}${ending}`, { force: true });
  });
  await Promise.all(variants);
  replaceFile(path, bytes);
}

/** Renames the file into place, so that no reader sees half of it. */
export function replaceFile(path, contents) {
  mkdirSync(dirname(path), { recursive: true });
  writeFileSync(`${path}.${process.pid}`, contents);
  renameSync(`${path}.${process.pid}`, path);
}
