/**
 * `npm test`: installs what is missing, finds or downloads a browser, builds what is stale, and runs every test that
 * needs no outside service. Arguments go to vitest: `npm test -- packages/rules -t "grace"`.
 */
import { buildStale } from './build.mjs';
import { installIfStale, root, run } from './install.mjs';

await installIfStale(root, 'packages');
const { chromiumPaths } = await import('../tests/browser/chromium.mjs');
const browsers = await chromiumPaths().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
process.env.PRISTAN_CHROMIUM = browsers.full;
process.env.PRISTAN_CHROMIUM_LIGHT = browsers.light;
await buildStale();
process.exitCode = await run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)]);
