/**
 * Builds the connect button into the folder from which the server serves it. This file is plain JavaScript, so that
 * `npm start` and the tests can call it before anything is built.
 */
import { gzipSync } from 'node:zlib';
import { mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { writeCompressed } from '../../tools/output.mjs';

const sourceEntry = 'src/main.ts';
const gzipMaxBytes = 4096;
const banner = '/* The connect button of Pristan. Apache-2.0 */';

const here = import.meta.dirname;
const served = join(here, '..', '..', 'apps', 'server', 'dist', 'auth');

/** Build units for `tools/build.mjs`. */
export const units = [
  {
    name: 'button',
    inputs: [join(here, 'src'), join(here, '..', 'wire', 'src'), join(here, '..', 'locales')],
    outputs: [join(served, 'button.js'), join(served, 'button.min.js')],
    make: async () => {
      const { readable, minified } = await bundles();
      await writeCompressed(join(served, 'button.js'), readable);
      await writeCompressed(join(served, 'button.min.js'), minified);
    },
  },
];

/**
 * Writes `button.js` (readable) and `button.min.js` into a folder, creating it if needed. Both are classic scripts for
 * browsers of 2019 and later.
 * @param {string} outDir
 * @returns {Promise<import('./build.d.mts').ButtonSizes>}
 * @throws {Error} when the minified file exceeds 4,096 bytes with gzip, or does not compile
 */
export async function buildButton(outDir) {
  const { readable, minified, gzipBytes } = await bundles();
  await mkdir(outDir, { recursive: true });
  await writeFile(join(outDir, 'button.js'), readable);
  await writeFile(join(outDir, 'button.min.js'), minified);
  return { readableBytes: readable.length, minifiedBytes: minified.length, gzipBytes };
}

async function bundles() {
  const readable = await bundle(false);
  const minified = await bundle(true);
  const gzipBytes = gzipSync(minified).length;
  if (gzipBytes > gzipMaxBytes) {
    throw new Error(`button.min.js weighs ${gzipBytes} bytes with gzip; it may weigh ${gzipMaxBytes}.`);
  }
  return { readable, minified, gzipBytes };
}

async function bundle(minify) {
  const { build } = await import('esbuild');
  const result = await build({
    absWorkingDir: here,
    entryPoints: [sourceEntry],
    bundle: true,
    write: false,
    minify,
    format: 'iife',
    platform: 'browser',
    target: 'es2019',
    // An integrator's page may be in windows-1251 and load the script without a charset: both encodings agree only on
    // ASCII.
    charset: 'ascii',
    legalComments: 'none',
    banner: { js: banner },
    logLevel: 'silent',
  });
  return Buffer.from(result.outputFiles[0].contents);
}
