/**
 * `npm run bench`: what this machine does with the built server on the embedded store, beside the machine's own limits in
 * the same run. Compare within one run only. `npm run bench -- 10` measures each load for ten seconds,
 * `npm run bench -- lists` the lists of a large store and the console's first screen only.
 * `npm run bench -- against COMMIT` compares this checkout with another one: docs/reference/measuring.md.
 */
import { join } from 'node:path';
import { openCheckout } from './bench-checkout.mjs';
import { buildStale } from './build.mjs';
import { installIfStale, root, run } from './install.mjs';

await installIfStale(root, 'packages');
await buildStale();
const { build } = await import('esbuild');

const [what, against, ...rest] = process.argv.slice(2);
if (what === 'against' && against !== undefined) {
  const there = await openCheckout(against);
  try {
    await bundle(root, 'fixtures');
    await bundle(there.folder, 'fixtures');
    process.exitCode = await bench(['against', there.folder, against, ...rest]);
  } finally {
    there.close();
  }
} else process.exitCode = await bench(process.argv.slice(2));

/** @param {string[]} args */
async function bench(args) {
  const outfile = await bundle(root, 'main');
  return run(process.execPath, ['--enable-source-maps', outfile, ...args]);
}

/**
 * One file of a checkout's `bench` folder, as a program.
 * @param {string} folder
 * @param {string} name
 */
async function bundle(folder, name) {
  // As deep as tests/harness, whose files look for the root from where they stand.
  const outfile = join(folder, 'bench', 'dist', `${name}.js`);
  await build({
    absWorkingDir: folder,
    entryPoints: [join(folder, 'bench', `${name}.ts`)],
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    target: 'node20',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.css': 'text', '.svg': 'text' },
    sourcemap: true,
    logLevel: 'warning',
    plugins: [
      {
        name: 'externals',
        setup(bundled) {
          bundled.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
            kind === 'entry-point' || path.startsWith('@pristan/') ? undefined : { path, external: true },
          );
        },
      },
    ],
  });
  return outfile;
}
