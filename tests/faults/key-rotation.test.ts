import { decodeProtectedHeader } from 'jose';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Integration } from '../harness/fixtures.ts';
import { anAccount, anIntegration, tokens } from '../harness/fixtures.ts';
import type { NodeProcess } from '../harness/node-process.ts';
import { command, startNode } from '../harness/node-process.ts';
import type { Platform } from '../harness/platform.ts';
import { openPlatform, testVariables } from '../harness/platform.ts';

const RUNS = 3;
/** Each run waits for a command in a process of its own. */
const TIMEOUT_MS = 120_000;
const CLIENTS_PER_NODE = 4;
const place = { account: 'demo', email: 'admin@demo.test' };
const host = 'demo.accounts.test';

let platform: Platform;
let variables: Record<string, string>;
let nodes: readonly NodeProcess[];
let integration: Integration;
let basic: string;

beforeAll(async () => {
  platform = await openPlatform();
  variables = { ...testVariables, PRISTAN_DATABASE_URL: platform.world.config.databaseUrl ?? '' };
  await anAccount(platform, 'demo');
  integration = await anIntegration(platform, 'demo');
  nodes = await Promise.all([startNode(variables), startNode(variables)]);
  const server = await command<{ id: string; secret: string }>(variables, 'resource-server', 'create', '--name', 'CRM');
  basic = `Basic ${Buffer.from(`${server.id}:${server.secret}`).toString('base64')}`;
});
afterAll(async () => {
  await Promise.all(nodes.map(async (node) => node.stop()));
  await platform.close();
});

/** Issues a pair of tokens with the newest keys. */
async function freshPair(): Promise<{ access_token: string; refresh_token: string }> {
  await platform.world.keyRing.reload();
  return tokens(platform, integration, place);
}

async function isActive(node: NodeProcess, token: string): Promise<boolean> {
  const { status, text } = await node.postForm(
    'pristan.test',
    '/oauth/v2/introspect',
    { token },
    { authorization: basic },
  );
  expect(status).toBe(200);
  return (JSON.parse(text) as { active: boolean }).active;
}

async function publishes(node: NodeProcess, kid: string): Promise<boolean> {
  const { text } = await node.get('pristan.test', '/.well-known/jwks.json');
  return (JSON.parse(text) as { keys: { kid: string }[] }).keys.some((key) => key.kid === kid);
}

const kidOf = (token: string): string => String(decodeProtectedHeader(token).kid);

/** Introspects a token without a pause, several times at once on every node, until it is told to stop. */
function introspecting(token: string) {
  let isOver = false;
  const answers: boolean[] = [];
  const clients = nodes.flatMap((node) =>
    Array.from({ length: CLIENTS_PER_NODE }, async () => {
      while (!isOver) answers.push(await isActive(node, token));
    }),
  );
  return {
    answers,
    async stop(): Promise<void> {
      isOver = true;
      await Promise.all(clients);
    },
  };
}

test(
  'a token of a replaced key stays active on both nodes while it is introspected without a pause',
  async () => {
    for (let run = 0; run < RUNS; run++) {
      const { access_token: token } = await freshPair();
      const asked = introspecting(token);
      const { signing } = await command<{ signing: string }>(variables, 'keys', 'rotate');
      for (const node of nodes) await expect.poll(async () => publishes(node, signing)).toBe(true);
      await asked.stop();
      for (const node of nodes) asked.answers.push(await isActive(node, token));
      expect(new Set(asked.answers)).toEqual(new Set([true]));
      const { access_token: next } = await freshPair();
      expect(kidOf(next)).toBe(signing);
      for (const node of nodes) expect(await isActive(node, next)).toBe(true);
    }
  },
  TIMEOUT_MS,
);

test(
  'a token of a compromised key, introspected without a pause, is refused by each node as soon as that node no longer publishes the key',
  async () => {
    for (let run = 0; run < RUNS; run++) {
      const { access_token: token, refresh_token: refreshToken } = await freshPair();
      const kid = kidOf(token);
      const asked = introspecting(token);
      for (const node of nodes) expect(await isActive(node, token)).toBe(true);
      await command(variables, 'keys', 'rotate', '--compromised');
      for (const node of nodes) {
        // Without asking for a key that the node does not know: the notification alone has to remove it.
        await expect.poll(async () => publishes(node, kid)).toBe(false);
        const tries = await Promise.all(Array.from({ length: 20 }, async () => isActive(node, token)));
        expect(new Set(tries)).toEqual(new Set([false]));
      }
      await asked.stop();
      for (const node of nodes) {
        expect(await isActive(node, token)).toBe(false);
        const api = await node.get(host, '/api/v4/account', { authorization: `Bearer ${token}` });
        const refresh = await node.post(host, '/oauth2/access_token', {
          grant_type: 'refresh_token',
          client_id: integration.client_id,
          client_secret: integration.client_secret,
          refresh_token: refreshToken,
        });
        expect([api.status, refresh.status]).toEqual([401, 401]);
      }
      const { access_token: next } = await freshPair();
      for (const node of nodes) expect(await isActive(node, next)).toBe(true);
    }
  },
  TIMEOUT_MS,
);
