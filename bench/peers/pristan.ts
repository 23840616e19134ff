import { execFileSync } from 'node:child_process';
import { startServer } from '../../tests/harness/server-process.ts';
import { formRequest } from '../client.ts';
import { host, openFixtures } from '../fixtures.ts';
import type { Peer } from './peer.ts';

/** Starts this checkout's built server on an external PostgreSQL, as the peers are. */
export async function startPristan(where: {
  readonly databaseUrl: string;
  readonly core: number | undefined;
  readonly dataDir: string;
  readonly secretKeys: string;
}): Promise<Peer> {
  const variables = {
    NODE_ENV: 'production',
    PRISTAN_DATABASE_URL: where.databaseUrl,
    PRISTAN_DATA_DIR: where.dataDir,
    PRISTAN_SECRET_KEYS: where.secretKeys,
  };
  const server = await startServer(variables, undefined, { core: where.core });
  const fixtures = await openFixtures(variables);
  const created = execFileSync(
    process.execPath,
    ['apps/server/dist/main.js', 'resource-server', 'create', '--name', 'Bench', '--json'],
    { env: { PATH: process.env['PATH'], ...variables }, encoding: 'utf8' },
  );
  const resourceServer = JSON.parse(created) as { id: string; secret: string };
  return {
    name: 'Pristan',
    port: server.port,
    pid: server.pid,
    jwksPath: '/.well-known/jwks.json',
    host,
    introspectsJwt: true,
    codes: (count) => fixtures.codes(count),
    exchange: (code, secret) => fixtures.exchange(code, secret),
    refresh: (token, secret) => fixtures.refresh(token, secret),
    introspection: ({ access_token: token }, secret = resourceServer.secret) =>
      formRequest('/oauth/v2/introspect', 'localhost:4400', {
        client_id: resourceServer.id,
        client_secret: secret,
        token,
      }),
    async stop() {
      await fixtures.world.close();
      await server.stop();
    },
  };
}
