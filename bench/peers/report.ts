import type { Conditions } from './conditions.ts';
import { sumIfTaken } from './cost.ts';
import { percentile, spreadIfTaken, spreadOf } from './figures.ts';
import type { Limit } from './limits.ts';
import { markdownTable, spread, whole } from './markdown.ts';
import type { ClosedLoad, OpenLoad } from './measure.ts';
import { CONNECTIONS } from './measure.ts';
import type { PeerResults } from './rounds.ts';
import { OPEN_SHARE } from './rounds.ts';
import type { Operation, Refusal } from './shots.ts';
import { operations, refusals } from './shots.ts';

/** All that one run measured. */
export interface Report {
  readonly conditions: Conditions;
  /** Version and origin of the PostgreSQL that all rows but the embedded one use. */
  readonly postgres: string;
  readonly isPinned: boolean;
  readonly limits: readonly Limit[];
  readonly results: readonly PeerResults[];
}

/** The run's figures as Markdown, for the terminal and for the page of results. */
export function report(run: Report): string {
  return [
    conditionLines(run),
    ...operations.map((operation) => operationPart(operation, run.results)),
    refusedPart(run.results),
    memoryPart(run.results),
    limitsPart(run.limits),
  ].join('\n\n');
}

/** Median CPU time of Node and PostgreSQL together, in microseconds. */
export function cpuOf(loads: readonly ClosedLoad[]): number | undefined {
  return spreadIfTaken(loads.map(({ nodeMicros, postgresMicros }) => sumIfTaken(nodeMicros, postgresMicros)))?.median;
}

/** Median of the requests per second. */
export function rateOf(loads: readonly ClosedLoad[]): number {
  return spreadOf(loads.map(({ perSecond }) => perSecond)).median;
}

/** Latencies of all rounds together, ascending, in milliseconds. */
export function timesOf(loads: readonly { readonly times: readonly number[] }[]): readonly number[] {
  return loads.flatMap(({ times }) => times).sort((a, b) => a - b);
}

/** The shares of latency that the report has. */
export const shares = [
  ['p50', 0.5],
  ['p99', 0.99],
  ['p99.9', 0.999],
] as const;

function conditionLines({ conditions, postgres, isPinned }: Report): string {
  const { plan, loadBefore } = conditions;
  const lines = [
    `${conditions.startedAt.toISOString().slice(0, 16).replace('T', ' ')} UTC, commit ${conditions.commit ?? 'unknown'}, Node ${conditions.node}, ${postgres}.`,
    `${conditions.cores} cores of ${conditions.processor}; ${isPinned ? 'servers on core 0, PostgreSQL and the load on core 1' : 'nothing bound to a core: no `taskset`, or one core'}.`,
    `${plan.rounds} rounds in turn; ${plan.closedSeconds} s a closed load of ${CONNECTIONS} connections, ${plan.openSeconds} s an open one.`,
    `Load average before the run: ${loadBefore.toFixed(1)}${loadBefore > 0.5 ? '. **Other programs shared the machine**: compare CPU time, not requests per second' : ''}.`,
  ];
  lines.push(
    'Medians of the rounds, lowest and highest in brackets; latencies of all rounds together. A dash: fewer than five requests were slower, or this machine does not tell.',
  );
  return lines.map((line) => `- ${line}`).join('\n');
}

function operationPart(operation: Operation, results: readonly PeerResults[]): string {
  const closed = results.map((result) => [rowName(operation, result), ...closedCells(result, operation)]);
  const open = results.map((result) => [rowName(operation, result), ...openCells(result.open[operation])]);
  const cpu = ['Node µs', 'PostgreSQL µs'];
  const latency = shares.map(([name]) => `${name} ms`);
  return [
    `## ${operation[0]?.toUpperCase()}${operation.slice(1)}`,
    markdownTable([['closed loop', 'requests/s', ...cpu, 'Node busy', ...latency, 'rows', 'WAL bytes'], ...closed]),
    markdownTable([[`open loop, ${OPEN_SHARE * 100} %`, 'requests/s', ...cpu, ...latency], ...open]),
    ratioLines(operation, results).join('\n'),
    ...(operation === 'introspection' && results.some(({ peer }) => !peer.introspectsJwt)
      ? ['\\* of an opaque token: there is no signature to verify.']
      : []),
  ].join('\n\n');
}

function rowName(operation: Operation, { peer }: PeerResults): string {
  return operation === 'introspection' && !peer.introspectsJwt ? `${peer.name} \\*` : peer.name;
}

