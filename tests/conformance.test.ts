import { execFile } from 'node:child_process';
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, expect, test } from 'vitest';
import type { ConformancePlatform } from './harness/conformance-platform.ts';
import { openConformancePlatform } from './harness/conformance-platform.ts';
import type { Outcome } from './conformance/report.ts';

/** Runs tests/conformance as its own command does, against a server in its own process. */
const runner = join(import.meta.dirname, 'conformance/run.mjs');
const folder = await mkdtemp(join(tmpdir(), 'pristan-conformance-run-'));
const platform = await openConformancePlatform();
const run = await runAgainst(platform);
afterAll(async () => {
  await platform.close();
  await rm(folder, { recursive: true, force: true });
});

test('the suite runs against a server that it knows by its settings alone, and reports its checks', () => {
  expect(run.outcomes.length, run.output).toBeGreaterThan(30);
});

test.each(run.outcomes)('$title', ({ state, why }) => {
  expect(state, why).toBe('passed');
});

async function runAgainst({ settings }: ConformancePlatform) {
  const settingsFile = join(folder, 'settings.json');
  const reportFile = join(folder, 'report.json');
  await writeFile(settingsFile, JSON.stringify(settings));
  const output = await new Promise<string>((resolve) => {
    const env = {
      PATH: process.env['PATH'],
      TMPDIR: process.env['TMPDIR'],
      PRISTAN_CONFORMANCE: settingsFile,
      CONFORMANCE_REPORT_FILE: reportFile,
    };
    execFile(process.execPath, [runner], { env }, (_, stdout, stderr) => resolve(stdout + stderr));
  });
  const report = await readFile(reportFile, 'utf8').catch(() => '[]');
  return { output, outcomes: JSON.parse(report) as readonly Outcome[] };
}
