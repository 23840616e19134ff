import { setTimeout as pause } from 'node:timers/promises';
import { spreadOf } from './figures.ts';
import type { ClosedLoad, Measured, OpenLoad } from './measure.ts';
import type { Peer } from './peer.ts';
import type { Operation, Refusal } from './shots.ts';
import { operations, refusals } from './shots.ts';

/** All that was measured of a peer, a load for each round. */
export interface PeerResults {
  readonly peer: Peer;
  readonly closed: Record<Operation, ClosedLoad[]>;
  readonly open: Record<Operation, OpenLoad[]>;
  readonly refused: Record<Refusal, ClosedLoad[]>;
  /** Rows written per operation. */
  readonly rows: Record<Operation, number>;
}

/** Number of rounds, and the duration of each load. */
export interface Plan {
  readonly rounds: number;
  readonly closedSeconds: number;
  readonly openSeconds: number;
  /** Rounds of the refused requests. */
  readonly refusedRounds: number;
  readonly refusedSeconds: number;
}

/** Share of the highest rate at which latency is measured. */
export const OPEN_SHARE = 0.5;
const COUNTED = 500;
/** A backend reports the rows that it wrote within ten seconds; the rest is a margin. */
const REPORTED_MS = 11_000;
const WARM_UP_SECONDS = 0.5;

/**
 * Measures all peers in turn within each round, in the opposite order in every other round.
 *
 * @param meanwhile work on other databases, done once while the peers have to be idle
 */
export async function measureAll(
  measured: readonly Measured[],
  plan: Plan,
  meanwhile: () => Promise<void>,
): Promise<readonly PeerResults[]> {
  const results = measured.map(({ peer }) => emptyResults(peer));
  await countRows(measured, results, meanwhile);
  const inTurn = async (round: number, run: (one: Measured, result: PeerResults) => Promise<void>): Promise<void> => {
    const pairs = measured.map((one, index) => [one, results[index]] as const);
    for (const [one, result] of round % 2 === 0 ? pairs : pairs.toReversed())
      if (result !== undefined) await run(one, result);
  };
  for (const operation of operations)
    await inTurn(0, async (one) => void (await one.closed(operation, WARM_UP_SECONDS)));
  await inRounds('closed loads', plan.rounds, async (round) => {
    for (const operation of operations)
      await inTurn(round, async (one, { closed }) => {
        closed[operation].push(await one.closed(operation, plan.closedSeconds));
      });
  });
  await inRounds('open loads', plan.rounds, async (round) => {
    for (const operation of operations)
      await inTurn(round, async (one, { closed, open }) => {
        const highest = spreadOf(closed[operation].map(({ perSecond }) => perSecond)).median;
        open[operation].push(await one.open(operation, Math.floor(highest * OPEN_SHARE), plan.openSeconds));
      });
  });
  await inRounds('refused requests', plan.refusedRounds, async (round) => {
    for (const refusal of Object.keys(refusals) as Refusal[])
      await inTurn(round, async (one, { refused }) => {
        refused[refusal].push(await one.closed(refusal, plan.refusedSeconds));
      });
  });
  return results;
}

async function inRounds(name: string, rounds: number, run: (round: number) => Promise<void>): Promise<void> {
  for (let round = 0; round < rounds; round += 1) {
    console.error(`${name}, round ${round + 1} of ${rounds}`);
    await run(round);
  }
}

/** Counts the rows that an operation writes, in exactly so many operations of every peer. */
async function countRows(
  measured: readonly Measured[],
  results: readonly PeerResults[],
  meanwhile: () => Promise<void>,
): Promise<void> {
  console.error('rows of each operation, which PostgreSQL reports after ten idle seconds');
  // All codes are made before the first count, since making one writes rows, too.
  const runs = await Promise.all(
    operations.map(async (operation) => {
      const each: (() => Promise<void>)[] = [];
      for (const one of measured) each.push(await one.repeat(operation, COUNTED));
      return { operation, each };
    }),
  );
  const written = async (): Promise<readonly number[]> => {
    await pause(REPORTED_MS);
    return Promise.all(measured.map(async ({ database }) => database.rowsWritten()));
  };
  let [before] = await Promise.all([written(), meanwhile()]);
  for (const { operation, each } of runs) {
    for (const run of each) await run();
    const after = await written();
    for (const [index, { rows }] of results.entries())
      rows[operation] = ((after[index] ?? 0) - (before[index] ?? 0)) / COUNTED;
    before = after;
  }
}

function emptyResults(peer: Peer): PeerResults {
  const each = <Value>(): Record<Operation, Value[]> => ({ refresh: [], exchange: [], introspection: [] });
  const none = Object.keys(refusals).map((name): [string, ClosedLoad[]] => [name, []]);
  const refused = Object.fromEntries(none) as PeerResults['refused'];
  return { peer, closed: each(), open: each(), refused, rows: { refresh: 0, exchange: 0, introspection: 0 } };
}
