import { writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startServer } from '../tests/harness/server-process.ts';
import { openFixtures } from './fixtures.ts';
import { startMixedLoad } from './hour/mixed-load.ts';
import { addExpiredCodes, rowsBeyondRetention, rowsByTable } from './hour/rows.ts';
import type { Sample, Trend } from './hour/verdict.ts';
import { trendOf } from './hour/verdict.ts';
import { cpuMicros, familyOf, memoryMb, residentMb } from './machine.ts';

const EVERY_SECONDS = 60;
const SWEPT_AFTER_MINUTES = 10;
const REPORT = 'bench/HOUR.md';

interface Minute extends Sample {
  readonly postgresMb: number;
  readonly done: number;
  readonly unexpected: number;
  /** CPU since the last sample, in seconds. */
  readonly node: number;
  readonly postgres: number;
  readonly rows: ReadonlyMap<string, number>;
}

/**
 * Keeps a mixed load on one node for so many minutes, looks at it every minute, and writes a report: whether memory is
 * flat, a table is beyond its retention, or an answer was not the expected one.
 *
 * @returns the exit code: 0 when all is well, else 1
 */
export async function hour(dataDir: string, secretKeys: string, minutes: number): Promise<number> {
  const variables = {
    NODE_ENV: 'production',
    PRISTAN_DATA_DIR: join(dataDir, 'hour'),
    PRISTAN_SECRET_KEYS: secretKeys,
  };
  const server = await startServer(variables);
  const fixtures = await openFixtures(variables);
  const { world } = fixtures;
  // A shorter run ends before the first sweep.
  if (minutes >= SWEPT_AFTER_MINUTES) await addExpiredCodes(world, fixtures.accountId);
  const { rows } = await world.pool.query<{ pid: string }>(
    `select split_part(pg_read_file('postmaster.pid'), e'\\n', 1) as pid`,
  );
  const postmaster = Number(rows[0]?.pid);
  const startedAt = performance.now();
  const running = await startMixedLoad(fixtures, server.port, minutes * 60);
  const samples: Minute[] = [];
  let before = { node: cpuMicros([server.pid]), postgres: cpuMicros(familyOf(postmaster)), done: 0, unexpected: 0 };
  for (let minute = 1; minute <= minutes; minute += 1) {
    await pause(Math.max(0, startedAt + minute * EVERY_SECONDS * 1000 - performance.now()));
    const unexpected = [...running.unexpected.values()].reduce((sum, count) => sum + count, 0);
    const now = {
      node: cpuMicros([server.pid]),
      postgres: cpuMicros(familyOf(postmaster)),
      done: running.done(),
      unexpected,
    };
    samples.push({
      seconds: (performance.now() - startedAt) / 1000,
      residentMb: residentMb(server.pid),
      postgresMb: memoryMb(familyOf(postmaster)),
      done: now.done - before.done,
      unexpected: now.unexpected - before.unexpected,
      node: (now.node - before.node) / 1e6,
      postgres: (now.postgres - before.postgres) / 1e6,
      rows: await rowsByTable(world),
    });
    before = now;
    console.log(lineOf(samples.at(-1)));
  }
  await running.over;
  const beyond = await rowsBeyondRetention(world);
  const logged = server
    .output()
    .split('\n')
    .filter((line) => /"level":(50|60)/.test(line));
  await world.close();
  await server.stop();
  const found = { trend: trendOf(samples), beyond, unexpected: running.unexpected, logged };
  const text = reportOf(samples, found);
  writeFileSync(REPORT, text);
  console.log(`${verdictLines(found).join('\n')}\n${REPORT}`);
  const isWell = found.trend.isFlat && beyond.size + running.unexpected.size + logged.length === 0;
  return isWell ? 0 : 1;
}

interface Found {
  readonly trend: Trend;
  readonly beyond: ReadonlyMap<string, number>;
  readonly unexpected: ReadonlyMap<string, number>;
  /** Lines of the server's log at level error or above. */
  readonly logged: readonly string[];
}

function verdictLines({ trend, beyond, unexpected, logged }: Found): readonly string[] {
  const listed = (counts: ReadonlyMap<string, number>): string =>
    counts.size === 0 ? 'none' : [...counts].map(([name, count]) => `${name} (${count})`).join(', ');
  const slope = `${trend.mbPerHour < 0 ? '−' : '+'}${Math.abs(trend.mbPerHour).toFixed(1)} MB an hour`;
  return [
    `* Resident memory is ${trend.isFlat ? 'flat' : 'NOT flat'}: median ${trend.medianMb.toFixed(0)} MB, slope ${slope} after the first fifth.`,
    `* Tables beyond their retention: ${listed(beyond)}.`,
    `* Unexpected answers: ${listed(unexpected)}.`,
    `* Errors in the log: ${logged.length === 0 ? 'none' : logged.slice(0, 5).join(' ')}`,
  ];
}

function reportOf(samples: readonly Minute[], found: Found): string {
  const last = samples.at(-1);
  const tables = [...(last?.rows ?? [])].map(
    ([name, count]) => `| ${name} | ${samples[0]?.rows.get(name) ?? 0} | ${count} |`,
  );
  return [
    `# ${samples.length} minutes of mixed load`,
    '',
    ...verdictLines(found),
    '',
    'CPU is of the minute, in milliseconds for each second; resident memory of Node, proportional set size of PostgreSQL.',
    '',
    '| minute | answers/s | unexpected | Node MB | PostgreSQL MB | Node CPU | PostgreSQL CPU |',
    '|---|---|---|---|---|---|---|',
    ...samples.map(lineOf),
    '',
    '| table | rows after the first minute | rows at the end |',
    '|---|---|---|',
    ...tables,
    '',
  ].join('\n');
}

function lineOf(sample: Minute | undefined): string {
  if (sample === undefined) return '';
  const perSecond = (value: number): string => (value / EVERY_SECONDS).toFixed(0);
  const cells = [
    (sample.seconds / 60).toFixed(0),
    perSecond(sample.done),
    String(sample.unexpected),
    sample.residentMb.toFixed(0),
    sample.postgresMb.toFixed(0),
    perSecond(sample.node * 1000),
    perSecond(sample.postgres * 1000),
  ];
  return `| ${cells.join(' | ')} |`;
}
