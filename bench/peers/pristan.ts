import { execFileSync } from 'node:child_process';
import { startServer } from '../../tests/harness/server-process.ts';
import { formRequest } from '../client.ts';
import { host, openFixtures } from '../fixtures.ts';
import type { Fixtures } from '../fixtures.ts';
import { familyOf, pin } from '../machine.ts';
import type { Cores, Peer } from './peer.ts';

/** Clients' addresses: Pristan limits how often one address may be refused. @see RFC 2544 §C.2.2 */
const ADDRESSES = 250;

/** A running Pristan, and its database. */
export interface StartedPristan {
  readonly peer: Peer;
  readonly databaseUrl: string;
}

/**
 * Starts this checkout's built server.
 *
 * @param where.databaseUrl PostgreSQL to use, as the peers do; undefined for the embedded engine
 */
export async function startPristan(where: {
  readonly name: string;
  readonly databaseUrl: string | undefined;
  readonly cores: Cores;
  readonly dataDir: string;
  readonly secretKeys: string;
}): Promise<StartedPristan> {
  const variables = {
    NODE_ENV: 'production',
    PRISTAN_DATA_DIR: where.dataDir,
    PRISTAN_SECRET_KEYS: where.secretKeys,
    PRISTAN_TRUST_PROXY: '127.0.0.1',
    ...(where.databaseUrl === undefined ? {} : { PRISTAN_DATABASE_URL: where.databaseUrl }),
  };
  const server = await startServer(variables, undefined, { core: where.cores.server });
  const fixtures = await openFixtures(variables);
  const created = execFileSync(
    process.execPath,
    ['apps/server/dist/main.js', 'resource-server', 'create', '--name', 'Bench', '--json'],
    { env: { PATH: process.env['PATH'], ...variables }, encoding: 'utf8' },
  );
  const resourceServer = JSON.parse(created) as { id: string; secret: string };
  const proxied = fromManyAddresses();
  const peer: Peer = {
    name: where.name,
    isPristan: true,
    port: server.port,
    pid: server.pid,
    jwksPath: '/.well-known/jwks.json',
    host,
    introspectsJwt: true,
    forgedStatuses: [200],
    codes: (count) => fixtures.codes(count),
    // Its form and its MAC are right, so that only the database knows that it was never issued.
    unknownCode: () => fixtures.world.tokenKeys.drawCode(fixtures.accountId).code,
    exchange: (code, secret) => proxied(fixtures.exchange(code, secret)),
    refresh: (token, secret) => proxied(fixtures.refresh(token, secret)),
    introspection: ({ access_token: token }, secret = resourceServer.secret) =>
      proxied(
        formRequest('/oauth/v2/introspect', 'localhost:4400', {
          client_id: resourceServer.id,
          client_secret: secret,
          token,
        }),
      ),
    async stop() {
      await fixtures.world.close();
      await server.stop();
    },
  };
  return { peer, databaseUrl: where.databaseUrl ?? (await embeddedUrl(fixtures, where.cores)) };
}

/** URL of a server's embedded PostgreSQL. Binds it to its core, as the peers' PostgreSQL is. */
async function embeddedUrl({ world }: Fixtures, cores: Cores): Promise<string> {
  const { rows } = await world.pool.query<{ pid: string }>(
    `select split_part(pg_read_file('postmaster.pid'), e'\\n', 1) as pid`,
  );
  if (cores.postgres !== undefined) pin(familyOf(Number(rows[0]?.pid)), cores.postgres);
  const { host: folder, user, database } = world.pool.options;
  return `postgresql://${user}@localhost/${database}?host=${encodeURIComponent(String(folder))}`;
}

/** Adds the header of a proxy to each request, as in production, with the next address. */
function fromManyAddresses(): (request: string) => string {
  let sent = 0;
  return (request) => {
    sent += 1;
    return request.replace('\r\nHost:', `\r\nX-Forwarded-For: 198.18.0.${1 + (sent % ADDRESSES)}\r\nHost:`);
  };
}
