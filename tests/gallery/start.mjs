/**
 * Takes the pictures of `docs/start` again: `node tests/gallery/start.mjs` starts what `npm start` starts, on the ports
 * that the text names (4400, 4401, and 9000 for the reader's own server), follows the text in both languages, and fails
 * where a page and the text disagree.
 */
import { spawnSync } from 'node:child_process';
import { join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const root = fileURLToPath(new URL('../..', import.meta.url));
const { status } = spawnSync(
  process.execPath,
  [join(root, 'node_modules', 'vitest', 'vitest.mjs'), 'run', 'tests/e2e/start.test.ts'],
  {
    cwd: root,
    stdio: 'inherit',
    env: { ...process.env, PRISTAN_START_PICTURES: resolve(root, 'docs/start/images') },
  },
);
process.exitCode = status ?? 1;
