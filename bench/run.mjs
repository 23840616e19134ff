/**
 * `npm run bench`: Pristan beside other authorization servers and the machine's own limits, in one run; writes
 * bench/RESULTS.md. Compare only within one run.
 * - `npm run bench -- --quick`: the same in under three minutes, printed only
 * - `npm run bench -- --scale`: cost of an operation at 10⁴ to 10⁷ token families
 * - `npm run bench -- --hour`: an hour of mixed load: memory, tables and errors; writes bench/HOUR.md
 * - `npm run bench -- server`: start, idle memory, database round trips, bytes of pages
 * - `npm run bench -- lists`: the lists of a large store, and the console's first screen
 * - `npm run bench -- console`: that first screen on a small store, also over a slow network
 * - `npm run bench -- outgoing`: hooks, the handover of keys, and a widget upload
 * - `npm run bench -- burst`: memory a minute after a thousand concurrent refreshes
 * - `npm run bench -- attacks`: a quiet account while others attack
 * - `npm run bench -- journeys [COMMIT]`: consent, pages, console lists and hooks, also beside another checkout
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
if ((what === 'against' || what === 'journeys') && against !== undefined && against !== 'alone') {
  const there = await openCheckout(against).catch((error) => process.exit(console.error(error) ?? 3));
  try {
    await bundle(root, 'fixtures');
    await bundle(there.folder, 'fixtures');
    process.exitCode = await bench([what, there.folder, ...(what === 'against' ? [against] : []), ...rest]);
  } finally {
    there.close();
  }
} else {
  if (what === undefined || what === '--quick')
    await installIfStale(join(root, 'bench', 'peers'), 'the peers of the benchmark');
  if (what === 'journeys') await bundle(root, 'fixtures');
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
