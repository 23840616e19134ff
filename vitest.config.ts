import { readFileSync } from 'node:fs';
import { resolve, dirname } from 'node:path';
import { defineConfig, type Plugin } from 'vitest/config';
import { memoryFolder } from './tests/memory-folder.ts';
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

/** Ends the run with the names of what failed and one line; a file that could not be loaded counts as a failure. */
const closingLines: Reporter = {
  onTestRunEnd(modules, unhandled) {
    const count = { passed: 0, failed: unhandled.length, skipped: 0 };
    for (const module of modules) {
      const tests = [...module.children.allTests()];
      const states = tests.map((test) => test.result().state);
      for (const state of states) count[state === 'pending' ? 'failed' : state] += 1;
      if (isBroken(module, states)) count.failed += 1;
      const failed = tests.filter((test) => test.result().state === 'failed').map((test) => ` > ${test.fullName}`);
      if (module.state() === 'failed' || failed.length > 0)
        process.stdout.write(`failed: ${[module.relativeModuleId, ...failed].join('\n')}\n`);
    }
    const skipped = count.skipped > 0 ? `, ${count.skipped} skipped` : '';
    process.stdout.write(`${count.passed} passed, ${count.failed} failed${skipped}\n`);
  },
};

function isBroken(module: TestModule, states: string[]): boolean {
  return module.state() === 'failed' && !states.includes('failed');
}

/** The files that take longest; a fresh clone has measured none yet. */
const longest = [
  'conformance',
  'gallery/console',
  'e2e/console-double-clicks',
  'faults/kill',
  'e2e/everyone',
  'e2e/external-kill',
  'gallery/page-layout',
  'e2e/attacks',
  'e2e/external',
  'e2e/start',
  'faults/hooks',
  'e2e/attacks-install',
  'e2e/hops',
  'integration/http/start',
  'boundaries',
  'integration/install/external-logo',
  'integration/install/handover-page',
  'fuzz/hostile-texts',
].map((name) => new RegExp(`/tests/${name}\\.test\\.ts$`));

/** What takes long goes first: left to the end, it would run alone beside an idle core. */
class LongestFirst extends BaseSequencer {
  override async sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    const takesLong = ({ moduleId }: TestSpecification): boolean =>
      /\/tests\/(e2e|faults|gallery|clients)\/|\.browser\.test\.ts$/.test(moduleId);
    const sorted = await super.sort(files);
    const rank = ({ moduleId }: TestSpecification): number => longest.findIndex((name) => name.test(moduleId));
    const ranked = sorted.filter((file) => rank(file) >= 0).sort((one, other) => rank(one) - rank(other));
    const others = sorted.filter((file) => rank(file) < 0);
    return [...ranked, ...others.filter(takesLong), ...others.filter((file) => !takesLong(file))];
  }
}

// A database is 600 files: on a disk, making one from the template takes 0.26 s of CPU, in memory 0.02 s.
const memory = memoryFolder();
if (memory !== undefined) process.env['TMPDIR'] ??= memory;

const services = process.env['PRISTAN_TEST_DATABASE_URL'] !== undefined;

export default defineConfig({
  plugins: [textFiles],
  test: {
    include: [
      'packages/*/src/**/*.test.{ts,tsx}',
      'apps/*/src/**/*.test.{ts,tsx}',
      'examples/*/src/**/*.test.ts',
      'bench/**/*.test.ts',
      'tests/**/*.test.ts',
    ],
    exclude: [
      '**/node_modules/**',
      '**/dist/**',
      'tests/conformance/**',
      services ? 'packages/postgres-embedded/**' : 'tests/services/**',
    ],
    globalSetup: ['tests/database.ts'],
    env: { NODE_ENV: 'development' },
    pool: 'forks',
    // Loading the server's modules anew for each file took longer than most files' tests.
    isolate: false,
    maxWorkers: 3,
    sequence: { sequencer: LongestFirst },
    testTimeout: 30_000,
    // A poll waits for a browser or a process, which may have to wait for a core.
    expect: { poll: { timeout: 10_000 } },
    hookTimeout: 60_000,
    // A worker that starts while others build or browse has to wait for a core.
    teardownTimeout: 20_000,
    reporters: ['default', closingLines],
  },
});