function closedCells({ closed, rows }: PeerResults, operation: Operation): readonly string[] {
  const loads = closed[operation];
  const busy = spreadIfTaken(
    loads.map(({ nodeMicros, perSecond }) => (nodeMicros === undefined ? undefined : (nodeMicros * perSecond) / 1e4)),
  );
  return [
    spread(spreadOf(loads.map(({ perSecond }) => perSecond))),
    ...cpuCells(loads),
    busy === undefined ? '–' : `${whole(busy.median)} %`,
    ...latencyCells(loads),
    rows[operation].toFixed(1),
    whole(spreadOf(loads.map(({ walBytes }) => walBytes)).median),
  ];
}

function openCells(loads: readonly OpenLoad[]): readonly string[] {
  const offered = spreadOf(loads.map(({ offered: rate }) => rate)).median;
  return [whole(offered), ...cpuCells(loads), ...latencyCells(loads)];
}

function cpuCells(loads: readonly (ClosedLoad | OpenLoad)[]): readonly string[] {
  return [loads.map(({ nodeMicros }) => nodeMicros), loads.map(({ postgresMicros }) => postgresMicros)].map((micros) =>
    spread(spreadIfTaken(micros)),
  );
}

function latencyCells(loads: readonly { readonly times: readonly number[] }[]): readonly string[] {
  const sorted = timesOf(loads);
  return shares.map(([, share]) => percentile(sorted, share)?.toFixed(1) ?? '–');
}

/** Compares each Pristan with the peer that has the most requests per second. */
function ratioLines(operation: Operation, results: readonly PeerResults[]): readonly string[] {
  const peers = results
    .filter(({ peer }) => !peer.isPristan)
    .toSorted((a, b) => rateOf(b.closed[operation]) - rateOf(a.closed[operation]));
  const [fastest] = peers;
  if (fastest === undefined) return [];
  const alike = peers.find(({ peer }) => peer.introspectsJwt);
  const others =
    operation !== 'introspection' || fastest === alike || alike === undefined
      ? [['peer', fastest] as const]
      : [['peer', fastest] as const, ['that verifies a signature', alike] as const];
  return results
    .filter(({ peer }) => peer.isPristan)
    .flatMap((own) =>
      others.map(
        ([kind, other]) =>
          `- ${own.peer.name}, against the fastest ${kind}, ${other.peer.name}: ${ratio(own.closed[operation], other.closed[operation])}.`,
      ),
    );
}

function ratio(own: readonly ClosedLoad[], other: readonly ClosedLoad[]): string {
  const requests = `${(rateOf(own) / rateOf(other)).toFixed(1)} times the requests`;
  const [ownCpu, otherCpu] = [cpuOf(own), cpuOf(other)];
  const isTaken = ownCpu !== undefined && otherCpu !== undefined;
  return isTaken ? `${requests}, ${(ownCpu / otherCpu).toFixed(2)} of its CPU time` : requests;
}

function refusedPart(results: readonly PeerResults[]): string {
  const rows = (Object.keys(refusals) as Refusal[]).map((refusal) => [
    refusal,
    ...results.map(({ refused, closed }) => {
      const cpu = cpuOf(refused[refusal]);
      const good = cpuOf(closed[refusals[refusal]]);
      return cpu === undefined || good === undefined ? '–' : `${whole(cpu)} (${(cpu / good).toFixed(2)})`;
    }),
  ]);
  return [
    '## Refused requests',
    'CPU time of Node and PostgreSQL together in µs, and in brackets as a multiple of the good request.',
    markdownTable([['request', ...results.map(({ peer }) => peer.name)], ...rows]),
  ].join('\n\n');
}

function memoryPart(results: readonly PeerResults[]): string {
  const rows = results.map(({ peer, closed }) => {
    const after = Object.values(closed).flatMap((loads) => loads.map(({ residentMb }) => residentMb));
    const highest = spreadIfTaken(after)?.highest;
    return [peer.name, highest === undefined ? '–' : whole(highest)];
  });
  return [
    '## Memory',
    markdownTable([['highest after a closed load', 'resident MB of the server process'], ...rows]),
  ].join('\n\n');
}

function limitsPart(limits: readonly Limit[]): string {
  const rows = limits.map(({ name, perSecond, cost }) => [
    name,
    whole(perSecond),
    ...[cost.nodeMicros, cost.postgresMicros].map((micros) => (micros === undefined ? '–' : micros.toFixed(1))),
  ]);
  return [
    '## Limits of this machine',
    markdownTable([['work alone', 'per second', 'Node µs', 'PostgreSQL µs'], ...rows]),
  ].join('\n\n');
}
