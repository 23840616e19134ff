import { once } from 'node:events';
import type { LoadResult } from '../client.ts';
import { formRequest, load } from '../client.ts';
import { withCost } from './cost.ts';
import type { Cost } from './cost.ts';
import { createDatabase } from './database.ts';
import { CONNECTIONS } from './measure.ts';
import { answerOf, spawnPeer } from './start.ts';
import type { Cores } from './peer.ts';

/** Work that no server avoids, measured alone on the core of the servers. */
export interface Limit {
  readonly name: string;
  readonly perSecond: number;
  readonly cost: Cost;
}

const WARM_UP_SECONDS = 0.3;

/** Measures the machine's limits: HTTP alone, signatures alone, transactions alone. */
export async function measureLimits(serverUrl: string, cores: Cores, seconds: number): Promise<readonly Limit[]> {
  const database = await createDatabase(serverUrl, 'limits');
  const child = spawnPeer('limits.mjs', { databaseUrl: database.url }, cores.server);
  const of = { pid: child.pid ?? 0, database };
  const request = formRequest('/token', 'peer.localhost', {
    grant_type: 'refresh_token',
    refresh_token: 'r'.repeat(95),
    client_id: 'c'.repeat(36),
    client_secret: 's'.repeat(64),
  });
  const http = (port: number, lasting: number): Promise<LoadResult> =>
    load(port, {
      connections: CONNECTIONS,
      seconds: lasting,
      next: () => ({ request, take: (status) => status === 200 }),
    });
  const work = async (name: string, lasting: number): Promise<{ readonly done: number }> => {
    const answered = answerOf<{ done: number }>(child);
    child.send({ work: name, seconds: lasting });
    return answered;
  };
  const limit = async (
    name: string,
    run: (lasting: number) => Promise<{ readonly done: number; readonly failed?: number }>,
  ): Promise<Limit> => {
    await run(WARM_UP_SECONDS);
    if (cores.postgres !== undefined) await database.pinBackends(cores.postgres);
    const cost = await withCost(of, () => run(seconds));
    if ((cost.failed ?? 0) > 0) throw new Error(`${name}: ${cost.failed} requests failed`);
    return { name, perSecond: cost.done / seconds, cost };
  };
  try {
    const { ports } = await answerOf<{ ports: { http: number; fastify: number } }>(child);
    return [
      await limit('a bare `node:http` server', (lasting) => http(ports.http, lasting)),
      await limit('a bare Fastify route', (lasting) => http(ports.fastify, lasting)),
      await limit('ES256 signatures', (lasting) => work('signatures', lasting)),
      await limit('transactions of one conditional UPDATE, ten in flight', (lasting) => work('updates', lasting)),
    ];
  } finally {
    const ended = once(child, 'exit');
    child.kill('SIGTERM');
    await ended;
    await database.close();
  }
}
