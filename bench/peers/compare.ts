import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { pinThisProcess } from '../machine.ts';
import { readConditions } from './conditions.ts';
import { createDatabase, observe } from './database.ts';
import type { PeerDatabase } from './database.ts';
import type { Limit } from './limits.ts';
import { measureLimits } from './limits.ts';
import type { Measured } from './measure.ts';
import { prepare } from './measure.ts';
import type { Cores, Peer } from './peer.ts';
import { openPostgres } from './postgres.ts';
import { startPristan } from './pristan.ts';
import { prove } from './proof.ts';
import type { Plan } from './rounds.ts';
import { measureAll } from './rounds.ts';
import type { Report } from './report.ts';
import { report } from './report.ts';
import { startPeer, wires } from './start.ts';
import { writeResults } from './write-results.ts';

const LIMIT_SECONDS = 1;
const quick: Plan = { rounds: 2, closedSeconds: 0.7, openSeconds: 1, refusedRounds: 1, refusedSeconds: 0.3 };
const full: Plan = { rounds: 5, closedSeconds: 2, openSeconds: 4, refusedRounds: 3, refusedSeconds: 1 };

/**
 * Measures Pristan beside its peers, prints the tables, and writes `bench/RESULTS.md` with its charts unless it is quick.
 *
 * @throws Error at the first answer that a peer should not have given
 */
export async function compare(options: {
  readonly dataDir: string;
  readonly secretKeys: string;
  readonly isQuick: boolean;
}): Promise<void> {
  const plan = options.isQuick ? quick : full;
  const conditions = readConditions(plan);
  const cores: Cores = pinThisProcess() ? { server: 0, postgres: 1 } : { server: undefined, postgres: undefined };
  const postgres = await openPostgres(join(options.dataDir, 'postgresql'), cores.postgres);
  const started: Started[] = [];
  try {
    for (const start of starters({ ...options, cores, serverUrl: postgres.url })) {
      const one = await start();
      started.push(one);
      console.error(`${one.peer.name} is ready, and has to prove its work`);
      await prove(one.peer);
    }
    const measured: Measured[] = [];
    for (const { peer, database } of started) measured.push(await prepare(peer, database, cores.postgres));
    let limits: readonly Limit[] = [];
    const results = await measureAll(measured, plan, async () => {
      limits = await measureLimits(postgres.url, cores, LIMIT_SECONDS);
    });
    const all: Report = {
      conditions,
      postgres: postgres.description,
      isPinned: cores.server !== undefined,
      limits,
      results,
    };
    console.log(report(all));
    if (!options.isQuick) await writeResults(all);
  } finally {
    for (const { peer, database } of started) {
      await peer.stop();
      await database.close();
    }
    await postgres.stop();
    await rm(options.dataDir, { recursive: true, force: true });
  }
}

interface Started {
  readonly peer: Peer;
  readonly database: PeerDatabase;
}

/** Starts each row of the tables. */
function starters(where: {
  readonly dataDir: string;
  readonly secretKeys: string;
  readonly cores: Cores;
  readonly serverUrl: string;
}): readonly (() => Promise<Started>)[] {
  const { cores, secretKeys, serverUrl } = where;
  const pristan = { cores, secretKeys };
  return [
    async () => {
      const name = 'Pristan, embedded engine';
      const dataDir = join(where.dataDir, 'embedded');
      const { peer, databaseUrl } = await startPristan({ ...pristan, name, dataDir, databaseUrl: undefined });
      return { peer, database: await observe(databaseUrl) };
    },
    async () => {
      const name = 'Pristan, PostgreSQL';
      const dataDir = join(where.dataDir, 'external');
      const database = await createDatabase(serverUrl, 'pristan');
      const { peer } = await startPristan({ ...pristan, name, dataDir, databaseUrl: database.url });
      return { peer, database };
    },
    ...names().map((name) => async () => {
      const database = await createDatabase(serverUrl, name);
      return { peer: await startPeer(name, { databaseUrl: database.url, core: cores.server }), database };
    }),
  ];
}

function names(): readonly (keyof typeof wires)[] {
  return Object.keys(wires) as (keyof typeof wires)[];
}
