import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Integration } from '../harness/fixtures.ts';
import { aCode, anAccount, anIntegration, tokens } from '../harness/fixtures.ts';
import type { Answer, NodeProcess } from '../harness/node-process.ts';
import { command, startNode } from '../harness/node-process.ts';
import type { Platform } from '../harness/platform.ts';
import { openPlatform, testVariables } from '../harness/platform.ts';

const place = { account: 'demo', email: 'admin@demo.test' };
const host = 'demo.accounts.test';

let platform: Platform;
let variables: Record<string, string>;
let nodes: readonly NodeProcess[];
let integration: Integration;

beforeAll(async () => {
  platform = await openPlatform();
  variables = { ...testVariables, PRISTAN_DATABASE_URL: platform.world.config.databaseUrl ?? '' };
  await anAccount(platform, 'demo');
  nodes = await Promise.all([startNode(variables), startNode(variables)]);
});
afterAll(async () => {
  await Promise.all(nodes.map(async (node) => node.stop()));
  await platform.close();
});

/** Sends `count` copies of a request at once, alternating between the nodes. */
async function atOnce(count: number, body: object): Promise<readonly Answer[]> {
  return Promise.all(
    Array.from({ length: count }, async (_, index) => at(index).post(host, '/oauth2/access_token', body)),
  );
}

function at(index: number): NodeProcess {
  const node = nodes[index % nodes.length];
  if (node === undefined) throw new Error('no node');
  return node;
}

async function fresh(): Promise<{ access_token: string; refresh_token: string }> {
  integration = await anIntegration(platform, 'demo');
  return tokens(platform, integration, place);
}

function refreshBody(refreshToken: string): object {
  return {
    grant_type: 'refresh_token',
    client_id: integration.client_id,
    client_secret: integration.client_secret,
    redirect_uri: integration.redirectUri,
    refresh_token: refreshToken,
  };
}

const successorsOf = (answers: readonly Answer[]) =>
  new Set(answers.map(({ text }) => (JSON.parse(text) as { refresh_token?: string }).refresh_token));

test('200 concurrent exchanges of one authorization code on two nodes: one success', async () => {
  integration = await anIntegration(platform, 'demo');
  const { code } = await aCode(platform, integration, place);
  const answers = await atOnce(200, {
    grant_type: 'authorization_code',
    client_id: integration.client_id,
    client_secret: integration.client_secret,
    redirect_uri: integration.redirectUri,
    code,
  });
  expect(answers.filter(({ status }) => status === 200)).toHaveLength(1);
  const refused = answers.filter(({ status }) => status !== 200);
  expect(
    refused.every(({ status, text }) => status === 400 && text.includes('Authorization code has been revoked')),
  ).toBe(true);
});

test('1,000 concurrent refreshes of one refresh token on two nodes: one successor, no error', async () => {
  const { refresh_token } = await fresh();
  const answers = await atOnce(1000, refreshBody(refresh_token));
  expect(answers.filter(({ status }) => status !== 200)).toEqual([]);
  expect(successorsOf(answers).size).toBe(1);
});

test('50 workers that refresh and call the API at once never get 401', async () => {
  const { refresh_token } = await fresh();
  const seen = await Promise.all(
    Array.from({ length: 50 }, async (_, index) => {
      const answer = await at(index).post(host, '/oauth2/access_token', refreshBody(refresh_token));
      const { access_token } = JSON.parse(answer.text) as { access_token: string };
      const call = await at(index + 1).get(host, '/api/v4/account', { authorization: `Bearer ${access_token}` });
      return { refresh: answer, call: call.status };
    }),
  );
  expect(seen.filter(({ refresh }) => refresh.status !== 200)).toEqual([]);
  expect(successorsOf(seen.map(({ refresh }) => refresh)).size).toBe(1);
  // At most seven calls a second are answered; the others get 429 or 403, never 401.
  expect(seen.filter(({ call }) => ![200, 429, 403].includes(call))).toEqual([]);
  expect(seen.some(({ call }) => call === 200)).toBe(true);
});

