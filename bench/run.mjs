/**
 * `npm run bench`: performance of the built server on the embedded store, next to the machine's own limits in the same
 * run. Compare only within one run.
 * - `npm run bench -- 10`: each load for ten seconds
 * - `npm run bench -- lists`: only the lists of a large store, and the console's first screen
 * - `npm run bench -- console`: that first screen on a small store, also over a slow network
 * - `npm run bench -- burst`: memory a minute after a thousand concurrent refreshes
 * - `npm run bench -- attacks`: a quiet account while others attack
 * - `npm run bench -- peers`: refresh, exchange and introspection beside other authorization servers
 * - `npm run bench -- against COMMIT`: this checkout against another one, see docs/reference/measuring.md
 */
import { join } from 'node:path';
import { openCheckout } from './checkout.mjs';
import { buildStale } from '../tools/build.mjs';
import { installIfStale, root, run } from '../tools/install.mjs';

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
} else {
  if (what === 'peers') await installIfStale(join(root, 'bench', 'peers'), 'the peers of the benchmark');
  process.exitCode = await bench(process.argv.slice(2));
}

/** @param {string[]} args */
async function bench(args) {
  const outfile = await bundle(root, 'main');
  return run(process.execPath, ['--enable-source-maps', outfile, ...args]);
}

/**
 * Bundles one file of a checkout's `bench` folder into a program.
 *
 * @param {string} folder
 * @param {string} name
 */
async function bundle(folder, name) {
  // The bundle lies at the same depth as tests/harness, whose files find the root relative to themselves.
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
