/**
 * `npm test`: installs what is missing, finds or brings a browser, builds what is stale, and runs every test that needs
 * no outside service. Arguments go to vitest: `npm test -- packages/rules -t "grace"`.
 */
import { buildStale } from './build.mjs';
import { installIfStale, root, run } from './install.mjs';

await installIfStale(root, 'packages');
const { chromiumPath } = await import('../tests/browser/chromium.mjs');
process.env.PRISTAN_CHROMIUM = await chromiumPath().catch((error) => {
  process.stderr.write(`${error.message}\n`);
  process.exit(1);
});
await buildStale();
process.exitCode = await run(process.execPath, ['node_modules/vitest/vitest.mjs', 'run', ...process.argv.slice(2)]);
