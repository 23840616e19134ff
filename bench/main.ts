import { mkdtempSync, rmSync } from 'node:fs';
import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { cpus, tmpdir } from 'node:os';
import { join } from 'node:path';
import { text } from 'node:stream/consumers';
import { setTimeout as pause } from 'node:timers/promises';
import type { ServerProcess } from '../tests/harness/server-process.ts';
import { startServer } from '../tests/harness/server-process.ts';
import { against } from './against.ts';
import { attacks } from './attacks.ts';
import { burst } from './burst.ts';
import type { LoadResult, LoadRequest } from './client.ts';
import { load } from './client.ts';
import { consoleScreens } from './console.ts';
import type { Fixtures } from './fixtures.ts';
import { openFixtures } from './fixtures.ts';
import type { Flood } from './flood.ts';
import { flood } from './flood.ts';
import { lists } from './lists.ts';
import { bareRoute, signaturesPerSecond, updatesPerSecond } from './limits.ts';
import { printFigure, ms, perSecond } from './lines.ts';
import { cpuMicros, familyOf, memoryMb, residentMb } from './machine.ts';
import { outgoing } from './outgoing.ts';
import { buttonGzBytes, consentPageBytes } from './pages.ts';
import { compare } from './peers/compare.ts';
import { openCountingProxy } from './round-trips.ts';

const CONNECTIONS = 32;
const [asked = '4', other = '', name = '', pairs = '8', seconds = '3'] = process.argv.slice(2);
const SECONDS = asked === 'against' ? Number(seconds) : Number(asked);
if (
  !['lists', 'console', 'burst', 'attacks', 'flood', 'peers'].includes(asked) &&
  !(SECONDS > 0 && Number(pairs) > 0)
) {
  console.error(
    `npm run bench -- [SECONDS | lists | console | burst | attacks [SECONDS] | peers [ROUNDS [SECONDS]] | against COMMIT-OR-FOLDER [PAIRS [SECONDS]]]: how long each load takes, 4 seconds
unless said; the lists of a large store; the console's first screen; memory after a burst; a quiet account under
attack; or refresh, exchange and introspection beside other authorization servers, or beside another checkout.`,
  );
  process.exit(2);
}

const dataDir = mkdtempSync(join(tmpdir(), 'pristan-bench-'));
const variables = {
  NODE_ENV: 'production',
  PRISTAN_DATA_DIR: dataDir,
  PRISTAN_SECRET_KEYS: `k1:${Buffer.alloc(32, 7).toString('base64')}`,
};
interface Running {
  readonly server: ServerProcess;
  readonly fixtures: Fixtures;
  readonly postmaster: number;
}

try {
  await chosen();
} finally {
  rmSync(dataDir, { recursive: true, force: true });
}

async function chosen(): Promise<void> {
  const secretKeys = variables.PRISTAN_SECRET_KEYS;
  if (asked === 'flood') return flood(JSON.parse(await text(process.stdin)) as Flood);
  if (asked === 'lists') return lists(dataDir, secretKeys);
  if (asked === 'burst') return burst(dataDir, secretKeys);
  if (asked === 'console') return consoleScreens(dataDir, secretKeys);
  if (asked === 'peers')
    return compare({ dataDir, secretKeys, rounds: Number(other) || 3, seconds: Number(name) || 2 });
  if (asked === 'attacks') return attacks(dataDir, secretKeys, Number(other) || 10);
  if (asked !== 'against') return main();
  return against({ folder: other, name }, { dataDir, secretKeys, pairs: Number(pairs), seconds: SECONDS });
}

