/**
 * `npm run bench`: what this machine does with the built server on the embedded store, beside the machine's own limits in
 * the same run. Compare within one run only. `npm run bench -- 10` measures each load for ten seconds,
 * `npm run bench -- lists` the lists of a large store and the console's first screen only.
 */
import { join } from 'node:path';
import { buildStale } from './build.mjs';
import { installIfStale, root, run } from './install.mjs';

await installIfStale(root, 'packages');
await buildStale();
const { build } = await import('esbuild');
// As deep as tests/harness, whose files look for the root from where they stand.
const outfile = join(root, 'bench', 'dist', 'main.js');
await build({
  entryPoints: [join(root, 'bench', 'main.ts')],
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
      setup(bundle) {
        bundle.onResolve({ filter: /^[^./]/ }, ({ path, kind }) =>
          kind === 'entry-point' || path.startsWith('@pristan/') ? undefined : { path, external: true },
        );
      },
    },
  ],
});
process.exitCode = await run(process.execPath, ['--enable-source-maps', outfile, ...process.argv.slice(2)]);
