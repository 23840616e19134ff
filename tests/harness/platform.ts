import type { FastifyInstance, InjectOptions, LightMyRequestResponse, RouteOptions } from 'fastify';
import type { Logger } from 'pino';
import { pino } from 'pino';
import { loadConfig } from '../../apps/server/src/config/load.ts';
import type { World } from '../../apps/server/src/environment/open.ts';
import { openWorld } from '../../apps/server/src/environment/open.ts';
import { createApp } from '../../apps/server/src/http/app.ts';
import { addRoutes } from '../../apps/server/src/routes/routes.ts';
import { asUrl, freshDatabase } from './database.ts';

/** A clock that runs like the machine's and can be put forward. */
export interface TestClock {
  now(): number;
  advance(ms: number): void;
}

/** The whole platform in this process, on a database of its own. */
export interface Platform {
  readonly world: World;
  readonly app: FastifyInstance;
  /** Every route there is. */
  readonly routes: readonly RouteOptions[];
  readonly clock: TestClock;
  /** A request without a socket. The host is the public site unless `host` says otherwise. */
  inject(options: InjectOptions & { readonly host?: string }): Promise<LightMyRequestResponse>;
  /** Listens on a port of loopback that is free. */
  listen(): Promise<number>;
  close(): Promise<void>;
}

export const testSecretKeys = `k1:${Buffer.alloc(32, 7).toString('base64')}`;

/** Variables of a test platform at `pristan.test`, whose names only ever stand in `Host` headers. */
export const testVariables = {
  NODE_ENV: 'production',
  PRISTAN_PUBLIC_URL: 'https://pristan.test',
  PRISTAN_BASE_DOMAIN: 'accounts.test',
  PRISTAN_SECRET_KEYS: testSecretKeys,
} as const;

/** @param log in place of silence */
export async function openPlatform(
  variables: Readonly<Record<string, string>> = {},
  log: Logger = pino({ level: process.env['PRISTAN_TEST_LOG'] ?? 'silent' }),
): Promise<Platform> {
  const connection = await freshDatabase();
  const config = loadConfig({ ...testVariables, PRISTAN_DATABASE_URL: asUrl(connection), ...variables });
  let ahead = 0;
  const clock: TestClock = {
    now: () => Date.now() + ahead,
    advance: (ms) => {
      ahead += ms;
    },
  };
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
