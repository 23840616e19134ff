import { ms, printFigure } from '../lines.ts';
import { median, pinThisProcess } from '../machine.ts';
import type { PeerDatabase } from './database.ts';
import { createDatabase } from './database.ts';
import type { Figures, Measured, Operation } from './measure.ts';
import { operations, prepare } from './measure.ts';
import type { Peer } from './peer.ts';
import { startPristan } from './pristan.ts';
import { prove } from './proof.ts';
import { startPeer, wires } from './start.ts';

const usualServer = 'postgresql://postgres@127.0.0.1:5432/postgres';

/**
 * Measures Pristan and its peers side by side: refresh, exchange and introspection, all peers in turn within each round,
 * in the opposite order in every other round.
 */
export async function compare(options: {
  readonly dataDir: string;
  readonly secretKeys: string;
  readonly rounds: number;
  readonly seconds: number;
}): Promise<void> {
  const { rounds, seconds } = options;
  const serverUrl = process.env['PRISTAN_TEST_DATABASE_URL'] ?? usualServer;
  const pinned = pinThisProcess();
  const cores = pinned ? { server: 0, postgres: 1 } : { server: undefined, postgres: undefined };
  printFigure('Peers', `rounds: ${rounds}, seconds: ${seconds}, PostgreSQL: ${new URL(serverUrl).host}`);
  printFigure(
    'Cores',
    pinned ? 'servers on core 0, PostgreSQL and the load on core 1' : 'not pinned: no taskset, or one core',
  );
  const started: { readonly peer: Peer; readonly database: PeerDatabase }[] = [];
  try {
    const measured: Measured[] = [];
    for (const name of ['Pristan', ...names()] as const) {
      const database = await createDatabase(serverUrl, name);
      const where = { ...options, databaseUrl: database.url, core: cores.server };
      const peer = name === 'Pristan' ? await startPristan(where) : await startPeer(name, where);
      started.push({ peer, database });
      await prove(peer);
      measured.push(await prepare(peer, database, cores.postgres));
    }
    printFigure('Every peer', 'signs ES256; refuses used codes, rotated refresh tokens, forged tokens, wrong secrets');
    const results = await measureAll(measured, rounds, seconds);
    for (const operation of operations) tell(operation, results[operation]);
  } finally {
    for (const { peer, database } of started) {
      await peer.stop();
      await database.drop();
    }
  }
}

type Results = Record<Operation, Map<Peer, Figures[]>>;

async function measureAll(measured: readonly Measured[], rounds: number, seconds: number): Promise<Results> {
  const empty = (): Map<Peer, Figures[]> => new Map(measured.map(({ peer }) => [peer, []]));
  const results = { refresh: empty(), exchange: empty(), introspection: empty() };
  for (let round = -1; round < rounds; round += 1) {
    for (const operation of operations) {
      for (const one of round % 2 === 0 ? measured : measured.toReversed()) {
        const figures = await one.measure(operation, seconds);
        // The first round is a warm-up.
        if (round >= 0) results[operation].get(one.peer)?.push(figures);
      }
    }
  }
  return results;
}

/** Prints the table of one operation, and compares Pristan with the best peer that does the same work. */
function tell(operation: Operation, results: ReadonlyMap<Peer, readonly Figures[]>): void {
  console.log(`\n${operation.padEnd(28)}${'per second'.padEnd(26)}p50       p99       Node µs   PostgreSQL µs`);
  let best = { name: '', perSecond: 0 };
  let own = 0;
  for (const [peer, figures] of results) {
    const perSecond = median(figures.map((one) => one.perSecond));
    const isLighter = operation === 'introspection' && !peer.introspectsJwt;
    console.log(`${peer.name}${isLighter ? ' *' : ''}`.padEnd(28) + row(figures));
    if (peer.name === 'Pristan') own = perSecond;
    else if (!isLighter && perSecond > best.perSecond) best = { name: peer.name, perSecond };
  }
  console.log(`Pristan against the best peer, ${best.name}: ${(own / best.perSecond).toFixed(2)} times`);
  if (operation === 'introspection') console.log('* of an opaque token, without a signature: not compared');
}

/** Medians, and the lowest and highest rate in brackets. */
function row(figures: readonly Figures[]): string {
  const of = (read: (one: Figures) => number): number => median(figures.map(read));
  const rates = figures.map(({ perSecond }) => perSecond);
  const spread = `${whole(median(rates))} (${whole(Math.min(...rates))} to ${whole(Math.max(...rates))})`;
  const times = [ms(of(({ p50Ms }) => p50Ms)), ms(of(({ p99Ms }) => p99Ms))];
  const cpu = [whole(of(({ nodeMicros }) => nodeMicros)), whole(of(({ postgresMicros }) => postgresMicros))];
  return spread.padEnd(26) + [...times, ...cpu].map((cell) => cell.padEnd(10)).join('');
}

function names(): readonly (keyof typeof wires)[] {
  return Object.keys(wires) as (keyof typeof wires)[];
}

function whole(value: number): string {
  return Math.round(value).toLocaleString('en');
}
