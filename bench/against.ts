import { execFileSync } from 'node:child_process';
import { rmSync } from 'node:fs';
import { join } from 'node:path';
import { pathToFileURL } from 'node:url';
import { startServer } from '../tests/harness/server-process.ts';
import type { LoadResult, LoadRequest } from './client.ts';
import { formRequest, load } from './client.ts';
import type * as FixturesModule from './fixtures.ts';
import { printFigure } from './lines.ts';
import { cpuMicros, familyOf, median, pinThisProcess } from './machine.ts';
import { exitCodes, guard, judge, TOLERATED_PERCENT } from './ratio-guard.ts';

const CONNECTIONS = 32;
/** Authorization codes created per second of load; more than one core can exchange. */
const CODES_PER_SECOND = 3_000;
/** At most this many times the asked pairs are measured while the result is not clear. */
const PAIRS_TIMES_MOST = 4;
const operations = ['refresh', 'exchange', 'introspection'] as const;
type Operation = (typeof operations)[number];

/** Cost of a load: operations per second, and CPU in microseconds per operation. */
interface Cost {
  readonly perSecond: number;
  readonly node: number;
  readonly postgres: number;
}

/** One side of a comparison: a built checkout with its own server, store and tokens. */
interface Side {
  /** Measures the cost of an operation. @param seconds duration of the load */
  measure(operation: Operation, seconds: number): Promise<Cost>;
  stop(): Promise<void>;
}

/**
 * Compares the CPU time per operation of this checkout (`here`) and another one (`there`). Measures both in turn with
 * one client, each on its own store; the order alternates from pair to pair. Adds pairs until the result is clear.
 *
 * @returns the exit code: 0 within the tolerance, 1 worse, 2 not clear after four times the asked pairs
 */
export async function against(
  there: { readonly folder: string; readonly name: string },
  options: { readonly dataDir: string; readonly secretKeys: string; readonly pairs: number; readonly seconds: number },
): Promise<number> {
  const { dataDir, secretKeys, pairs, seconds } = options;
  const most = pairs * PAIRS_TIMES_MOST;
  const pinned = pinThisProcess();
  const open = async (folder: string, name: string): Promise<Side> =>
    openSide(folder, { dataDir: join(dataDir, name), secretKeys, core: pinned ? 0 : undefined });
  const sides = { here: await open(process.cwd(), 'here'), there: await open(there.folder, 'there') };
  printFigure('Against', `${there.name}; pairs: ${pairs} to ${most}, seconds: ${seconds}, connections: ${CONNECTIONS}`);
  printFigure(
    'Cores',
    pinned ? 'servers and their PostgreSQL on core 0, the load on core 1' : 'not pinned: no taskset, or one core',
  );
  const costs = { here: emptyCosts(), there: emptyCosts() };
  const ratios = (): number[][] =>
    operations.map((operation) => ratiosOf(costs.here[operation], costs.there[operation]));
  let guarded = guard(ratios(), { least: pairs, most });
  try {
    for (let pair = -1; guarded === 'go_on'; pair += 1) {
      for (const operation of operations) {
        for (const side of pair % 2 === 0 ? (['here', 'there'] as const) : (['there', 'here'] as const)) {
          const cost = await sides[side].measure(operation, seconds);
          // The first pair of measurements is a warm-up.
          if (pair >= 0) costs[side][operation].push(cost);
        }
      }
      guarded = guard(ratios(), { least: pairs, most });
    }
  } finally {
    await sides.here.stop();
    await sides.there.stop();
  }
  const verdicts = operations.map((operation) => tell(operation, costs.here[operation], costs.there[operation]));
  printFigure('Pairs measured', String(costs.here.refresh.length));
  printFigure(`CPU per operation within ${TOLERATED_PERCENT} %`, verdicts.join(', '));
  return exitCodes[guarded];
}

async function openSide(
  folder: string,
  options: { readonly dataDir: string; readonly secretKeys: string; readonly core: number | undefined },
): Promise<Side> {
  const variables = {
    NODE_ENV: 'production',
    PRISTAN_DATA_DIR: options.dataDir,
    PRISTAN_SECRET_KEYS: options.secretKeys,
  };
  const server = await startServer(variables, undefined, { folder, core: options.core });
  // Each checkout fills its store with its own code.
  const own = pathToFileURL(join(folder, 'bench', 'dist', 'fixtures.js')).href;
  const { openFixtures } = (await import(own)) as typeof FixturesModule;
  const fixtures = await openFixtures(variables);
  const { rows } = await fixtures.world.pool.query<{ pid: string }>(
    `select split_part(pg_read_file('postmaster.pid'), e'\\n', 1) as pid`,
  );
  const postmaster = Number(rows[0]?.pid);
  const resourceServer = JSON.parse(
    execFileSync(
      process.execPath,
      ['apps/server/dist/main.js', 'resource-server', 'create', '--name', 'Bench', '--json'],
      { cwd: folder, env: { PATH: process.env['PATH'], ...variables }, encoding: 'utf8' },
    ),
  ) as { id: string; secret: string };
  const shots = shotsOf(fixtures, resourceServer);

  // A load of code exchanges provides the first tokens.
  await load(server.port, { connections: CONNECTIONS, seconds: 1, next: await shots('exchange', 1) });
  return {
    async measure(operation, seconds) {
      const next = await shots(operation, seconds);
      const node = (): number => cpuMicros([server.pid]);
      const postgres = (): number => cpuMicros(familyOf(postmaster));
      const before = { node: node(), postgres: postgres() };
      const result = await load(server.port, { connections: CONNECTIONS, seconds, next });
      return costOf(result, { node: node() - before.node, postgres: postgres() - before.postgres });
    },
    async stop() {
      await fixtures.world.close();
      await server.stop();
      rmSync(options.dataDir, { recursive: true, force: true });
    },
  };
}

