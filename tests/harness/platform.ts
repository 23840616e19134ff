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

/** A clock that runs with the machine's. */
export function runningClock(): TestClock {
  let ahead = 0;
  return { now: () => Date.now() + ahead, advance: (ms) => void (ahead += ms) };
}

/** A clock that shows `startMs` until it is put forward. */
export function manualClock(startMs: number): TestClock {
  let now = startMs;
  return { now: () => now, advance: (ms) => void (now += ms) };
}

/** The whole platform in this process, with its own database. */
export interface Platform {
  readonly world: World;
  readonly app: FastifyInstance;
  /** Every registered route. */
  readonly routes: readonly RouteOptions[];
  readonly clock: TestClock;
  /** Sends a request without a socket, by default to the public site. */
  inject(options: InjectOptions & { readonly host?: string }): Promise<LightMyRequestResponse>;
  /** Listens on a free loopback port and returns it. */
  listen(): Promise<number>;
  close(): Promise<void>;
}

export const testSecretKeys = `k1:${Buffer.alloc(32, 7).toString('base64')}`;

/** Variables of a test platform at `pristan.test`, a name that appears only in `Host` headers. */
export const testVariables = {
  NODE_ENV: 'production',
  PRISTAN_PUBLIC_URL: 'https://pristan.test',
  PRISTAN_BASE_DOMAIN: 'accounts.test',
  PRISTAN_SECRET_KEYS: testSecretKeys,
} as const;

/**
 * @param log in place of silence
 * @param clock in place of a running one
 */
export async function openPlatform(
  variables: Readonly<Record<string, string>> = {},
  log: Logger = pino({ level: process.env['PRISTAN_TEST_LOG'] ?? 'silent' }),
  clock: TestClock = runningClock(),
): Promise<Platform> {
  watchKeyedWrites();
  const connection = await freshDatabase();
  const config = loadConfig({ ...testVariables, PRISTAN_DATABASE_URL: asUrl(connection), ...variables });
  const world = await openWorld(config, log, { clock, followKeys: false });
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
