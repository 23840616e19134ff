import { join } from 'node:path';
import { createResourceServer } from '../../apps/server/src/cli/resource-servers.ts';
import { createIntegrationCommand } from '../../apps/server/src/cli/integrations.ts';
import type { World } from '../../apps/server/src/environment/open.ts';
import { startServer } from '../../tests/harness/server-process.ts';
import { openFixtures } from '../fixtures.ts';
import { printFigure } from '../lines.ts';
import { cpuMicros, familyOf } from '../machine.ts';
import { copyRows } from './copy-rows.ts';
import type { Client } from './shots.ts';
import { shotsOf } from './shots.ts';
import type { Shots } from './shots.ts';
import type { Population } from './population.ts';
import { population } from './population.ts';

const INTEGRATIONS = 64;
const redirectUri = 'https://shop.test/callback';

/** A server on a store of its own with so many token families. */
export interface ScaleStore {
  readonly families: number;
  readonly port: number;
  readonly shots: Shots;
  /** CPU time used so far, in microseconds. */
  cpu(): { readonly node: number; readonly postgres: number };
  stop(): Promise<void>;
}

/** Starts a server and fills its store by COPY. @param core the only core of the server and its PostgreSQL */
export async function openStore(
  families: number,
  options: { readonly dataDir: string; readonly secretKeys: string; readonly core: number | undefined },
): Promise<ScaleStore> {
  const variables = {
    NODE_ENV: 'production',
    PRISTAN_DATA_DIR: join(options.dataDir, `families-${families}`),
    PRISTAN_SECRET_KEYS: options.secretKeys,
  };
  const server = await startServer(variables, undefined, { core: options.core });
  const { world } = await openFixtures(variables);
  const resourceServer = await createResourceServer(world, { name: 'Bench' });
  const clients: Client[] = [];
  for (let at = 0; at < INTEGRATIONS; at += 1) {
    const keys = await createIntegrationCommand(world, {
      account: 'bench',
      name: `Integration ${at}`,
      redirectUri: `${redirectUri}/${at}`,
      scope: ['crm'],
      public: true,
    });
    clients.push({ ...keys, redirectUri: `${redirectUri}/${at}` });
  }
  const people = population(families, {
    integrations: clients.map(({ client_id: id }) => id),
    redirectUri,
    macKeyId: world.keyRing.newestMac().id,
    now: world.clock.now(),
  });
  await fill(world, people);
  const { rows } = await world.pool.query<{ pid: string }>(
    `select split_part(pg_read_file('postmaster.pid'), e'\\n', 1) as pid`,
  );
  const postmaster = Number(rows[0]?.pid);
  return {
    families,
    port: server.port,
    shots: shotsOf({ world, people, clients, resourceServer }),
    cpu: () => ({ node: cpuMicros([server.pid]), postgres: cpuMicros(familyOf(postmaster)) }),
    async stop() {
      await world.close();
      await server.stop();
    },
  };
}

async function fill(world: World, people: Population): Promise<void> {
  const startedAt = performance.now();
  const client = await world.pool.connect();
  // The rows are made to fit; checking foreign keys row by row takes longer than all the rest.
  await client.query('set session_replication_role = replica');
  for (const table of people.tables) await copyRows(client, table);
  await client.query('reset session_replication_role');
  await client.query('vacuum (analyze)');
  await client.query('checkpoint');
  const { rows } = await client.query<{ bytes: string }>('select pg_database_size(current_database()) as bytes');
  client.release();
  const bytes = Number(rows[0]?.bytes);
  printFigure(
    `${people.families.toLocaleString('en')} families: filled`,
    `in ${Math.round((performance.now() - startedAt) / 1000)} s; ${Math.round(bytes / 1e6)} MB, ${Math.round(bytes / people.families)} bytes a family`,
  );
}
