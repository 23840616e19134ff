import { generateKeyPairSync, sign } from 'node:crypto';
import fastify from 'fastify';
import type { AddressInfo } from 'node:net';
import type { World } from '../apps/server/src/environment/open.ts';
import type { LoadResult } from './client.ts';
import { load, tokenRequest } from './client.ts';
import { host } from './fixtures.ts';

/** Measures ES256 signatures per second on one core, over as many bytes as an access token has. */
export function signaturesPerSecond(): number {
  const { privateKey } = generateKeyPairSync('ec', { namedCurve: 'P-256' });
  const input = Buffer.alloc(700, 'a');
  let done = 0;
  const started = performance.now();
  while (performance.now() - started < 1000) {
    for (let at = 0; at < 100; at++) sign('sha256', input, { key: privateKey, dsaEncoding: 'ieee-p1363' });
    done += 100;
  }
  return (done / (performance.now() - started)) * 1000;
}

/**
 * Measures a Fastify route that parses a form and returns an object as large as a token pair: the cost of HTTP alone.
 */
export async function bareRoute(connections: number, seconds: number): Promise<LoadResult> {
  const app = fastify();
  app.addContentTypeParser('application/x-www-form-urlencoded', { parseAs: 'string' }, (_request, body, done) => {
    done(null, body);
  });
  const answer = {
    token_type: 'Bearer',
    expires_in: 86_400,
    server_time: 1,
    access_token: 'a'.repeat(720),
    refresh_token: 'r'.repeat(95),
  };
  app.post('/oauth2/access_token', async () => answer);
  await app.listen({ host: '127.0.0.1', port: 0 });
  const request = tokenRequest(host, {
    grant_type: 'refresh_token',
    refresh_token: 'r'.repeat(95),
    client_id: 'c'.repeat(36),
    client_secret: 's'.repeat(64),
  });
  const { port } = app.server.address() as AddressInfo;
  const result = await load(port, {
    connections,
    seconds,
    next: () => ({ request, take: (status) => status === 200 }),
  });
  await app.close();
  return result;
}

/**
 * Measures conditional updates per second, each on its own narrow row, with as many in flight as the server's pool has
 * connections.
 */
export async function updatesPerSecond(world: World, seconds: number): Promise<number> {
  await world.pool.query(
    'create table bench_rows (id integer primary key, generation integer not null) with (fillfactor = 70)',
  );
  await world.pool.query('insert into bench_rows select n, 0 from generate_series(1, 10) n');
  const endsAt = performance.now() + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: 10 }, async (_, id) => {
      for (let generation = 0; performance.now() < endsAt; generation++) {
        const { rowCount } = await world.pool.query({
          name: 'bench-update',
          text: 'update bench_rows set generation = generation + 1 where id = $1 and generation = $2',
          values: [id + 1, generation],
        });
        done += rowCount ?? 0;
      }
    }),
  );
  await world.pool.query('drop table bench_rows');
  return done / seconds;
}
