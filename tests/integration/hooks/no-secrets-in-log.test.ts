import { createHash } from 'node:crypto';
import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { Writable } from 'node:stream';
import type { LightMyRequestResponse } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIntegrationCommand } from '../../../apps/server/src/cli/integrations.ts';
import { createResourceServer } from '../../../apps/server/src/cli/resource-servers.ts';
import type { OutgoingMail } from '../../../apps/server/src/accounts/send-mail.ts';
import type { Workers } from '../../../apps/server/src/workers/start.ts';
import { startWorkers } from '../../../apps/server/src/workers/start.ts';
import { apiCaller, sessionCookie } from '../../harness/api-caller.ts';
import type { ApiCaller } from '../../harness/api-caller.ts';
import type { Visitor } from '../../harness/browser-session.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { returnUrlAfter } from '../../harness/return-page.ts';
import type { IssuedSecret } from '../../harness/clear-text.ts';
import { dumpOf, findSecrets } from '../../harness/clear-text.ts';
import { newestSecretId } from '../../harness/newest-secret.ts';
import { anAccount, aUser, password } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { widgetZip } from '../../harness/widget.ts';

interface Keys {
  readonly client_id: string;
  readonly client_secret: string;
}

interface Received {
  readonly url: URL;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

const state = 'the integrator’s state, which is theirs';
const typedSecret = 'what a person types, once';
const receiversCookie = 'what-the-receiver-tells-its-own-clients';
const verifier = 'v3r1f1er-'.repeat(6);

let platform: Platform;
let workers: Workers;
let receiver: ReturnType<typeof createServer>;
let origin: string;
let admin: Visitor;
let call: ApiCaller;
let accountId: number;
const received: Received[] = [];
const letters: OutgoingMail[] = [];
const issued: IssuedSecret[] = [];
/** Everything logged, and a dump of the database after each step of the run. */
const written: string[] = [];
let statuses: number[] = [];
/** Lets the mail server answer: until then it waits, and then it rejects the mail and quotes it. */
let mailServerGoesOn = (): void => undefined;

const keep = (what: string, secret: string | null | undefined): string => {
  if (secret === null || secret === undefined || secret === '') throw new Error(`no ${what}`);
  issued.push({ what, secret });
  return secret;
};

beforeAll(async () => {
  // The test's receiver answers with everything that it was sent, as the worst receivers do.
  receiver = createServer((request, response) => {
    let body = '';
    request.on('data', (piece) => (body += String(piece)));
    request.on('end', () => {
      received.push({ url: new URL(request.url ?? '/', origin), headers: request.headers, body });
      const said = JSON.stringify({ url: request.url, headers: request.headers, body });
      response.setHeaders(
        new Map([
          ['set-cookie', `session=${receiversCookie}`],
          ['x-echo', encodeURIComponent(`${request.url} ${body}`).slice(0, 3000)],
          ['location', request.url ?? '/'],
          ['x-said', String(request.headers['webhook-signature'] ?? '')],
        ]),
      );
      response.writeHead(statuses.shift() ?? 200).end(`${said} ${encodeURIComponent(body)}`);
    });
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  origin = `http://localhost:${(receiver.address() as AddressInfo).port}`;
  const sink = new Writable({
    write(chunk, _encoding, done) {
      written.push(String(chunk));
      done();
    },
  });
  platform = await openPlatform(
    { NODE_ENV: 'development', PRISTAN_HOOK_ALLOW: '127.0.0.0/8,::1' },
    pino({ level: 'trace' }, sink),
  );
  const demo = await anAccount(platform, 'demo');
  accountId = demo.id;
  call = await apiCaller(platform, demo.admin);
  keep('a session', (await sessionCookie(platform, demo.admin.id)).split('=')[1]);
  workers = startWorkers(platform.world, async (letter) => {
    letters.push(letter);
    if (letters.filter(({ to }) => to === letter.to).length === 1) {
      await new Promise<void>((resolve) => {
        mailServerGoesOn = resolve;
      });
    }
    throw new Error(`550 spam: ${letter.text}`);
  });
  admin = aVisitor(platform);
  keep('a password', password);
  keep('a cookie of the receiver', receiversCookie);
  await admin.signIn('admin@demo.test');
  for (const [name, value] of admin.cookies) if (value.length > 20) keep(`the cookie ${name}`, value);
});
afterAll(async () => {
  await workers.stop();
  await platform.close();
  receiver.closeAllConnections();
  receiver.close();
});

/** Submits the form of a page of the platform. */
async function press(
  path: string,
  { action = path, typed = {} }: { action?: string; typed?: Readonly<Record<string, string>> } = {},
): Promise<LightMyRequestResponse> {
  const page = await admin.get(path);
  expect(page.statusCode, page.body).toBe(200);
  const fields = hiddenFields(page.body, action);
  keep('a page’s press', fields['press']);
  platform.clock.advance(1_000);
  const answer = await admin.post(action, { ...fields, ...typed });
  expect(answer.statusCode, answer.body).toBe(303);
  return answer;
}

async function token(keys: Keys, fields: Readonly<Record<string, string>>, status = 200) {
  const response = await platform.inject({
    method: 'POST',
    url: '/oauth2/access_token',
    payload: { ...keys, redirect_uri: `${origin}/callback`, ...fields },
  });
  expect(response.statusCode, response.body).toBe(status);
  if (status !== 200) return { access_token: '', refresh_token: '' };
  const pair = response.json<{ access_token: string; refresh_token: string }>();
  keep('a refresh token', pair.refresh_token);
  keep('an access token', pair.access_token);
  return pair;
}

const exchange = (keys: Keys, code: string, status?: number) =>
  token(keys, { grant_type: 'authorization_code', code }, status);

/** Waits for a hook request to this path, and records its signatures as issued secrets. */
async function arrived(path: string, count = 1): Promise<Received> {
  const of = (): readonly Received[] => received.filter(({ url }) => url.pathname === path);
  await expect.poll(() => of().length, { timeout: 10_000 }).toBeGreaterThanOrEqual(count);
  for (const { headers, url } of of()) {
    for (const one of String(headers['webhook-signature']).split(' ')) keep('a signature', one.split(',')[1]);
    if (url.searchParams.has('signature')) keep('a signature in a query', url.searchParams.get('signature'));
  }
  const last = of().at(-1);
  if (last === undefined) throw new Error('nothing came');
  return last;
}

async function settled(): Promise<void> {
  const open = async () => {
    platform.clock.advance(60_000);
    const { rows } = await platform.world.pool.query('select from deliveries where finished_at is null');
    return rows.length;
  };
  await expect.poll(open, { timeout: 20_000, interval: 200 }).toBe(0);
  await snapshot();
}

async function snapshot(): Promise<void> {
  written.push(await dumpOf(platform));
}

async function connectByButton(keys: Keys): Promise<void> {
  const query = `client_id=${keys.client_id}&state=${encodeURIComponent(keep('a state', state))}`;
  const page = await admin.get(`/oauth?${query}`);
  platform.clock.advance(1_000);
  const allowed = await admin.post('/oauth/allow', hiddenFields(page.body, '/oauth/allow'));
  const code = keep('a code', new URL(await returnUrlAfter(admin, allowed)).searchParams.get('code'));
  await snapshot();
  const pair = await exchange(keys, code);
  await exchange(keys, code, 400);
  const next = await token(keys, { grant_type: 'refresh_token', refresh_token: pair.refresh_token });
  await token(keys, { grant_type: 'refresh_token', refresh_token: next.refresh_token });
  await token(keys, { grant_type: 'refresh_token', refresh_token: pair.refresh_token }, 401);
  await token({ ...keys, client_secret: `${keys.client_secret}x` }, { grant_type: 'refresh_token' }, 401);
  await platform.inject({ method: 'POST', url: '/oauth2/explain', payload: { ...keys, token: pair.refresh_token } });
}

async function introspect(accessToken: string): Promise<void> {
  const server = await createResourceServer(platform.world, { name: 'CRM' });
  const basic = Buffer.from(`${server.id}:${keep('a resource server’s secret', server.secret)}`).toString('base64');
  const response = await platform.inject({
    method: 'POST',
    url: '/oauth/v2/introspect',
    headers: { authorization: `Basic ${basic}`, 'content-type': 'application/x-www-form-urlencoded' },
    payload: new URLSearchParams({ token: accessToken }).toString(),
  });
  expect(response.json()).toMatchObject({ active: true });
}

async function longLived(integrations: string, keys: Keys): Promise<void> {
  const expires_at = Math.floor((platform.clock.now() + 30 * 86_400_000) / 1000);
  const minted = await call('POST', `${integrations}/${keys.client_id}/tokens`, { name: 'Report', expires_at });
  expect(minted.statusCode, minted.body).toBe(201);
  const { token: text } = minted.json<{ token: string }>();
  await introspect(keep('a long-lived token', text));
}

async function widget(integrations: string): Promise<void> {
  const keys = await createIntegrationCommand(platform.world, {
    account: 'demo',
    name: 'Widget',
    redirectUri: `${origin}/callback`,
    disconnectUri: `${origin}/bye`,
  });
  keep('a client secret', keys.client_secret);
  const widgets = `${integrations}/${keys.client_id}/widgets`;
  await call('POST', widgets, await widgetZip(), { 'content-type': 'application/zip' });
  await call('PUT', `${widgets}/live`, { number: 1 });
  const installation = `/accounts/${accountId}/installations/${keys.client_id}`;
  const typed = { 'setting.login': 'romashka', 'setting.password': keep('a password of the settings', typedSecret) };
  await press(`${installation}/install`, { typed });
  const install = await arrived('/callback');
  await exchange(keys, keep('a code of an install hook', install.url.searchParams.get('code')));
  await press(`${installation}/install`, { typed });
  const fresh = await arrived('/callback', 2);
  keep('a fresh code', fresh.url.searchParams.get('code'));
  const oneTime = await call('POST', `${installation}/one-time-token`);
  expect(oneTime.statusCode, oneTime.body).toBe(201);
  keep('a one-time token', oneTime.json<{ token: string }>().token);
  const replaces = await newestSecretId(platform.world, keys.client_id);
  const rotated = await call('POST', `${integrations}/${keys.client_id}/secret/rotation`, { replaces });
  expect(rotated.statusCode, rotated.body).toBe(200);
  keep('a new client secret', rotated.json<Keys>().client_secret);
  statuses = [500];
  await press(`${installation}/disable`);
  await arrived('/bye');
  await settled();
}

async function external(how: { readonly fails: boolean }): Promise<void> {
  const challenge = createHash('sha256').update(verifier).digest('base64url');
  const query = new URLSearchParams({
    state,
    name: 'Gull Shop',
    description: 'Sells gulls',
    redirect_uri: `${origin}/callback`,
    secrets_uri: `${origin}/keys`,
    'scopes[]': 'crm',
    ...(how.fails ? { handover_challenge: challenge } : {}),
  });
  statuses = how.fails ? [500, 500, 500, 500, 500, 500] : [];
  const first = await admin.get(`/oauth?${query}`);
  const page = first.statusCode === 303 ? String(first.headers['location']) : `/oauth?${query}`;
  const allowed = await press(page, { action: '/oauth/external/allow' });
  const { body } = await arrived('/keys');
  const pushed = JSON.parse(body) as Keys;
  const keys = { client_id: pushed.client_id, client_secret: keep('an external client secret', pushed.client_secret) };
  const to = new URL(await returnUrlAfter(admin, allowed)).searchParams;
  if (how.fails) {
    const secrets_code = keep('a secrets code', to.get('secrets_code'));
    const pull = (shown: string) =>
      platform.inject({ method: 'POST', url: '/oauth2/secrets', payload: { secrets_code, verifier: shown } });
    await pull('w'.repeat(64));
    const pulled = await pull(keep('a verifier', verifier));
    expect(pulled.statusCode, pulled.body).toBe(200);
  }
  await exchange(keys, keep('a code after a handover', to.get('code')));
  await settled();
}

/** The path of the link in a mail that the mail server then rejects. */
async function linkOf(email: string): Promise<string> {
  const sent = (): readonly OutgoingMail[] => letters.filter(({ to }) => to === email);
  await expect.poll(() => sent().length, { timeout: 10_000 }).toBeGreaterThan(0);
  await snapshot();
  mailServerGoesOn();
  const link = /https?:\/\/\S+/.exec(sent()[0]?.text ?? '')?.[0] ?? '';
  return new URL(link).pathname;
}

async function lettersOf(): Promise<void> {
  const person = await aUser(platform, 'forgetful@demo.test', { demo: 'member' });
  await aVisitor(platform, { address: '192.0.2.7' }).post('/password-reset', { email: person.email });
  const reset = await linkOf(person.email);
  keep('a reset token', reset.split('/').at(-1));
  const chosen = keep('a chosen password', 'another phrase of mine');
  const changed = await aVisitor(platform).post(reset, { password: chosen });
  expect(changed.statusCode, changed.body).toBe(303);
  const invited = await call('POST', `/accounts/${accountId}/invitations`, { email: 'new@demo.test', role: 'member' });
  expect(invited.statusCode, invited.body).toBeLessThan(300);
  const invitation = await linkOf('new@demo.test');
  keep('an invitation’s token', invitation.split('/').at(-1));
  expect((await aVisitor(platform).get(invitation)).statusCode).toBe(200);
  await snapshot();
}

test('no log line and no row holds a code, secret, token or signature issued in a full run', async () => {
  const integrations = `/accounts/${accountId}/integrations`;
  const keys = await createIntegrationCommand(platform.world, {
    account: 'demo',
    name: 'Acme Mail',
    redirectUri: `${origin}/callback`,
  });
  keep('a client secret', keys.client_secret);
  await connectByButton(keys);
  await longLived(integrations, keys);
  await widget(integrations);
  await external({ fails: false });
  await external({ fails: true });
  await lettersOf();

  expect(issued.length).toBeGreaterThan(40);
  const text = written.join('\n');
  // The search must have covered both logs and tables.
  const parts = ['"level":', 'deliveries ', 'delivery_attempts ', 'mails ', 'codes '];
  expect(parts.filter((part) => !text.includes(part))).toEqual([]);
  expect(findSecrets(text, issued)).toEqual([]);
}, 120_000);

test('the search for secrets finds a planted secret in every encoding', async () => {
  const secret = 'q7/Xw+9a"Kd2mP-planted-secret-0123';
  const planted = { what: 'it', secret };
  expect(findSecrets(await dumpOf(platform), [planted])).toEqual([]);
  const spelled = [
    ['as it is', secret],
    ['as in an address', encodeURIComponent(secret)],
    ['as in JSON', JSON.stringify(secret)],
    ['its text in hex', Buffer.from(secret).toString('hex')],
    ['its text in base64, shifted by 0', Buffer.from(secret).toString('base64')],
    ['its text in base64, shifted by 1', Buffer.from(`1${secret}23`).toString('base64')],
    ['its text in base64url, shifted by 2', Buffer.from(`:;${secret}`).toString('base64url')],
  ] as const;
  for (const [how, text] of spelled) expect(findSecrets(`before ${text} after`, [planted])).toContain(`it, ${how}`);
  // Planted in the database: as text, within JSON, as bytes, and as decoded bytes.
  const bytes = createHash('sha256').update('planted').digest();
  const { pool } = platform.world;
  await pool.query('create table planted (name text, facts jsonb, raw bytea, decoded bytea)');
  await pool.query('insert into planted values ($1, $2, $3, $4)', [
    secret,
    JSON.stringify({ secret }),
    Buffer.from(secret),
    bytes,
  ]);
  const dump = await dumpOf(platform);
  expect(findSecrets(dump, [planted])).toEqual(expect.arrayContaining(['it, its text in hex']));
  expect(findSecrets(dump, [{ what: 'token', secret: `k1.${bytes.toString('base64url')}` }])).toEqual([
    'token, what it writes in base64 in hex',
  ]);
  await pool.query('drop table planted');
});
