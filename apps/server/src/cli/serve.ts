import { spawn } from 'node:child_process';
import type { ChildProcess } from 'node:child_process';
import type { AddressInfo } from 'node:net';
import { lookup } from 'node:dns/promises';
import path from 'node:path';
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import type { Config } from '../config/load.ts';
import { leftOut, loadConfig } from '../config/load.ts';
import { repositoryRoot } from '../config/settings.ts';
import type { World } from '../environment/open.ts';
import { openWorld } from '../environment/open.ts';
import { isLoopbackAddress } from '../config/public-address.ts';
import { createApp } from '../http/app.ts';
import { addRoutes } from '../routes.ts';
import { startWorkers } from '../workers/start.ts';
import type { SeededDemo } from './demo.ts';
import { refuseDemoInProduction, seedDemo, endDemoSessions } from './demo.ts';
import { cannotListen } from './listening.ts';
import { CommandRefused } from './program.ts';
import { announceRunningPlatform } from './running.ts';

/** Runs the server until it is stopped; then it refuses new requests, answers those in progress, and exits. */
export async function serve(options: { readonly demo: boolean }): Promise<void> {
  const config = withExample(loadConfig(), options);
  const log = pino({
    level: config.development ? 'warn' : 'info',
    redact: ['req.headers.authorization', 'req.headers.cookie'],
  });
  // A bug ends the request that it happened in, never the process that serves all the others.
  process.on('unhandledRejection', (error) => log.error({ err: error }, 'unhandled promise rejection'));
  const world = await openWorld(config, log, { followKeys: true });
  const demo = await prepareDemo(world, options);
  const app = await createApp(world, (instance) => addRoutes(instance, world));
  await leaveOnRefusal(world, listenOn(app, config));
  const { port } = app.server.address() as AddressInfo;
  const workers = startWorkers(world);
  const forget =
    options.demo && config.development ? announceRunningPlatform(config, { port, now: world.clock.now() }) : undefined;
  const shop = demo === undefined ? undefined : await startShop(config, demo);
  process.stdout.write(greeting({ publicUrl: config.publicUrl, port, demo }));

  await new Promise<void>((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve());
  });
  forget?.();
  shop?.removeAllListeners('exit').kill();
  await app.close();
  await workers.stop();
  await world.close();
}

/** Fills the demo if it is asked for, and keeps it away from servers that others reach. */
async function prepareDemo(world: World, options: { readonly demo: boolean }): Promise<SeededDemo | undefined> {
  const { config } = world;
  if (!config.development) await leaveOnRefusal(world, refuseDemoInProduction(world));
  if (config.development && !config.local) {
    process.stderr.write(`${leftOut(config)}\n`);
    await endDemoSessions(world);
  }
  // `--demo` is refused in production; a development server at a public URL runs without the demo.
  const withDemo = options.demo && (config.local || !config.development);
  return withDemo ? leaveOnRefusal(world, seedDemo(world)) : undefined;
}

/** Allows hooks to reach the demo's example site on this machine; changes nothing when the server runs without it. */
function withExample(config: Config, { demo }: { readonly demo: boolean }): Config {
  if (!demo || !config.local || config.hookAllow.length > 0) return config;
  return { ...config, hookAllow: ['127.0.0.0/8', '::1/128'] };
}

/**
 * Listens on the host and port of the settings. @throws CommandRefused when the port is taken, or when a development
 * server would listen to other machines
 */
async function listenOn(app: FastifyInstance, { host, port, development }: Config): Promise<void> {
  const refuseToListen = (error: unknown): never => {
    const sentence = cannotListen(error, { host, port });
    throw sentence === undefined ? error : new CommandRefused(sentence);
  };
  // The setting is a host name; only the addresses that it resolves to tell whether other machines can connect.
  const addresses = development ? await lookup(host, { all: true }).catch(refuseToListen) : [];
  const strange = addresses.find(({ address }) => !isLoopbackAddress(address));
  if (strange !== undefined) {
    throw new CommandRefused(
      `PRISTAN_HOST: "${host}" resolves to ${strange.address}, and a development server listens on loopback only. Set it to 127.0.0.1.`,
    );
  }
  try {
    await app.listen({ host, port });
  } catch (error) {
    refuseToListen(error);
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

/**
 * Starts the demo's example site as a separate process: it knows the platform only by its addresses and its secret
 * keys, like any integrator.
 */
async function startShop(config: Config, demo: SeededDemo): Promise<ChildProcess> {
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
  // Waits until the example site answers, and only then prints its URL.
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

function greeting({
  publicUrl,
  port,
  demo,
}: {
  publicUrl: string;
  port: number;
  demo: SeededDemo | undefined;
}): string {
  const lines = [`Pristan is ready at ${publicUrl} (port ${port})`];
  if (demo !== undefined) {
    lines.push('', `  Example shop   ${demo.shop.site}`, `  Sign in        ${publicUrl}/sign-in`, '');
    for (const person of demo.people) lines.push(`  ${person.email.padEnd(24)} ${person.password}   ${person.is}`);
    lines.push('', `  Mail           ${publicUrl}/dev/mail`, '');
  }
  return `${lines.join('\n')}\n`;
}
