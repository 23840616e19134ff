import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import type { Integration } from '../../harness/fixtures.ts';
import { anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { openSecondNode } from '../../harness/second-node.ts';

let platform: Platform;
let second: Awaited<ReturnType<typeof openSecondNode>>;
let integration: Integration;
let pair: { access_token: string; refresh_token: string };
beforeAll(async () => {
  platform = await openPlatform();
  second = await openSecondNode(platform);
  await anAccount(platform, 'demo', true);
});
beforeEach(async () => {
  integration = await anIntegration(platform, 'demo');
  pair = await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' });
});
afterAll(async () => {
  await second.close();
  await platform.close();
});

const read = (options: { node?: Pick<Platform, 'inject'>; from?: string; token?: string } = {}) =>
  (options.node ?? platform).inject({
    url: '/api/v4/account',
    host: 'demo.accounts.test',
    remoteAddress: options.from ?? '192.0.2.1',
    headers: { authorization: `Bearer ${options.token ?? pair.access_token}` },
  });

/** Sends requests concurrently, so that they fall into one second on a slow machine too. */
const burst = (count: number, options: Parameters<typeof read>[0] = {}) =>
  Promise.all(Array.from({ length: count }, () => read(options)));
const statuses = (responses: readonly { statusCode: number }[]) =>
  responses.map(({ statusCode }) => statusCode).sort((left, right) => left - right);
const sevenGood = Array.from({ length: 7 }, () => 200);

test('§12.14: the 8th request in one second gets 429; repeated excess gets 403', async () => {
  const responses = await burst(8);
  expect(statuses(responses)).toEqual([...sevenGood, 429]);
  const refused = responses.find(({ statusCode }) => statusCode === 429);
  expect(refused?.headers['retry-after']).toBe('1');
  expect(refused?.headers['content-type']).toBe('application/problem+json');
  expect(refused?.json()).toEqual({
    title: 'Too Many Requests',
    type: 'https://httpstatus.es/429',
    status: 429,
    detail: 'You have sent too many requests in a given amount of time. Please try again later.',
    retry_after: 1,
  });
  await burst(10);
  platform.clock.advance(1_500);
  const blocked = await read();
  expect(blocked.statusCode).toBe(403);
  expect(blocked.headers['content-type']).toBe('application/problem+json');
  expect(blocked.json()).toMatchObject({
    title: 'Forbidden',
    status: 403,
    retry_after: Number(blocked.headers['retry-after']),
  });
  expect(blocked.json()['retry_after']).toBeGreaterThan(50);
  expect(blocked.json()['retry_after']).toBeLessThanOrEqual(60);
});

test('the limit of seven calls starts over each second, and the 403 for repeated excess ends after a minute', async () => {
  expect(statuses(await burst(8))).toContain(429);
  platform.clock.advance(1_001);
  expect(statuses(await burst(7))).toEqual(sevenGood);
  await burst(11);
  platform.clock.advance(1_001);
  expect((await read()).statusCode).toBe(403);
  platform.clock.advance(60_000);
  expect(statuses(await burst(7))).toEqual(sevenGood);
});

test('nodes count calls together, and a node that has refused a call keeps refusing without asking the others', async () => {
  expect(statuses([...(await burst(4)), ...(await burst(4, { node: second }))])).toEqual([...sevenGood, 429]);
  expect((await read({ node: second })).statusCode).toBe(429);
  await burst(12, { node: second });
  platform.clock.advance(1_001);
  expect([(await read()).statusCode, (await read({ node: second })).statusCode]).toEqual([403, 403]);
});

test('the 403 for repeated excess applies to the offending IP address; the integration’s other servers still get 200', async () => {
  await burst(18);
  platform.clock.advance(1_001);
  expect((await read()).statusCode).toBe(403);
  expect((await read({ from: '192.0.2.2' })).statusCode).toBe(200);
});

test('the limit of calls is per integration and account: another integration is not affected', async () => {
  const neighbour = await tokens(platform, await anIntegration(platform, 'demo'), {
    account: 'demo',
    email: 'admin@demo.test',
  });
  expect(statuses(await burst(9))).toContain(429);
  expect((await read({ token: neighbour.access_token })).statusCode).toBe(200);
});

test('all tokens of one integration in an account share its seven calls a second', async () => {
  const member = await tokens(platform, integration, { account: 'demo', email: 'member@demo.test' });
  expect(statuses([...(await burst(4)), ...(await burst(4, { token: member.access_token }))])).toEqual([
    ...sevenGood,
    429,
  ]);
});

test('calls with refused tokens use up none of the seven calls a second', async () => {
  const dead = await tokens(platform, integration, { account: 'demo', email: 'member@demo.test' });
  const grantId = JSON.parse(Buffer.from(dead.access_token.split('.')[1] ?? '', 'base64url').toString())['hash_uuid'];
  await platform.world.db
    .updateTable('grants')
    .set({ revoked_at: platform.clock.now() })
    .where('id', '=', grantId)
    .execute();
  expect(statuses(await burst(20, { token: dead.access_token }))).toEqual(Array.from({ length: 20 }, () => 401));
  expect(statuses(await burst(7))).toEqual(sevenGood);
});

test('the token endpoint is not limited, even while the API refuses calls with 429', async () => {
  await burst(18);
  expect((await read()).statusCode).toBe(403);
  for (let round = 0; round < 12; round++) {
    const response = await platform.inject({
      method: 'POST',
      url: '/oauth2/access_token',
      host: 'demo.accounts.test',
      remoteAddress: '192.0.2.1',
      payload: {
        grant_type: 'refresh_token',
        client_id: integration.client_id,
        client_secret: integration.client_secret,
        refresh_token: pair.refresh_token,
      },
    });
    expect(response.statusCode).toBe(200);
    pair = response.json();
  }
});
