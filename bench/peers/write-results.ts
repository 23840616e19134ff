import { mkdir, readFile, writeFile } from 'node:fs/promises';
import type { Bar, Chart } from './chart.ts';
import { svgOf } from './chart.ts';
import { percentile, spreadIfTaken } from './figures.ts';
import { whole } from './markdown.ts';
import type { Peer } from './peer.ts';
import type { Report } from './report.ts';
import { rateOf, report, shares, timesOf } from './report.ts';
import type { PeerResults } from './rounds.ts';
import type { Operation } from './shots.ts';
import { operations } from './shots.ts';

/** Writes `bench/RESULTS.md` and its charts. Figures that others published are a page of their own, appended as it is. */
export async function writeResults(run: Report): Promise<void> {
  const charts = chartsOf(run.results);
  await mkdir('bench/results', { recursive: true });
  for (const [name, chart] of charts) await writeFile(`bench/results/${name}.svg`, svgOf(chart));
  const images = charts.map(([name, { title }]) => `![${title}](results/${name}.svg)`);
  const parts = [
    '# Results of the benchmark',
    'Written by `npm run bench`. [Performance](../docs/operate/performance.md) says how to read this page, and\n[measuring](../docs/reference/measuring.md#measuring-beside-other-authorization-servers) how the figures are made and what the peers do.',
    ...images,
    report(run),
    (await readFile('bench/peers/elsewhere.md', 'utf8')).trimEnd(),
  ];
  await writeFile('bench/RESULTS.md', `${parts.join('\n\n')}\n`);
}

function chartsOf(results: readonly PeerResults[]): readonly (readonly [string, Chart])[] {
  const panels = (bar: (result: PeerResults, operation: Operation) => Omit<Bar, 'name'>): Chart['panels'] =>
    operations.map((operation) => ({
      title: operation,
      bars: results.map((result) => ({ name: nameOf(result.peer, operation), ...bar(result, operation) })),
    }));
  return [
    ['rate', { title: 'Requests per second, server on one core', legend: [], panels: panels(rateBar) }],
    ['cpu', { title: 'CPU time per request', legend: ['Node', 'PostgreSQL'], panels: panels(cpuBar) }],
    [
      'latency',
      {
        title: 'Latency at half of the highest rate, milliseconds',
        legend: ['up to p50', 'up to p99', 'up to p99.9'],
        panels: panels(latencyBar),
      },
    ],
  ];
}

function nameOf(peer: Peer, operation: Operation): string {
  return operation === 'introspection' && !peer.introspectsJwt ? `${peer.name}, opaque token` : peer.name;
}

function rateBar({ closed }: PeerResults, operation: Operation): Omit<Bar, 'name'> {
  const rate = rateOf(closed[operation]);
  return { parts: [rate], label: `${whole(rate)} /s` };
}

function cpuBar({ closed }: PeerResults, operation: Operation): Omit<Bar, 'name'> {
  const loads = closed[operation];
  const node = spreadIfTaken(loads.map(({ nodeMicros }) => nodeMicros))?.median;
  const postgres = spreadIfTaken(loads.map(({ postgresMicros }) => postgresMicros))?.median;
  if (node === undefined || postgres === undefined) return { parts: [], label: '–' };
  return { parts: [node, postgres], label: `${whole(node)} + ${whole(postgres)} µs` };
}

function latencyBar({ open }: PeerResults, operation: Operation): Omit<Bar, 'name'> {
  const sorted = timesOf(open[operation]);
  const taken = shares.map(([, share]) => percentile(sorted, share)).filter((value) => value !== undefined);
  const parts = taken.map((value, index) => value - (taken[index - 1] ?? 0));
  return { parts, label: taken.map((value) => (value < 100 ? value.toFixed(1) : whole(value))).join(' · ') };
}
