import { mkdtemp, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Integration } from '../harness/fixtures.ts';
import { anAccount, anIntegration, tokens } from '../harness/fixtures.ts';
import type { Answer, NodeProcess } from '../harness/node-process.ts';
import { command, startNode } from '../harness/node-process.ts';
import type { Platform } from '../harness/platform.ts';
import { openPlatform, testVariables } from '../harness/platform.ts';

const host = 'demo.accounts.test';

interface Pair {
  readonly access_token: string;
  readonly refresh_token: string;
}

interface Keys {
  readonly client_id: string;
  readonly client_secret: string;
}

async function refresh(node: NodeProcess, keys: Keys, refreshToken: string): Promise<Answer> {
  return node.post(host, '/oauth2/access_token', {
    grant_type: 'refresh_token',
    client_id: keys.client_id,
    client_secret: keys.client_secret,
    refresh_token: refreshToken,
  });
}

/** Refreshes the tokens of its own chain until the server is gone; the last answer is in `chain.pair`. */
async function work(node: NodeProcess, keys: Keys, chain: { pair: Pair }, answered: () => void): Promise<void> {
  for (;;) {
    const answer = await refresh(node, keys, chain.pair.refresh_token).catch(() => undefined);
    if (answer === undefined) return;
    expect(answer.status, answer.text).toBe(200);
    chain.pair = JSON.parse(answer.text) as Pair;
    answered();
  }
}

describe('SIGKILL of the server under load', () => {
  let platform: Platform;
  let variables: Record<string, string>;
  let integration: Integration;
  const chains: { pair: Pair }[] = [];
  beforeAll(async () => {
    platform = await openPlatform();
    variables = { ...testVariables, PRISTAN_DATABASE_URL: platform.world.config.databaseUrl ?? '' };
    await anAccount(platform, 'demo');
    integration = await anIntegration(platform, 'demo');
    for (let one = 0; one < 4; one++) {
      const pair = await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' });
      chains.push({ pair });
    }
  });
  afterAll(async () => platform.close());

  test('a server killed twenty times under load restarts each time, and every token it gave works', async () => {
    for (let kill = 0; kill < 20; kill++) {
      const node = await startNode(variables);
      // The kill follows a few answers, while the next requests are running.
      let left = 10 + kill;
      const working: Promise<void>[] = [];
      await new Promise<void>((resolve) => {
        const answered = (): void => void ((left -= 1) === 0 && resolve());
        for (const chain of chains) working.push(work(node, integration, chain, answered));
      });
      await node.kill();
      await Promise.all(working);
    }
    const node = await startNode(variables);
    for (const { pair } of chains) {
      const api = await node.get(host, '/api/v4/account', { authorization: `Bearer ${pair.access_token}` });
      expect([200, 429]).toContain(api.status);
      const next = await refresh(node, integration, pair.refresh_token);
      expect(next.status, next.text).toBe(200);
    }
    await node.stop();
  }, 300_000);
});

describe('SIGKILL of the embedded PostgreSQL', () => {
  let dataDir: string;
  let variables: Record<string, string>;
  let node: NodeProcess;
  let keys: Keys;
  let pair: Pair;
  beforeAll(async () => {
    dataDir = await mkdtemp(path.join(tmpdir(), 'pristan-kill-'));
    variables = { ...testVariables, PRISTAN_DATA_DIR: dataDir };
    node = await startNode(variables);
    await command(variables, 'account', 'create', '--subdomain', 'demo', '--name', 'Demo');
    await command(
      variables,
      'user',
      'create',
      '--email',
      'a@demo.test',
      '--generate-password',
      '--name',
      'A',
      '--language',
      'en',
    );
    await command(variables, 'member', 'add', '--account', 'demo', '--email', 'a@demo.test', '--role', 'admin');
    const redirect = 'https://shop.test/callback';
    keys = await command(
      variables,
      'integration',
      'create',
      '--account',
      'demo',
      '--name',
      'Shop',
      '--redirect-uri',
      redirect,
    );
    const { code } = await command<{ code: string }>(
      variables,
      'code',
      'issue',
      '--client-id',
      keys.client_id,
      '--account',
      'demo',
      '--email',
      'a@demo.test',
    );
    const answer = await node.post(host, '/oauth2/access_token', {
      grant_type: 'authorization_code',
      client_id: keys.client_id,
      client_secret: keys.client_secret,
      redirect_uri: redirect,
      code,
    });
    pair = JSON.parse(answer.text) as Pair;
  }, 120_000);
  afterAll(async () => {
    await node.stop();
    await rm(dataDir, { recursive: true, force: true });
  });

  test('an embedded PostgreSQL killed five times restarts by itself; requests get 503 meanwhile, and every token given works', async () => {
    const meanwhile = new Set<number>();
    for (let kill = 0; kill < 5; kill++) {
      const [pid = ''] = (await readFile(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8')).split('\n');
      process.kill(Number(pid), 'SIGKILL');
      for (;;) {
        const answer = await refresh(node, keys, pair.refresh_token);
        meanwhile.add(answer.status);
        if (answer.status !== 200) continue;
        pair = JSON.parse(answer.text) as Pair;
        const [now = ''] = (
          await readFile(path.join(dataDir, 'postgres/postmaster.pid'), 'utf8').catch(() => '')
        ).split('\n');
        // Old connections may still answer after the kill; PostgreSQL has restarted once there is a new process id.
        if (now !== '' && now !== pid) break;
      }
    }
    expect([...meanwhile].filter((status) => status !== 200 && status !== 503)).toEqual([]);
    const api = await node.get(host, '/api/v4/account', { authorization: `Bearer ${pair.access_token}` });
    expect(api.status).toBe(200);
  }, 300_000);
});