async function main(): Promise<void> {
  printFigure(
    'Machine',
    `${cpus().length} cores, Node ${process.version}, ${CONNECTIONS} connections, ${SECONDS} s each`,
  );
  await startTimes();

  const [server, readyMs] = await timed(() => startServer(variables));
  printFigure('Server alone, empty store: ready after', ms(readyMs));
  const fixtures = await openFixtures(variables);
  const { rows } = await fixtures.world.pool.query<{ pid: string }>(
    `select split_part(pg_read_file('postmaster.pid'), e'\\n', 1) as pid`,
  );
  const running = { server, fixtures, postmaster: Number(rows[0]?.pid) };
  await pause(2_000);
  memory('Idle', running);
  console.log('');

  const limits = {
    signs: signaturesPerSecond(),
    route: await bareRoute(CONNECTIONS, SECONDS / 2),
    updates: await updatesPerSecond(fixtures.world, SECONDS / 2),
  };
  printFigure('Limit: ES256 signatures, one core', perSecond(limits.signs));
  printFigure(
    'Limit: bare Fastify route',
    `${perSecond(limits.route.perSecond)}, p50 ${ms(limits.route.p50Ms)}, p99 ${ms(limits.route.p99Ms)}`,
  );
  printFigure('Limit: conditional UPDATE, 10 in flight', perSecond(limits.updates));
  console.log('');

  const exchanged = await exchanges(running);
  const refreshed = await refreshes(running, exchanged.tokens);
  for (const [name, result] of [
    ['exchange', exchanged.result],
    ['refresh', refreshed],
  ] as const) {
    const { perSecond: rate } = result;
    printFigure(`${name}: against the bare route`, `${(rate / limits.route.perSecond).toFixed(2)}`);
    printFigure(`${name}: against the conditional UPDATE`, `${(rate / limits.updates).toFixed(2)}`);
  }
  memory('After the load', running);
  console.log('');

  const trips = await roundTrips(running);
  printFigure('Database round trips per exchange', trips.exchange.toFixed(2));
  printFigure('Database round trips per refresh', trips.refresh.toFixed(2));
  const page = await consentPageBytes(server.port, fixtures);
  const sum = page.html + page.styles + page.scripts;
  printFigure(
    'Consent page without logo',
    `${sum} bytes: HTML ${page.html}, styles ${page.styles}, scripts ${page.scripts}; fonts ${page.fonts}`,
  );
  printFigure('Button, gzip', `${buttonGzBytes('apps/server/dist/auth/button.min.js')} bytes`);
  await fixtures.world.close();
  await server.stop();
  console.log('');
  await outgoing(dataDir, variables.PRISTAN_SECRET_KEYS, SECONDS);
  console.log('');
  await lists(dataDir, variables.PRISTAN_SECRET_KEYS);
  console.log('');
  await attacks(dataDir, variables.PRISTAN_SECRET_KEYS, SECONDS);
}

/** Measures `npm start` in an installed clone: the first start, which seeds the demo, and a second one. */
async function startTimes(): Promise<void> {
  const demo = { PRISTAN_DATA_DIR: join(dataDir, 'demo'), PRISTAN_PORT: String(await freePort()) };
  for (const which of ['first, with the demo’s seeding', 'again']) {
    const [server, readyMs] = await timed(() => startServer(demo, ['tools/start.mjs']));
    printFigure(`npm start, ${which}: ready after`, ms(readyMs));
    await server.stop();
  }
}

async function exchanges({
  server,
  fixtures,
  postmaster,
}: Running): Promise<{ result: LoadResult; tokens: readonly string[] }> {
  const codes = [...(await fixtures.codes(SECONDS * 6_000))];
  const tokens: string[] = [];
  const shoot = (): LoadRequest | undefined => {
    const code = codes.pop();
    return code === undefined
      ? undefined
      : {
          request: fixtures.exchange(code),
          take(status, body) {
            if (status === 200 && tokens.length < CONNECTIONS) tokens.push(refreshTokenOf(body));
            return status === 200;
          },
        };
  };
  await load(server.port, { connections: CONNECTIONS, seconds: 0.5, next: shoot });
  const result = await measured('exchange', { server, postmaster }, () =>
    load(server.port, { connections: CONNECTIONS, seconds: SECONDS, next: shoot }),
  );
  return { result, tokens };
}

async function refreshes({ server, fixtures, postmaster }: Running, tokens: readonly string[]): Promise<LoadResult> {
  const current = [...tokens];
  const shoot = (connection: number): LoadRequest => ({
    request: fixtures.refresh(current[connection] ?? ''),
    take(status, body) {
      if (status === 200) current[connection] = refreshTokenOf(body);
      return status === 200;
    },
  });
  await load(server.port, { connections: CONNECTIONS, seconds: 0.5, next: shoot });
  const one = await load(server.port, { connections: 1, seconds: 1, next: shoot });
  printFigure('refresh: one connection', `${perSecond(one.perSecond)}, p50 ${ms(one.p50Ms)}`);
  return measured('refresh', { server, postmaster }, () =>
    load(server.port, { connections: CONNECTIONS, seconds: SECONDS, next: shoot }),
  );
}

