import { readFileSync } from 'node:fs';
import { resolve, dirname } from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';
import { BaseSequencer, type Reporter, type TestModule, type TestSpecification } from 'vitest/node';

/** Style sheets, drawings and SQL are text to the program, in tests as in the bundle. */
const textFiles: Plugin = {
  name: 'text-files',
  enforce: 'pre',
  resolveId(source, importer) {
    if (importer === undefined || !/^\.{1,2}\/.*\.(css|svg|html|sql)$/.test(source)) return null;
    // The ending keeps vite from treating the text as a style sheet or a picture.
    return `\0text:${resolve(dirname(importer), source)}.js`;
  },
  load(id) {
    if (!id.startsWith('\0text:')) return null;
    const file = id.slice('\0text:'.length, -'.js'.length);
    this.addWatchFile(file);
    return `export default ${JSON.stringify(readFileSync(file, 'utf8'))};`;
  },
};

/** Ends the run with one line; a file that could not be loaded counts as a failure, though it ran no test. */
const closingLine: Reporter = {
  onTestRunEnd(modules, unhandled) {
    const count = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) {
      const states = [...module.children.allTests()].map((test) => test.result().state);
      for (const state of states) count[state === 'pending' ? 'failed' : state] += 1;
      if (isBroken(module, states)) count.failed += 1;
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
    process.stdout.write(`${count.passed} passed, ${count.failed} failed${skipped}\n`);
  },
};

function isBroken(module: TestModule, states: string[]): boolean {
  return module.state() === 'failed' && !states.includes('failed');
}

/** What takes long goes first: left to the end, it would run alone beside an idle core. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const takesLong = ({ moduleId }: TestSpecification): boolean =>
      /\/tests\/(e2e|faults|gallery|clients)\/|\.browser\.test\.ts$/.test(moduleId);
    const sorted = await super.sort(files);
    return [...sorted.filter(takesLong), ...sorted.filter((file) => !takesLong(file))];
  }
}

const services = process.env['PRISTAN_TEST_DATABASE_URL'] !== undefined;

export default defineConfig({
  plugins: [textFiles],
  test: {
    include: [
      'packages/*/src/**/*.test.{ts,tsx}',
      'apps/*/src/**/*.test.{ts,tsx}',
      'examples/*/src/**/*.test.ts',
      'tests/**/*.test.ts',
    ],
    exclude: ['**/node_modules/**', '**/dist/**', services ? 'packages/store/src/embedded/**' : 'tests/services/**'],
    globalSetup: ['tests/database.ts'],
    env: { NODE_ENV: 'development' },
    pool: 'forks',
    maxWorkers: 2,
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    hookTimeout: 60_000,
    // A worker that starts while others build or browse has to wait for a core.
    teardownTimeout: 20_000,
    reporters: ['default', closingLine],
  },
});
