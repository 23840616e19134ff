import { watchKeyedWrites } from '@pristan/store';
import type { FastifyInstance, InjectOptions, LightMyRequestResponse, RouteOptions } from 'fastify';
import type { Logger } from 'pino';
import { pino } from 'pino';
import { loadConfig } from '../../apps/server/src/config/load.ts';
import type { World } from '../../apps/server/src/environment/open.ts';
import { openWorld } from '../../apps/server/src/environment/open.ts';
import { createApp } from '../../apps/server/src/http/app.ts';
import { addRoutes } from '../../apps/server/src/routes.ts';
import { asUrl, freshDatabase } from './database.ts';

/** A clock that can be moved forward or back. */
export interface TestClock {
  now(): number;
  advance(ms: number): void;
}

/** Creates a clock that runs with the machine's. */
export function runningClock(): TestClock {
  let ahead = 0;
  return { now: () => Date.now() + ahead, advance: (ms) => void (ahead += ms) };
}

/** Creates a clock that stays at `startMs` until a test moves it. */
export function manualClock(startMs: number): TestClock {
  let now = startMs;
  return { now: () => now, advance: (ms) => void (now += ms) };
}

/** A whole platform in the test’s process, with its own database. */
export interface Platform {
  readonly world: World;
  readonly app: FastifyInstance;
  /** Every route that the server has registered. */
  readonly routes: readonly RouteOptions[];
  readonly clock: TestClock;
  /** Sends a request without a socket, by default to the host of the public URL. */
  inject(options: InjectOptions & { readonly host?: string }): Promise<LightMyRequestResponse>;
  /** Makes the server listen on a free loopback port, and returns the port. */
  listen(): Promise<number>;
  close(): Promise<void>;
}

export const testSecretKeys = `k1:${Buffer.alloc(32, 7).toString('base64')}`;

/** Environment variables of a test platform at `pristan.test`, a name that appears only in `Host` headers. */
export const testVariables = {
  NODE_ENV: 'production',
  PRISTAN_PUBLIC_URL: 'https://pristan.test',
  PRISTAN_BASE_DOMAIN: 'accounts.test',
  PRISTAN_SECRET_KEYS: testSecretKeys,
} as const;

/**
 * Opens a platform with its own database for a test.
 *
 * @param log logger of the platform; without one it logs nothing
 * @param clock clock of the platform; by default it runs with the machine's
 */
export async function openPlatform(
  variables: Readonly<Record<string, string>> = {},
  log: Logger = pino({ level: process.env['PRISTAN_TEST_LOG'] ?? 'silent' }),
  clock: TestClock = runningClock(),
): Promise<Platform> {
  watchKeyedWrites();
  const connection = await freshDatabase();
  const config = loadConfig({ ...testVariables, PRISTAN_DATABASE_URL: asUrl(connection), ...variables });
  const world = await openWorld(config, log, { clock, followKeys: false, prepares: true });
  const routes: RouteOptions[] = [];
  const app = await createApp(world, async (instance) => {
    instance.addHook('onRoute', (route) => void routes.push(route));
    await addRoutes(instance, world);
  });
  await app.ready();
  return {
    world,
    app,
    routes,
    clock,
    inject: ({ host = new URL(config.publicUrl).host, ...options }) =>
      app.inject({ ...options, headers: { ...options.headers, host } }),
    async listen() {
      await app.listen({ host: '127.0.0.1', port: 0 });
      const address = app.server.address();
      return typeof address === 'object' && address !== null ? address.port : 0;
    },
    async close() {
      await app.close();
      await world.close();
    },
  };
}