test('replacing the signing keys while a token is refreshed changes nothing: one successor, and it works on both nodes', async () => {
  const { refresh_token } = await fresh();
  const before = atOnce(300, refreshBody(refresh_token));
  const rotated = command<{ mac: string }>(variables, 'keys', 'rotate');
  const [first, keys] = await Promise.all([before, rotated]);
  const second = await atOnce(300, refreshBody(refresh_token));
  expect([...first, ...second].filter(({ status }) => status !== 200)).toEqual([]);
  const [successor, ...others] = successorsOf([...first, ...second]);
  expect(others).toEqual([]);
  const next = await atOnce(20, refreshBody(successor ?? ''));
  expect(next.filter(({ status }) => status !== 200)).toEqual([]);
  // New tokens carry the new key's id.
  expect([...successorsOf(next)][0]?.startsWith(`${keys.mac}.`)).toBe(true);
});

test('401 with the contract’s exact words for an old refresh token once its successor was used', async () => {
  const { refresh_token } = await fresh();
  const [first] = await atOnce(1, refreshBody(refresh_token));
  const [successor] = successorsOf(first === undefined ? [] : [first]);
  await atOnce(1, refreshBody(successor ?? ''));
  const [old] = await atOnce(1, refreshBody(refresh_token));
  expect(old?.status).toBe(401);
  expect(JSON.parse(old?.text ?? '')).toMatchObject({
    hint: 'Token has been revoked',
    title: 'Некорректный запрос',
    type: 'https://developers.amocrm.ru/v3/errors/OAuthProblemJson',
    status: 401,
    detail: 'В запросе отсутствует ряд параметров или параметры невалидны',
  });
});

test('a disable during 100 refreshes leaves no token valid, and enabling again makes no old token valid', async () => {
  const { access_token, refresh_token } = await fresh();
  const running = atOnce(100, refreshBody(refresh_token));
  await command(variables, 'installation', 'disable', '--client-id', integration.client_id, '--account', 'demo');
  const answered = await running;
  const pairs = answered
    .filter(({ status }) => status === 200)
    .map(({ text }) => JSON.parse(text) as { access_token: string; refresh_token: string });
  const dead = async (): Promise<void> => {
    const tried = [...pairs.slice(0, 10), ...pairs.slice(-10), { access_token, refresh_token }];
    for (const pair of tried) {
      const api = await at(0).get(host, '/api/v4/account', { authorization: `Bearer ${pair.access_token}` });
      expect(api.status).toBe(401);
      const refresh = await at(1).post(host, '/oauth2/access_token', refreshBody(pair.refresh_token));
      expect(refresh.status).toBe(401);
    }
  };
  await dead();
  const again = await tokens(platform, integration, place);
  await dead();
  const alive = await at(1).get(host, '/api/v4/account', { authorization: `Bearer ${again.access_token}` });
  expect(alive.status).toBe(200);
});

test('after a disable both nodes refuse the access token at the next request, in introspection and in the API', async () => {
  const server = await command<{ id: string; secret: string }>(variables, 'resource-server', 'create', '--name', 'CRM');
  const basic = `Basic ${Buffer.from(`${server.id}:${server.secret}`).toString('base64')}`;
  const { access_token } = await fresh();
  const seen = async (node: NodeProcess) => {
    const headers = { authorization: `Bearer ${access_token}` };
    const api = await node.get(host, '/api/v4/account', headers);
    const said = await node.postForm(
      'pristan.test',
      '/oauth/v2/introspect',
      { token: access_token },
      { authorization: basic },
    );
    return { api: api.status, active: (JSON.parse(said.text) as { active: boolean }).active };
  };
  for (const node of nodes) expect(await seen(node)).toEqual({ api: 200, active: true });
  await command(variables, 'installation', 'disable', '--client-id', integration.client_id, '--account', 'demo');
  for (const node of nodes) expect(await seen(node)).toEqual({ api: 401, active: false });
});

test('with a grace period of 0 the second use of a refresh token gets 401', async () => {
  const strict = await startNode({ ...variables, PRISTAN_REFRESH_GRACE_SECONDS: '0' });
  const { refresh_token } = await fresh();
  const first = await strict.post(host, '/oauth2/access_token', refreshBody(refresh_token));
  const second = await strict.post(host, '/oauth2/access_token', refreshBody(refresh_token));
  await strict.stop();
  expect([first.status, second.status]).toEqual([200, 401]);
});
