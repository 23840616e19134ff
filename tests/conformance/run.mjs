/**
 * `npm run test:conformance -- https://…`: runs the suite against a running server. The settings are in
 * `conformance.json`, or in the file that PRISTAN_CONFORMANCE names; docs/reference/conformance.md lists them. Further
 * arguments go to vitest: `-- https://… -t 12.9`.
 */
import { spawn } from 'node:child_process';
import { existsSync } from 'node:fs';
import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';

const folder = dirname(fileURLToPath(import.meta.url));
const root = join(folder, '../..');
const words = process.argv.slice(2);
const url = /^https?:/.test(words[0] ?? '') ? words.shift() : undefined;
const file = resolve(process.env.PRISTAN_CONFORMANCE ?? 'conformance.json');
const hasFile = existsSync(file);
if (url === undefined && !hasFile) {
  process.stderr.write(
    `Name a server: npm run test:conformance -- https://…, or write ${file}. See docs/reference/conformance.md.\n`,
  );
  process.exit(2);
}
const vitest = join(root, 'node_modules/vitest/vitest.mjs');
const child = spawn(process.execPath, [vitest, 'run', '--config', join(folder, 'vitest.config.ts'), ...words], {
  cwd: root,
  stdio: 'inherit',
  env: {
    ...process.env,
    ...(url === undefined ? {} : { CONFORMANCE_URL: url }),
    ...(hasFile ? { CONFORMANCE_SETTINGS_FILE: file } : {}),
  },
});
child.once('exit', (code) => {
  process.exitCode = code ?? 1;
});
