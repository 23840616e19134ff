import { Readable } from 'node:stream';
import type { FastifyInstance, RouteOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { openRateLimiter } from '../../../apps/server/src/environment/rate-limiter.ts';
import type { World } from '../../../apps/server/src/environment/open.ts';
import { createApp } from '../../../apps/server/src/http/app.ts';
import { addRoutes } from '../../../apps/server/src/routes.ts';
import { sessionCookie } from '../../harness/api-caller.ts';
import { anAccount, anIntegration, aUser, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

// Bucket sizes: few requests use one up, and it refills too slowly to matter during a test.
const small = { unitsMax: 60, unitsPerSecond: 0.5 };
const account = { unitsMax: 180, unitsPerSecond: 0.5 };
const REFILL_MS = 400_000;
const REQUESTS_MAX = 400;

let platform: Platform;
let world: World;
let app: FastifyInstance;
let accountId: number;
let otherAccountId: number;
beforeAll(async () => {
  platform = await openPlatform();
  accountId = (await anAccount(platform, 'demo', true)).id;
  otherAccountId = (await anAccount(platform, 'other')).id;
  const counting = openRateLimiter(platform.clock, { person: small, account, address: small });
  world = { ...platform.world, counting };
  app = await createApp(world, (instance) => addRoutes(instance, world));
  await app.ready();
});
afterAll(async () => {
  await app.close();
  await platform.close();
});

const walked = (): readonly RouteOptions[] =>
  platform.routes.filter(({ method }) => method !== 'HEAD' && method !== 'OPTIONS');

const addressOf = (url: string): string =>
  url
    .replace(/:(account_id|accountId)\b/, String(accountId))
    .replace(/:user_id\b/, '1')
    .replaceAll(/:\w+/g, '0197f0c0-0000-4000-8000-000000000001')
    .replace('*', 'x');

/** A request body that records whether the server read it. */
function body(): { readonly stream: Readable; readonly wasRead: () => boolean } {
  let read = false;
  const stream = new Readable({
    read() {
      read = true;
      this.push(Buffer.from('{}'));
      this.push(null);
    },
  });
  return { stream, wasRead: () => read };
}

type Sent = Awaited<ReturnType<typeof send>>;
let visitors = 0;

async function send(
  { method, url }: { readonly method: string; readonly url: string },
  from: { readonly address: string; readonly cookie?: string },
) {
  const writes = method !== 'GET';
  const { stream, wasRead } = body();
  const response = await app.inject({
    method: method as 'GET',
    url,
    remoteAddress: from.address,
    headers: {
      host: 'pristan.test',
      accept: 'text/html',
      ...(from.cookie === undefined ? {} : { cookie: from.cookie }),
      ...(writes ? { origin: 'https://pristan.test', 'content-type': 'application/json', 'content-length': '2' } : {}),
    },
    ...(writes ? { payload: stream } : {}),
  });
  return { response, wasRead: wasRead() };
}

/** Sends requests until the rate limit refuses one. */
async function past(route: { readonly method: string; readonly url: string }, from: Parameters<typeof send>[1]) {
  for (let count = 0; count < REQUESTS_MAX; count++) {
    const sent = await send(route, from);
    if (sent.response.statusCode === 429 && sent.response.headers['ratelimit'] !== undefined) return sent;
  }
  throw new Error(`${route.method} ${route.url} was never refused`);
}

function expectRefused({ response, wasRead }: Sent, holder: string): void {
  expect(wasRead).toBe(false);
  expect(Number(response.headers['retry-after'])).toBeGreaterThanOrEqual(1);
  const limits = String(response.headers['ratelimit']);
  expect(limits).toContain(`"${holder}";r=0;t=${String(response.headers['retry-after'])}`);
  expect(String(response.headers['ratelimit-policy'])).toMatch(
    /^"(person|address)";q=\d+;w=\d+(, "account";q=\d+;w=\d+)?$/,
  );
}

describe('rate-limit buckets', () => {
  test('every route charges the address of an unknown caller before it reads a body', async () => {
    for (const { method, url } of walked()) {
      const route = { method: [method].flat()[0] ?? 'GET', url: addressOf(url) };
      visitors += 1;
      const refused = await past(route, { address: `198.51.${visitors >> 8}.${visitors & 255}` });
      expectRefused(refused, 'address');
    }
  });

  test('a request whose path cannot be decoded is charged to its address', async () => {
    for (const url of ['/%FF', '/api/platform/%FF', '/oauth2/%FF', '/api/v4/%FF'])
      expectRefused(await past({ method: 'GET', url }, { address: `198.51.100.${url.length}` }), 'address');
  });

  test('every route charges a signed-in person, from whatever address, before it reads a body', async () => {
    const person = await aUser(platform, 'flood@demo.test', { demo: 'admin' });
    const cookie = await sessionCookie(platform, person.id);
    // The server knows the person behind a session from their first request on.
    await send({ method: 'GET', url: '/api/platform/me' }, { address: '192.0.2.1', cookie });
    const ofPeople = walked().filter(({ config }) => config?.dialect === 'platform' || config?.cost === 'page');
    expect(ofPeople.length).toBeGreaterThan(60);
    for (const { method, url } of ofPeople) {
      platform.clock.advance(REFILL_MS);
      const route = { method: [method].flat()[0] ?? 'GET', url: addressOf(url) };
      let count = 0;
      let refused: Sent | undefined;
      while (refused === undefined && count < REQUESTS_MAX) {
        count += 1;
        const sent = await send(route, { address: `192.0.2.${count % 250}`, cookie });
        if (sent.response.statusCode === 429) refused = sent;
      }
      if (refused === undefined) throw new Error(`${route.method} ${route.url} was never refused`);
      expectRefused(refused, 'person');
    }
  });

  test('an account’s rate limit is shared by its members and separate from other accounts', async () => {
    const url = (id: number): string => `/api/platform/accounts/${id}/members`;
    const cookies: string[] = [];
    for (let n = 0; n < 6; n++) {
      const person = await aUser(platform, `one-of-${n}@demo.test`, { demo: 'admin', other: 'admin' });
      cookies.push(await sessionCookie(platform, person.id));
    }
    const from = (n: number) => ({ address: `203.0.113.${n}`, cookie: cookies[n] ?? '' });
    for (const [n] of cookies.entries()) {
      for (const id of [accountId, otherAccountId]) await send({ method: 'GET', url: url(id) }, from(n));
    }
    platform.clock.advance(REFILL_MS);
    const statuses: number[] = [];
    let refused: Sent | undefined;
    for (let n = 0; n < 5; n++) {
      for (let count = 0; count < 5; count++) {
        const sent = await send({ method: 'GET', url: url(accountId) }, from(n));
        statuses.push(sent.response.statusCode);
        if (sent.response.statusCode === 429) refused ??= sent;
      }
    }
    expect(statuses.filter((status) => status === 200)).toHaveLength(18);
    if (refused === undefined) throw new Error('nobody was refused');
    expectRefused(refused, 'account');
    expect((await send({ method: 'GET', url: url(otherAccountId) }, from(5))).response.statusCode).toBe(200);
  });

  test('a stranger who names an account in an address uses up none of that account’s rate limit', async () => {
    const stranger = await aUser(platform, 'stranger@other.test', { other: 'admin' });
    const cookie = await sessionCookie(platform, stranger.id);
    platform.clock.advance(REFILL_MS);
    for (let count = 0; count < 20; count++)
      await send(
        { method: 'GET', url: `/api/platform/accounts/${accountId}/members` },
        { address: '192.0.2.9', cookie },
      );
    expect(world.counting.take('account', String(accountId), 0).units).toBe(account.unitsMax);
  });
});

test('after twenty requests refused with 429 an address is answered late; other addresses are not', async () => {
  platform.clock.advance(REFILL_MS);
  const from = { address: '192.0.2.88' };
  for (let n = 0; n < 20; n++) await past({ method: 'GET', url: '/sign-in' }, from);
  const answered: string[] = [];
  const ask = async (who: string, address: string) => {
    await send({ method: 'GET', url: '/sign-in' }, { address });
    answered.push(who);
  };
  await Promise.all([ask('the flood', from.address), ask('another', '192.0.2.89')]);
  expect(answered).toEqual(['another', 'the flood']);
});

test('a program’s accepted requests use almost none of its rate limit, refused ones the full amount', async () => {
  const integration = await anIntegration(platform, 'demo');
  const { access_token } = await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' });
  const left = () => world.counting.take('address', '192.0.2.90', 0).units;
  const call = async (token: string) =>
    (
      await app.inject({
        url: '/api/v4/account',
        remoteAddress: '192.0.2.90',
        headers: { host: 'demo.accounts.test', authorization: `Bearer ${token}` },
      })
    ).statusCode;
  for (let n = 0; n < 5; n++) expect(await call(access_token)).toBe(200);
  const before = left();
  expect(before).toBeGreaterThan(small.unitsMax - 5);
  expect(await call('x.y.z')).toBe(401);
  // Part of the charge of the refused request was refilled meanwhile.
  expect(before - left()).toBeGreaterThan(5);
});

test('pages and the platform’s API state the rate limit in every answer, amoCRM’s API only in a refusal', async () => {
  platform.clock.advance(REFILL_MS);
  const told = async (host: string, url: string) =>
    (await app.inject({ url, remoteAddress: '192.0.2.91', headers: { host } })).headers['ratelimit'];
  expect(await told('pristan.test', '/sign-in')).toMatch(/^"address";r=\d+;t=\d+$/);
  expect(await told('pristan.test', '/api/platform/me')).toMatch(/^"address";r=\d+;t=\d+$/);
  expect(await told('demo.accounts.test', '/api/v4/account')).toBeUndefined();
  const refused = await past({ method: 'GET', url: '/api/v4/account' }, { address: '192.0.2.91' });
  expect(refused.response.headers['ratelimit']).toMatch(/^"address";r=0;t=\d+$/);
});

test('the server does not start with a route that does not name its rate-limit cost', async () => {
  const starting = createApp(platform.world, async (instance) => {
    await addRoutes(instance, platform.world);
    instance.get('/uncounted', { config: { dialect: 'page' } }, async () => 'for nothing');
  });
  await expect(starting).rejects.toThrow('GET /uncounted names no cost, so no bucket counts it');
});

describe('refusals by the rate limit', () => {
  test.each([
    ['/api/platform/me', 'application/problem+json', { code: 'too_many_requests', status: 429 }],
    ['/api/v4/account', 'application/problem+json', { title: 'Too Many Requests', status: 429 }],
    ['/oauth2/access_token', 'application/json', { error: 'temporarily_unavailable', status: 429 }],
    ['/sign-in', 'text/html; charset=utf-8', undefined],
  ])('429 for too many requests to %s has the format of that API or page', async (url, type, said) => {
    platform.clock.advance(REFILL_MS);
    const method = url.startsWith('/oauth2') ? 'POST' : 'GET';
    const { response } = await past({ method, url }, { address: '192.0.2.77' });
    expect(response.headers['content-type']).toBe(type);
    if (said === undefined) expect(response.body).toContain('</html>');
    else expect(response.json()).toMatchObject(said);
  });
});
