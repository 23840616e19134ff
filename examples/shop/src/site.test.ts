import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSite } from './site.ts';

const key = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
/** The platform as the shop's site sees it: published keys. */
const platform = createServer((request, response) => {
  if (request.url !== '/.well-known/jwks.json') asked.push(request.url ?? '');
  response.end(JSON.stringify({ keys: [{ ...key.publicKey.export({ format: 'jwk' }), kid: 'h1' }] }));
});
/** Requests that the shop's site sent to the platform, except for the published keys. */
const asked: string[] = [];
let site: Server;
let url: string;
/** State of a visitor after the first page: a cookie, and the state in the buttons. */
let cookie: string;
let state: string;

const listen = async (server: Server): Promise<number> => {
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
};

beforeAll(async () => {
  const platformUrl = `http://127.0.0.1:${await listen(platform)}`;
  const redirectUri = 'http://shop.localhost/callback';
  site = createSite({ platformUrl, baseDomain: 'localhost', clientId: 'shop', clientSecret: 'secret', redirectUri });
  url = `http://127.0.0.1:${await listen(site)}`;
  const home = await fetch(url);
  cookie = (home.headers.get('set-cookie') ?? '').split(';')[0] ?? '';
  [, state = ''] = /data-state="([^"]+)"/.exec(await home.text()) ?? [];
});
afterAll(async () => {
  for (const server of [site, platform]) await new Promise((resolve) => server.close(resolve));
});

let deliveries = 0;
function secretsPost(clientId: string, { by = key, of = state } = {}) {
  const body = JSON.stringify({ client_id: clientId, client_secret: 'k'.repeat(64), state: of });
  const [id, at] = [`d${deliveries++}`, Math.floor(Date.now() / 1000)];
  const signature = sign(null, Buffer.from(`${id}.${at}.${body}`), by.privateKey).toString('base64');
  const headers = { 'webhook-id': id, 'webhook-timestamp': String(at), 'webhook-signature': `v1a,${signature}` };
  return { method: 'POST', headers, body };
}
const post = async (hook: ReturnType<typeof secretsPost>) => (await fetch(`${url}/kiosk/keys`, hook)).status;

/**
 * Whether the shop's site has the keys of this integration. Without keys it answers 400 before it sends any request.
 */
const hasKeysOf = async (clientId: string) => {
  const back = `${url}/kiosk/callback?code=c&state=${state}&client_id=${clientId}&referer=x.localhost`;
  return (await fetch(back, { headers: { cookie }, redirect: 'manual' })).status !== 400;
};

test('200 for a secrets hook signed by the platform, 403 for the same request again', async () => {
  const hook = secretsPost('good');
  expect([await post(hook), await post(hook)]).toEqual([200, 403]);
  expect(await hasKeysOf('good')).toBe(true);
});

test('403 for a forged or altered secrets hook, whose keys are not stored', async () => {
  expect(await post(secretsPost('forged', { by: stranger }))).toBe(403);
  const { body, ...rest } = secretsPost('before');
  expect(await post({ ...rest, body: body.replace('before', 'altered') })).toBe(403);
  expect(await Promise.all(['forged', 'altered'].map(hasKeysOf))).toEqual([false, false]);
});

test('404 for a secrets hook with a state that this site never issued', async () => {
  expect(await post(secretsPost('foreign', { of: 'somebody else’s' }))).toBe(404);
  expect(await hasKeysOf('foreign')).toBe(false);
});

/** Sends a GET hook as the platform does, signed over its raw query. */
async function hear(path: string, query: string, by = key): Promise<number> {
  const [id, at] = [`d${deliveries++}`, Math.floor(Date.now() / 1000)];
  const signature = sign(null, Buffer.from(`${id}.${at}.${query}`), by.privateKey).toString('base64');
  const headers = {
    'webhook-id': id,
    'webhook-timestamp': String(at),
    'webhook-signature': `v1a,${signature}`,
    'webhook-test': 'true',
  };
  return (await fetch(`${url}${path}?${query}`, { headers })).status;
}
const farewell = (accountId: string, secret = 'secret') =>
  `client_uuid=shop&account_id=${accountId}&signature=${createHmac('sha256', secret).update(`shop|${accountId}`).digest('hex')}`;
const page = async () => (await fetch(url)).text();

test('200 for a test hook of the platform, which is shown as a test and changes no account', async () => {
  const before = asked.length;
  expect(await hear('/disconnect', farewell('1'))).toBe(200);
  expect(await hear('/callback', 'code=def&referer=test-delivery.localhost&client_id=shop&from_widget=1')).toBe(200);
  expect(await post(secretsPost('nobody', { of: 'test-delivery' }))).toBe(200);
  expect((await page()).match(/yes: a test, nothing was done/g)).toHaveLength(3);
  expect(asked.slice(before)).toEqual([]);
  expect(await hasKeysOf('nobody')).toBe(false);
});

test('403 for a forged test hook; the header webhook-test alone does not make a hook a test', async () => {
  expect(await hear('/disconnect', farewell('1'), stranger)).toBe(403);
  expect(await hear('/disconnect', farewell('1', 'guessed'))).toBe(404);
  expect(await hear('/disconnect', farewell('30100001'))).toBe(200);
  expect((await page()).match(/yes: a test, nothing was done/g)).toHaveLength(3);
});
