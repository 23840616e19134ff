import { Agent, createServer, get } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout as pause } from 'node:timers/promises';
import { createIntegrationCommand } from '../apps/server/src/cli/integrations.ts';
import type { World } from '../apps/server/src/environment/open.ts';
import { residentMb } from './machine.ts';

const RECEIVERS = 200;
const HANGING = 40;
const PER_SECOND = 500;
const TICK_MS = 20;
/** Connections of the bare client: the hook sender's maximum of concurrent requests to this many receivers. */
const BARE_CONNECTIONS = 64;

export interface DeliveriesResult {
  /** Deliveries enqueued per second; a slow machine falls behind the planned 500. */
  readonly offeredPerSecond: number;
  /** Time from the commit of the event to the arrival of its hook, at healthy receivers. */
  readonly p50Ms: number;
  readonly p99Ms: number;
  /** Deliveries to healthy receivers that have not arrived two seconds after the end of the load. */
  readonly missing: number;
  readonly serverPeakMb: number;
  /** Deliveries per second from a backlog, and requests per second of a bare client to the same receivers. */
  readonly drainedPerSecond: number;
  readonly barePerSecond: number;
}

/** Sends 500 deliveries per second to 200 receivers, a fifth of which never answers, from a separate server process. */
export async function deliveries(
  { world, accountId, serverPid }: { readonly world: World; readonly accountId: number; readonly serverPid: number },
  seconds: number,
): Promise<DeliveriesResult> {
  const arrivedAt = new Map<string, number>();
  const receivers = await Promise.all(
    Array.from({ length: RECEIVERS }, async (_, n) =>
      receiver(n % (RECEIVERS / HANGING) === 0, (id) => arrivedAt.set(id, performance.now())),
    ),
  );
  const { client_id } = await createIntegrationCommand(world, {
    account: 'bench',
    name: 'Hooks',
    redirectUri: 'https://shop.test/callback',
  });
  const enqueue = enqueueFor(world, { accountId, integrationId: client_id });
  const healthy = receivers.filter(({ hangs }) => !hangs);

  const barePerSecond = await bare(
    healthy.map(({ url }) => url),
    seconds / 2,
  );
  // The first backlog opens the connections.
  await drained(healthy, { count: PER_SECOND, enqueue, arrivedAt });
  const drainedPerSecond = await drained(healthy, { count: PER_SECOND * 4, enqueue, arrivedAt });

  const enqueued: Promise<{ readonly id: string; readonly committedAt: number }>[] = [];
  let offered = 0;
  let serverPeakMb = 0;
  const startedAt = performance.now();
  while (performance.now() < startedAt + seconds * 1000) {
    const due = ((performance.now() - startedAt) / 1000) * PER_SECOND;
    for (; offered < due; offered++) {
      const to = receivers[offered % RECEIVERS];
      if (to === undefined) continue;
      const one = enqueue(to.url);
      if (!to.hangs) enqueued.push(one);
    }
    serverPeakMb = Math.max(serverPeakMb, residentMb(serverPid));
    await pause(TICK_MS);
  }
  const committed = await Promise.all(enqueued);
  const offeredPerSecond = offered / ((performance.now() - startedAt) / 1000);
  await pause(2_000);
  const times = committed.flatMap(({ id, committedAt }) => {
    const at = arrivedAt.get(id);
    return at === undefined ? [] : Math.max(0, at - committedAt);
  });
  times.sort((a, b) => a - b);
  for (const { server } of receivers) {
    server.closeAllConnections();
    server.close();
  }
  return {
    offeredPerSecond,
    p50Ms: times[Math.floor(times.length / 2)] ?? Number.NaN,
    p99Ms: times[Math.floor(times.length * 0.99)] ?? Number.NaN,
    missing: committed.length - times.length,
    serverPeakMb,
    drainedPerSecond,
    barePerSecond,
  };
}

/** Commits an event whose hook goes to an address. */
function enqueueFor(
  world: World,
  { accountId, integrationId }: { readonly accountId: number; readonly integrationId: string },
): (url: string) => Promise<{ readonly id: string; readonly committedAt: number }> {
  return async (url) => {
    const deliveryId = world.random.uuid();
    const delivery = { deliveryId, integrationId, hook: 'disconnect', url, facts: {}, cause: { epoch: 1 } } as const;
    await world.store.commit([{ kind: 'hook_enqueued', accountId, delivery, at: world.clock.now() }]);
    return { id: deliveryId, committedAt: performance.now() };
  };
}

/** A loopback HTTP server that receives hooks. */
export interface BenchReceiver {
  readonly hangs: boolean;
  readonly url: string;
  readonly server: Server;
}

export async function receiver(hangs: boolean, arrived: (id: string) => void): Promise<BenchReceiver> {
  const server = createServer((asked, response) => {
    arrived(String(asked.headers['webhook-id']));
    if (!hangs) response.end();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return { hangs, url: `http://127.0.0.1:${(server.address() as AddressInfo).port}/bye`, server };
}

/** Enqueues all deliveries at once, for healthy receivers. @returns deliveries per second */
async function drained(
  healthy: readonly BenchReceiver[],
  load: {
    readonly count: number;
    readonly enqueue: (url: string) => Promise<{ readonly id: string }>;
    readonly arrivedAt: ReadonlyMap<string, number>;
  },
): Promise<number> {
  const startedAt = performance.now();
  const enqueued = await Promise.all(
    Array.from({ length: load.count }, async (_, n) => load.enqueue(healthy[n % healthy.length]?.url ?? '')),
  );
  while (enqueued.some(({ id }) => !load.arrivedAt.has(id))) await pause(5);
  const lastAt = Math.max(...enqueued.map(({ id }) => load.arrivedAt.get(id) ?? 0));
  return (load.count / (lastAt - startedAt)) * 1000;
}

/** Sends the same requests to the receivers without the platform. @returns requests per second */
async function bare(urls: readonly string[], seconds: number): Promise<number> {
  const agent = new Agent({ keepAlive: true, maxSockets: 4 });
  const endsAt = performance.now() + seconds * 1000;
  let done = 0;
  await Promise.all(
    Array.from({ length: BARE_CONNECTIONS }, async (_, lane) => {
      for (let n = lane; performance.now() < endsAt; n += BARE_CONNECTIONS) {
        await answered(urls[n % urls.length] ?? '', agent);
        done += 1;
      }
    }),
  );
  agent.destroy();
  return done / seconds;
}

async function answered(url: string, agent: Agent): Promise<void> {
  return new Promise((resolve, reject) => {
    get(url, { agent }, (response) => response.on('end', resolve).resume()).on('error', reject);
  });
}
