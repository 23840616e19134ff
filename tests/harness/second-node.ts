import { pino } from 'pino';
import { openWorld } from '../../apps/server/src/environment/open.ts';
import { createApp } from '../../apps/server/src/http/app.ts';
import { addRoutes } from '../../apps/server/src/routes.ts';
import type { Platform } from './platform.ts';

/** Opens another node of a platform, on the same database and clock, with its own memory. */
export async function openSecondNode(platform: Platform): Promise<Pick<Platform, 'world' | 'inject' | 'close'>> {
  const { config } = platform.world;
  const world = await openWorld(config, pino({ level: 'silent' }), {
    clock: platform.clock,
    followKeys: false,
    prepares: true,
  });
  const app = await createApp(world, (instance) => addRoutes(instance, world));
  await app.ready();
  return {
    world,
    inject: ({ host = new URL(config.publicUrl).host, ...options }) =>
      app.inject({ ...options, headers: { ...options.headers, host } }),
    async close() {
      await app.close();
      await world.close();
    },
  };
}
