import { setTimeout as pause } from 'node:timers/promises';
import { createIntegrationCommand } from '../../apps/server/src/cli/integrations.ts';
import { receiver } from '../deliveries.ts';
import type { Fixtures } from '../fixtures.ts';
import type { Timed } from './operation.ts';

const RECEIVERS = 50;
const BACKLOG = 1_000;

/** Sends a backlog of hooks to receivers on loopback; `times` are from the backlog's commit to each arrival. */
export interface HookSending {
  send(): Promise<Timed>;
  close(): void;
}

export async function hookSending({ world, accountId }: Fixtures): Promise<HookSending> {
  const arrivedAt = new Map<string, number>();
  const receivers = await Promise.all(
    Array.from({ length: RECEIVERS }, async () => receiver(false, (id) => arrivedAt.set(id, performance.now()))),
  );
  const { client_id: integrationId } = await createIntegrationCommand(world, {
    account: 'bench',
    name: 'Hooks',
    redirectUri: 'https://shop.test/callback',
  });
  return {
    async send() {
      const rows = Array.from({ length: BACKLOG }, (_, at) => ({
        id: world.random.uuid(),
        url: receivers[at % RECEIVERS]?.url ?? '',
      }));
      await world.pool.query(
        `insert into deliveries (account_id, id, integration_id, hook, url, receiver_host, facts, cause, state, due_at, began_at, created_at)
        select $1, id, $2, 'disconnect', url, split_part(url, '/', 3), '{}', '{"epoch": 1}', 'pending', $3, $3, $3
        from unnest($4::uuid[], $5::text[]) as given (id, url)`,
        [accountId, integrationId, world.clock.now(), rows.map(({ id }) => id), rows.map(({ url }) => url)],
      );
      const startedAt = performance.now();
      await world.pool.query(`select pg_notify('pristan_due_work', 'hook')`);
      while (rows.some(({ id }) => !arrivedAt.has(id))) await pause(2);
      const times = rows.map(({ id }) => (arrivedAt.get(id) ?? 0) - startedAt);
      // The outcomes of the last attempts are stored after their arrival; their CPU belongs to the backlog.
      await settled(world, integrationId);
      return { times, seconds: Math.max(...times) / 1000 };
    },
    close() {
      for (const { server } of receivers) {
        server.closeAllConnections();
        server.close();
      }
    },
  };
}

async function settled(world: Fixtures['world'], integrationId: string): Promise<void> {
  for (;;) {
    const { rows } = await world.pool.query<{ open: boolean }>(
      `select exists (select from deliveries where integration_id = $1 and state = 'pending') as open`,
      [integrationId],
    );
    if (rows[0]?.open === false) return;
    await pause(10);
  }
}
