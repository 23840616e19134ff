import { createHmac, generateKeyPairSync, sign } from 'node:crypto';
import type { Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createSite } from './site.ts';

const key = generateKeyPairSync('ed25519');
const stranger = generateKeyPairSync('ed25519');
/** The platform as this site sees it: the place of its published keys. */
const platform = createServer((request, response) => {
  if (request.url !== '/.well-known/jwks.json') asked.push(request.url ?? '');
  response.end(JSON.stringify({ keys: [{ ...key.publicKey.export({ format: 'jwk' }), kid: 'h1' }] }));
});
/** What else than its keys the site asked of it. */
const asked: string[] = [];
let site: Server;
let url: string;
/** What a visitor has after the first page: a cookie, and the state in the buttons. */
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

/** Without keys the site can't use a code: it says so before it asks anybody. */
const hasKeysOf = async (clientId: string) => {
  const back = `${url}/kiosk/callback?code=c&state=${state}&client_id=${clientId}&referer=x.localhost`;
  return (await fetch(back, { headers: { cookie }, redirect: 'manual' })).status !== 400;
};

test('keys that the platform signed are taken once; the same request again is refused', async () => {
  const hook = secretsPost('good');
  expect([await post(hook), await post(hook)]).toEqual([200, 403]);
  expect(await hasKeysOf('good')).toBe(true);
});

test('a forged or altered secrets POST is refused, and its keys are not kept', async () => {
  expect(await post(secretsPost('forged', { by: stranger }))).toBe(403);
  const { body, ...rest } = secretsPost('before');
  expect(await post({ ...rest, body: body.replace('before', 'altered') })).toBe(403);
  expect(await Promise.all(['forged', 'altered'].map(hasKeysOf))).toEqual([false, false]);
});

test('keys for a state that this site never gave are not taken', async () => {
  expect(await post(secretsPost('foreign', { of: 'somebody else’s' }))).toBe(404);
  expect(await hasKeysOf('foreign')).toBe(false);
});

/** A GET of the platform's, signed over its query as it stands. */
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

test('a test of the platform is taken and told apart, and the site acts on no account', async () => {
  const before = asked.length;
  expect(await hear('/disconnect', farewell('1'))).toBe(200);
  expect(await hear('/callback', 'code=def&referer=test-delivery.localhost&client_id=shop&from_widget=1')).toBe(200);
  expect(await post(secretsPost('nobody', { of: 'test-delivery' }))).toBe(200);
  expect((await page()).match(/yes: a test, nothing was done/g)).toHaveLength(3);
  expect(asked.slice(before)).toEqual([]);
  expect(await hasKeysOf('nobody')).toBe(false);
});

test('a forged test is refused like any other hook, and the header alone makes none', async () => {
  expect(await hear('/disconnect', farewell('1'), stranger)).toBe(403);
  expect(await hear('/disconnect', farewell('1', 'guessed'))).toBe(404);
  expect(await hear('/disconnect', farewell('30100001'))).toBe(200);
  expect((await page()).match(/yes: a test, nothing was done/g)).toHaveLength(3);
});