async function measured(
  name: string,
  where: { server: ServerProcess; postmaster: number },
  run: () => Promise<LoadResult>,
): Promise<LoadResult> {
  // The embedded PostgreSQL is a child of the server process, so the two are measured separately.
  const node = (): number => cpuMicros([where.server.pid]);
  const postgres = (): number => cpuMicros(familyOf(where.postmaster));
  const before = { node: node(), postgres: postgres() };
  const result = await run();
  const cpu = (start: number, end: number): string => `${Math.round((end - start) / result.done)} µs`;
  printFigure(
    name,
    `${perSecond(result.perSecond)}, p50 ${ms(result.p50Ms)}, p99 ${ms(result.p99Ms)}${result.failed > 0 ? `, ${result.failed} FAILED` : ''}`,
  );
  printFigure(`${name}: CPU, Node / PostgreSQL`, `${cpu(before.node, node())} / ${cpu(before.postgres, postgres())}`);
  return result;
}

/** Counts database round trips of a few requests, through a proxy in front of the database. */
async function roundTrips({ fixtures }: Running): Promise<{ exchange: number; refresh: number }> {
  const door = await openCountingProxy(String(fixtures.world.pool.options.host));
  const { NODE_ENV, PRISTAN_SECRET_KEYS } = variables;
  const url = `postgresql://${fixtures.world.pool.options.user}@localhost/${fixtures.world.pool.options.database}?host=${encodeURIComponent(door.folder)}`;
  const server = await startServer({ NODE_ENV, PRISTAN_SECRET_KEYS, PRISTAN_DATABASE_URL: url });
  const count = 50;
  const codes = [...(await fixtures.codes(count))].slice(0, count);
  let token = '';
  const keep = (status: number, body: string): boolean => {
    if (status === 200) token = refreshTokenOf(body);
    return status === 200;
  };
  await quiet(() => door.count());
  const before = door.count();
  await load(server.port, {
    connections: 1,
    seconds: 30,
    next: () => ifSome(codes.pop(), (code) => ({ request: fixtures.exchange(code), take: keep })),
  });
  const between = door.count();
  let left = count;
  await load(server.port, {
    connections: 1,
    seconds: 30,
    next: () => ((left -= 1) < 0 ? undefined : { request: fixtures.refresh(token), take: keep }),
  });
  const after = door.count();
  await server.stop();
  door.close();
  return { exchange: (between - before) / count, refresh: (after - between) / count };
}

function memory(when: string, { server, postmaster }: Running): void {
  const node = residentMb(server.pid);
  const postgres = memoryMb(familyOf(postmaster));
  printFigure(
    `${when}: server RSS + PostgreSQL PSS`,
    `${Math.round(node)} + ${Math.round(postgres)} = ${Math.round(node + postgres)} MB`,
  );
}

/** Waits until the server sends no more database queries after its start. */
async function quiet(count: () => number): Promise<void> {
  for (let last = -1; last !== count(); await pause(300)) last = count();
}

function refreshTokenOf(body: string): string {
  return (JSON.parse(body) as { refresh_token: string }).refresh_token;
}

function ifSome<Value, Result>(value: Value | undefined, make: (value: Value) => Result): Result | undefined {
  return value === undefined ? undefined : make(value);
}

async function timed<Value>(run: () => Promise<Value>): Promise<[Value, number]> {
  const started = performance.now();
  const value = await run();
  return [value, performance.now() - started];
}

/** Finds a free port whose successor is free, too: the example's site uses that one. */
async function freePort(): Promise<number> {
  const port = await new Promise<number>((resolve) => {
    const probe = createServer().listen(0, '127.0.0.1', () => {
      const { port: free } = probe.address() as AddressInfo;
      probe.close(() => resolve(free));
    });
  });
  return port < 65_000 ? port : freePort();
}
