import { createServer } from 'node:net';
import type { AddressInfo } from 'node:net';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { startServer } from '../tests/harness/server-process.ts';
import { load } from './client.ts';
import { openFixtures } from './fixtures.ts';
import type { Fixtures } from './fixtures.ts';
import { ms, printFigure } from './lines.ts';
import { familyOf, memoryMb, residentMb } from './machine.ts';
import { buttonGzBytes, consentPageBytes } from './pages.ts';
import { openCountingProxy } from './round-trips.ts';

/** Measures a server alone: its start, its memory while idle, database round trips per request, and bytes of its pages. */
export async function serverAlone(dataDir: string, secretKeys: string): Promise<void> {
  await startTimes(dataDir);
  const variables = { NODE_ENV: 'production', PRISTAN_DATA_DIR: dataDir, PRISTAN_SECRET_KEYS: secretKeys };
  const [server, readyMs] = await timed(() => startServer(variables));
  printFigure('Server alone, empty store: ready after', ms(readyMs));
  const fixtures = await openFixtures(variables);
  const { rows } = await fixtures.world.pool.query<{ pid: string }>(
    `select split_part(pg_read_file('postmaster.pid'), e'\\n', 1) as pid`,
  );
  await pause(2_000);
  const node = residentMb(server.pid);
  const postgres = memoryMb(familyOf(Number(rows[0]?.pid)));
  printFigure(
    'Idle: server RSS + PostgreSQL PSS',
    `${Math.round(node)} + ${Math.round(postgres)} = ${Math.round(node + postgres)} MB`,
  );
  const trips = await roundTrips(fixtures, secretKeys);
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
}

/** Measures `npm start` in an installed clone: the first start, which seeds the demo, and a second one. */
async function startTimes(dataDir: string): Promise<void> {
  const demo = { PRISTAN_DATA_DIR: join(dataDir, 'demo'), PRISTAN_PORT: String(await freePort()) };
  for (const which of ['first, with the demo’s seeding', 'again']) {
    const [server, readyMs] = await timed(() => startServer(demo, ['tools/start.mjs']));
    printFigure(`npm start, ${which}: ready after`, ms(readyMs));
    await server.stop();
  }
}

/** Counts database round trips of a few requests, through a proxy in front of the database. */
async function roundTrips(fixtures: Fixtures, secretKeys: string): Promise<{ exchange: number; refresh: number }> {
  const door = await openCountingProxy(String(fixtures.world.pool.options.host));
  const url = `postgresql://${fixtures.world.pool.options.user}@localhost/${fixtures.world.pool.options.database}?host=${encodeURIComponent(door.folder)}`;
  const server = await startServer({
    NODE_ENV: 'production',
    PRISTAN_SECRET_KEYS: secretKeys,
    PRISTAN_DATABASE_URL: url,
  });
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
