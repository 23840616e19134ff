import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { join } from 'node:path';
import { setTimeout as pause } from 'node:timers/promises';
import { addMember, createAccount, createUser } from '../apps/server/src/cli/accounts.ts';
import { createIntegrationCommand } from '../apps/server/src/cli/integrations.ts';
import { startServer } from '../tests/harness/server-process.ts';
import type { LoadResult } from './client.ts';
import { load } from './client.ts';
import type { Fixtures } from './fixtures.ts';
import { openFixtures } from './fixtures.ts';
import type { Flood } from './flood.ts';
import { printFigure, ms } from './lines.ts';
import { signedIn } from './session.ts';

const WARM_UP_SECONDS = 2;
const ACCOUNTS = 4;

/** Pause between requests of the quiet account; long enough that its user's own rate limit is not reached. */
const QUIET_EVERY_MS = 20;

/**
 * Measures the latency of a quiet account: alone, while an admin of another account sends the most expensive bodies,
 * and while one user with four accounts holds 24 uploads open at one byte every other second.
 */
export async function attacks(dataDir: string, secretKeys: string, seconds: number): Promise<void> {
  const variables = {
    NODE_ENV: 'production',
    PRISTAN_DATA_DIR: join(dataDir, 'attacks'),
    PRISTAN_SECRET_KEYS: secretKeys,
  };
  const server = await startServer(variables);
  const fixtures = await openFixtures(variables);
  const quiet = await quietRequest(fixtures);
  const measured = async (name: string, alone?: LoadResult): Promise<LoadResult> => {
    const result = await load(server.port, {
      connections: 1,
      seconds,
      everyMs: QUIET_EVERY_MS,
      next: () => ({ request: quiet, take: isGood }),
    });
    const ratio = alone === undefined ? '' : `; p99 ${(result.p99Ms / alone.p99Ms).toFixed(1)} × idle`;
    const failed = result.failed > 0 ? `, ${result.failed} FAILED` : '';
    printFigure(name, `p50 ${ms(result.p50Ms)}, p99 ${ms(result.p99Ms)}${ratio}${failed}`);
    return result;
  };
  await load(server.port, { connections: 1, seconds: 1, next: () => ({ request: quiet, take: isGood }) });
  const alone = await measured('A quiet account, nobody else');
  const attacker = await anAttacker(fixtures);
  for (const [name, job] of floodsOf(server.port, attacker)) {
    const stop = await begin(job);
    await pause(WARM_UP_SECONDS * 1000);
    await measured(`… while ${name}`, alone);
    if (job.kind === 'slow') {
      const upload = request('PUT', `/accounts/${fixtures.accountId}/integrations/${fixtures.clientId}/logo`, {
        cookie: await signedIn(fixtures),
        type: 'image/png',
        body: 'no picture',
      });
      let left = 1;
      const one = await load(server.port, {
        connections: 1,
        seconds: 100,
        next: () => ((left -= 1) < 0 ? undefined : { request: upload, take: (status) => status === 422 }),
      });
      printFigure('… and an upload of the quiet account', `answered after ${ms(one.p50Ms)}`);
    }
    stop();
    // The pause lets the attacker's rate limits refill, so that every attack starts alike.
    await pause(WARM_UP_SECONDS * 1000);
  }
  await fixtures.world.close();
  await server.stop();
}

const isGood = (status: number): boolean => status === 200;

async function quietRequest(fixtures: Fixtures): Promise<string> {
  const cookie = await signedIn(fixtures);
  return request('GET', `/accounts/${fixtures.accountId}/integrations/${fixtures.clientId}`, { cookie });
}

interface Attacker {
  readonly cookie: string;
  /** One integration in each of the attacker's accounts. */
  readonly places: readonly string[];
}

async function anAttacker(fixtures: Fixtures): Promise<Attacker> {
  const { world } = fixtures;
  const email = 'attacker@bench.test';
  const { id } = await createUser(world, { email, password: 'correct horse battery', name: 'A', language: 'en' });
  const places: string[] = [];
  for (let n = 0; n < ACCOUNTS; n++) {
    const account = await createAccount(world, { subdomain: `flood${n}`, name: `Flood ${n}` });
    await addMember(world, { account: `flood${n}`, email, role: 'admin' });
    const keys = await createIntegrationCommand(world, {
      account: `flood${n}`,
      name: 'Flood',
      redirectUri: 'https://flood.test/callback',
      scope: ['crm'],
    });
    places.push(`/accounts/${account.id}/integrations/${keys.client_id}`);
  }
  return { cookie: await signedIn({ ...fixtures, adminId: id }), places };
}

function floodsOf(port: number, { cookie, places }: Attacker): readonly (readonly [string, Flood])[] {
  const place = places[0] ?? '';
  const json = { cookie, type: 'application/json' };
  const edit = (members: string): string =>
    request('PATCH', place, { ...json, body: `{"version":1,"button_origins":[${members}]}` });
  const preview = (description: string): string =>
    request('POST', `${place}/texts/preview`, {
      ...json,
      body: JSON.stringify({ language: 'en', summary: 'x', description }),
    });
  const four = { kind: 'requests', port, connections: 4 } as const;
  const slow = places.map((one) => request('POST', `${one}/widgets`, { cookie, type: 'application/zip', bytes: 1e6 }));
  return [
    ['4 connections send 255,000 numbers', { ...four, requests: [edit(`${'1,'.repeat(254_999)}1`)] }],
    ['… 10,800 nested tags', { ...four, requests: [preview('<b>'.repeat(10_800))] }],
    ['… the dearest text that is parsed', { ...four, requests: [preview('<b>x</b>'.repeat(1_000))] }],
    ['… a small request', { ...four, requests: [request('GET', place, { cookie })] }],
    ['… 24 uploads of one person stand still', { kind: 'slow', port, connections: 24, requests: slow }],
  ];
}

/**
 * A request from a page of the site, as raw bytes. With `bytes`, only its head, which promises that many bytes and
 * sends none.
 */
function request(
  method: string,
  path: string,
  sent: { readonly cookie: string; readonly type?: string; readonly body?: string; readonly bytes?: number },
): string {
  const body = sent.body ?? '';
  const lines = [
    `${method} /api/platform${path} HTTP/1.1`,
    'Host: localhost:4400',
    'Origin: http://localhost:4400',
    `Cookie: ${sent.cookie}`,
    ...(sent.type === undefined
      ? []
      : [`Content-Type: ${sent.type}`, `Content-Length: ${sent.bytes ?? Buffer.byteLength(body)}`]),
  ];
  return `${lines.join('\r\n')}\r\n\r\n${body}`;
}

/** Starts the flood in a process of its own. @returns a function that ends it */
async function begin(job: Flood): Promise<() => void> {
  const child = spawn(process.execPath, [process.argv[1] ?? '', 'flood'], { stdio: ['pipe', 'pipe', 'inherit'] });
  child.stdin.on('error', () => undefined).end(JSON.stringify(job));
  await once(child.stdout, 'data');
  return () => void child.kill();
}