/** Returns the source of each connection's requests, for a load of one operation. */
type Shots = (operation: Operation, seconds: number) => Promise<(connection: number) => LoadRequest | undefined>;

/** Code exchanges leave tokens for the other operations. */
function shotsOf(
  fixtures: FixturesModule.Fixtures,
  resourceServer: { readonly id: string; readonly secret: string },
): Shots {
  const refreshTokens: string[] = [];
  let accessToken = '';

  const introspections = (): (() => LoadRequest) => {
    const request = formRequest('/oauth/v2/introspect', 'localhost:4400', {
      client_id: resourceServer.id,
      client_secret: resourceServer.secret,
      token: accessToken,
    });
    return () => ({ request, take: (status, body) => status === 200 && body.includes('"active":true') });
  };

  const refreshes = (connection: number): LoadRequest => ({
    request: fixtures.refresh(refreshTokens[connection] ?? ''),
    take(status, body) {
      if (status === 200) refreshTokens[connection] = tokensOf(body).refresh_token;
      return status === 200;
    },
  });

  const exchange = (connection: number, code: string): LoadRequest => ({
    request: fixtures.exchange(code),
    take(status, body) {
      if (status === 200) {
        const pair = tokensOf(body);
        refreshTokens[connection] = pair.refresh_token;
        accessToken = pair.access_token;
      }
      return status === 200;
    },
  });

  return async (operation, seconds) => {
    if (operation === 'introspection') return introspections();
    if (operation === 'refresh') return refreshes;
    const codes = [...(await fixtures.codes(Math.ceil(seconds * CODES_PER_SECOND)))];
    return (connection) => {
      const code = codes.pop();
      return code === undefined ? undefined : exchange(connection, code);
    };
  };
}

function costOf(result: LoadResult, cpu: { readonly node: number; readonly postgres: number }): Cost {
  if (result.failed > 0) throw new Error(`${result.failed} of ${result.done} answers were not the expected ones`);
  return { perSecond: result.perSecond, node: cpu.node / result.done, postgres: cpu.postgres / result.done };
}

/** Prints the figures of one compared operation. @returns the verdict */
function tell(operation: Operation, here: readonly Cost[], there: readonly Cost[]): string {
  const figure = (name: string, of: (cost: Cost) => number, unit: string): void =>
    printFigure(
      `${operation}: ${name}`,
      [here, there].map((side) => `${Math.round(median(side.map(of)))} ${unit}`).join(' here, ') + ' there',
    );
  figure('requests', ({ perSecond }) => perSecond, '/s');
  figure('CPU of Node per operation', ({ node }) => node, 'µs');
  figure('CPU of PostgreSQL per operation', ({ postgres }) => postgres, 'µs');
  const ratios = ratiosOf(here, there).toSorted((a, b) => a - b);
  const { kind, percent, offBy } = judge(ratios);
  printFigure(
    `${operation}: CPU here / there, pair by pair`,
    `min ${(ratios[0] ?? 0).toFixed(3)}, median ${median(ratios).toFixed(3)}, max ${(ratios.at(-1) ?? 0).toFixed(3)}`,
  );
  const says = { within: 'yes', worse: 'NO', not_clear: 'not clear' }[kind];
  return `${operation} ${says} (${percent < 0 ? '−' : '+'}${Math.abs(percent).toFixed(1)} ± ${offBy.toFixed(1)} %)`;
}

/** CPU time per operation here to there, pair by pair. */
function ratiosOf(here: readonly Cost[], there: readonly Cost[]): number[] {
  return here.map((cost, pair) => totalOf(cost) / totalOf(there[pair]));
}

function totalOf(cost: Cost | undefined): number {
  return (cost?.node ?? 0) + (cost?.postgres ?? 0);
}

function emptyCosts(): Record<Operation, Cost[]> {
  return { refresh: [], exchange: [], introspection: [] };
}

function tokensOf(body: string): { readonly access_token: string; readonly refresh_token: string } {
  return JSON.parse(body) as { access_token: string; refresh_token: string };
}
