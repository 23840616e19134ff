import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { Config } from '../config/load.ts';
import { loadConfig } from '../config/load.ts';
import { repositoryRoot } from '../config/settings.ts';
import type { World } from '../environment/open.ts';
import { openWorld } from '../environment/open.ts';
import { createApp } from '../http/app.ts';
import { addRoutes } from '../routes/routes.ts';
import { startWorkers } from '../workers/start.ts';
import type { Demo } from './demo.ts';
import { refuseDemoInProduction, seedDemo } from './demo.ts';
import { CommandRefused } from './program.ts';

/** Runs the server until it is told to stop; then it takes no more requests, answers those under way, and leaves. */
export async function serve(options: { readonly demo: boolean }): Promise<void> {
  const config = loadConfig();
  const log = pino({
    level: config.development ? 'warn' : 'info',
    redact: ['req.headers.authorization', 'req.headers.cookie'],
  });
  // A bug ends the request it was in, never the process that serves all the others.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'a promise was rejected and nobody listened'));
  const world = await openWorld(config, log, { followKeys: true });
  if (!config.development) await leaveOnRefusal(world, refuseDemoInProduction(world));
  const demo = options.demo ? await leaveOnRefusal(world, seedDemo(world)) : undefined;
  const app = await createApp(world, (instance) => addRoutes(instance, world));
  await leaveOnRefusal(world, listenOn(app, config));
  const { port } = app.server.address() as AddressInfo;
  const workers = startWorkers(world);
  const shop = demo === undefined ? undefined : await startShop(config, demo);
  process.stdout.write(greeting({ publicUrl: config.publicUrl, port, demo }));

  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  shop?.removeAllListeners('exit').kill();
  await app.close();
  await workers.stop();
  await world.close();
}

/** @throws CommandRefused when another program has the port */
async function listenOn(app: FastifyInstance, { host, port }: Config): Promise<void> {
  try {
    await app.listen({ host, port });
  } catch (error) {
    if (!(error instanceof Error) || !('code' in error) || error.code !== 'EADDRINUSE') throw error;
    throw new CommandRefused(`Port ${port} is taken by another program. Set PRISTAN_PORT to a free one.`);
  }
}

async function leaveOnRefusal<Value>(world: World, promise: Promise<Value>): Promise<Value> {
  try {
    return await promise;
  } catch (error) {
    await world.close();
    throw error;
  }
}

/** The example integrator is a program of its own: it knows the platform by its addresses and its keys, like anybody's. */
async function startShop(config: Config, demo: Demo): Promise<ChildProcess> {
  const shop = spawn(process.execPath, [path.join(repositoryRoot(), 'examples/shop/dist/main.js')], {
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
    env: {
      SHOP_PORT: String(config.port + 1),
      SHOP_SITE: demo.shop.site,
      PRISTAN_URL: config.publicUrl,
      PRISTAN_BASE_DOMAIN: config.baseDomain,
      CLIENT_ID: demo.shop.clientId,
      CLIENT_SECRET: demo.shop.clientSecret,
    },
  });
  // Its address is printed when it answers there.
  await new Promise<void>((resolve) => {
    shop.once('message', () => resolve());
    shop.once('exit', (code) => {
      process.stderr.write(`The example site ended (${code}).\n`);
      resolve();
    });
    shop.once('error', (error) => {
      process.stderr.write(`The example site did not start: ${error.message}\n`);
      resolve();
    });
  });
  return shop;
}

function greeting({ publicUrl, port, demo }: { publicUrl: string; port: number; demo: Demo | undefined }): string {
  const lines = [`Pristan is ready at ${publicUrl} (port ${port})`];
  if (demo !== undefined) {
    lines.push('', `  Example shop   ${demo.shop.site}`, `  Sign in        ${publicUrl}/sign-in`, '');
    for (const person of demo.people) lines.push(`  ${person.email.padEnd(24)} ${person.password}   ${person.is}`);
    lines.push('', `  Mail           ${publicUrl}/dev/mail`, '');
  }
  return `${lines.join('\n')}\n`;
}
