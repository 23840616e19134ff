/** Builds the console into the folder from which the server serves it. */
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { replaceFile, writeCompressed } from '../../tools/output.mjs';

const root = import.meta.dirname;
const folder = join(root, '..', 'server', 'dist', 'console');

/** Build units for `tools/build.mjs`. */
export const units = [
  {
    name: 'console',
    inputs: [
      join(root, 'index.html'),
      join(root, 'vite.config.ts'),
      join(root, 'src'),
      join(root, '..', '..', 'packages', 'wire', 'src'),
      join(root, '..', '..', 'packages', 'locales'),
    ],
    outputs: [join(folder, 'index.html')],
    make: makeConsole,
  },
];

/** Moves files into place with the page last, so that a page on disk always has its scripts. */
async function makeConsole() {
  const { build } = await import('vite');
  const { output } = await build({ root, logLevel: 'warn', build: { write: false } });
  const html = output.filter(({ fileName }) => fileName.endsWith('.html'));
  rmSync(join(folder, 'assets'), { recursive: true, force: true });
  await Promise.all(
    output
      .filter((one) => !html.includes(one))
      .map((file) => writeCompressed(join(folder, file.fileName), file.type === 'chunk' ? file.code : file.source)),
  );
  for (const { fileName, source } of html) replaceFile(join(folder, fileName), source);
}
