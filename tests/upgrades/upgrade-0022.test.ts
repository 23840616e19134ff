import { continueHandover } from '@pristan/flows';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { startWorkers } from '../../apps/server/src/workers/start.ts';
import { apiCaller } from '../harness/api-caller.ts';
import { aVisitor } from '../harness/browser-session.ts';
import type { Platform } from '../harness/platform.ts';
import { openPlatform } from '../harness/platform.ts';
import type { Receiver } from '../harness/receiver.ts';
import { aReceiver } from '../harness/receiver.ts';
import type { SmtpServer } from '../harness/smtp-server.ts';
import { openSmtpServer } from '../harness/smtp-server.ts';
import { restoreStore, storedFile } from './restored-store.ts';

interface Keys {
  readonly client_id: string;
  readonly client_secret: string;
  readonly redirectUri: string;
}
interface Pair {
  readonly access_token: string;
  readonly refresh_token: string;
}
type Handover = 'waiting' | 'retried' | 'stored' | 'ended' | 'fetched';
/** Tokens, codes and cookies from when the release was replaced, written by `fill-0022.mjs`. */
interface Held {
  readonly at: number;
  readonly accounts: Readonly<Record<'vendor' | 'acme' | 'odd', number>> & { readonly chain: readonly number[] };
  readonly people: Readonly<Record<'acme' | 'vendor', number>>;
  readonly integrations: Readonly<Record<'gulls' | 'own' | 'gone' | 'interrupted' | 'odd', Keys>>;
  readonly handovers: Readonly<Record<Handover, { readonly handoverId: string; readonly client_id: string }>>;
  readonly full: Pair;
  readonly bounded: Pair;
  readonly ofShop: Pair;
  readonly code: string;
  readonly longLived: string;
  readonly personal: string;
  readonly invitation: string;
  readonly cookies: Readonly<Record<'acme' | 'odd', Readonly<Record<string, string>>>>;
  readonly counts: Readonly<Record<'audit' | 'notices' | 'mails' | 'mailsLater', number>>;
  readonly mails: readonly { readonly id: string; readonly recipient: string }[];
}

interface Hook {
  readonly id: string;
  readonly hook: string;
  readonly state: string;
  readonly overtaken_by: string | null;
  readonly tries: number;
  readonly last_status: number | null;
}

/** A stored file with the receiver's host in place of the placeholder. */
const placed = (name: string) => storedFile(name).replaceAll('127.0.0.1:9', new URL(receiver.origin).host);

let receiver: Receiver;
let held: Held;
let platform: Platform;
let smtp: SmtpServer;
let applied: readonly string[];
beforeAll(async () => {
  receiver = await aReceiver(({ url }) => (url === '/keys-stored' ? 409 : 200));
  held = JSON.parse(placed('store-0022.json')) as Held;
  const restored = await restoreStore({ last: '0022-publications', rows: placed('store-0022.sql.gz') });
  applied = restored.applied;
  smtp = await openSmtpServer();
  platform = await openPlatform({ PRISTAN_DATABASE_URL: restored.url, PRISTAN_HOOK_ALLOW: '127.0.0.0/8' });
  platform.clock.advance(held.at + 1000 - platform.clock.now());
}, 60_000);
afterAll(async () => {
  await platform.close();
  await smtp.close();
  await receiver.close();
});

async function count(what: string): Promise<number> {
  const { rows } = await platform.world.pool.query<{ count: string }>(`select count(*) from ${what}`);
  return Number(rows[0]?.count);
}

async function hooksOf(integrationId: string, accountId?: number): Promise<readonly Hook[]> {
  const { rows } = await platform.world.pool.query<Hook>(
    `select id, hook, state, overtaken_by, tries, last_status from deliveries
     where integration_id = $1 and account_id = coalesce($2, account_id) and account_id <> 1 order by created_at, id`,
    [integrationId, accountId ?? null],
  );
  return rows;
}

const arrivalsOf = ({ id }: Hook) => receiver.received.filter(({ headers }) => headers['webhook-id'] === id).length;

const account = (token: string, host: string) =>
  platform.inject({ method: 'GET', url: '/api/v4/account', host, headers: { authorization: `Bearer ${token}` } });

async function ask(keys: Keys, host: string, more: Readonly<Record<string, string>>) {
  const { client_id, client_secret, redirectUri: redirect_uri } = keys;
  const payload = { client_id, client_secret, redirect_uri, ...more };
  return platform.inject({ method: 'POST', url: '/oauth2/access_token', host, payload });
}

test('an upgrade from migration 0022 applies every migration since, in order, and loses no row', async () => {
  expect(applied.length).toBeGreaterThan(0);
  expect(applied.every((name) => name > '0022-publications')).toBe(true);
  expect(applied).toEqual(applied.toSorted());
  expect(held.accounts.chain).toHaveLength(1000);
  expect(await count(`installations where integration_id = '${held.integrations.gulls.client_id}'`)).toBe(1000);
  for (const what of ['audit', 'notices'] as const) expect(await count(what)).toBe(held.counts[what]);
  expect(await count('mails where sent_at is null')).toBe(held.counts.mails);
});

describe('credentials and data from before the upgrade', () => {
  const acme = 'acme.accounts.test';
  test.each([
    ['full', 'own', acme],
    ['bounded', 'own', acme],
    ['ofShop', 'gulls', 'shop-999.accounts.test'],
  ] as const)(
    'the tokens of “%s” still work after the upgrade: the refresh token once, then its successor',
    async (whose, integration, host) => {
      const keys = held.integrations[integration];
      expect((await account(held[whose].access_token, host)).statusCode).toBe(200);
      const refresh = ({ refresh_token }: Pair) => ask(keys, host, { grant_type: 'refresh_token', refresh_token });
      const first = await refresh(held[whose]);
      expect(first.statusCode, first.body).toBe(200);
      const second = await refresh(first.json<Pair>());
      expect(second.statusCode, second.body).toBe(200);
      expect((await account(second.json<Pair>().access_token, host)).statusCode).toBe(200);
      expect((await refresh(held[whose])).statusCode).toBe(401);
    },
  );

  test('an authorization code from before the upgrade works once', async () => {
    const exchange = async () =>
      (await ask(held.integrations.own, acme, { grant_type: 'authorization_code', code: held.code })).statusCode;
    expect(await exchange()).toBe(200);
    expect(await exchange()).toBe(400);
  });

  test('a long-lived token and a personal access token from before the upgrade still work', async () => {
    expect((await account(held.longLived, acme)).statusCode).toBe(200);
    const list = await platform.inject({
      method: 'GET',
      url: `/api/platform/accounts/${held.accounts.acme}/integrations`,
      headers: { authorization: `Bearer ${held.personal}` },
    });
    expect(list.statusCode).toBe(200);
  });

  test('the link to a person’s open invitation from before the upgrade still works', async () => {
    const page = await aVisitor(platform).get(held.invitation);
    expect(page.statusCode).toBe(200);
    expect(page.body).toContain('guest-105@acme.test');
  });

  test('activity and notices from before the upgrade are in the console’s API', async () => {
    const admin = await apiCaller(platform, { id: held.people.vendor });
    const activity = await admin('GET', `/accounts/${held.accounts.vendor}/activity`);
    expect(activity.statusCode, activity.body).toBe(200);
    const notices = await admin('GET', '/notices');
    expect(notices.statusCode, notices.body).toBe(200);
    expect(notices.body).toContain('receiver_failing');
  });

  test('a widget version from before the upgrade is marked as checked by an earlier release', async () => {
    const admin = await apiCaller(platform, { id: held.people.acme });
    const widgets = `/accounts/${held.accounts.acme}/integrations/${held.integrations.own.client_id}/widgets`;
    const version = await admin('GET', `${widgets}/1`);
    expect(version.json()).toMatchObject({ live: true, report: null, findings: null });
    expect((await admin('GET', `${widgets}/1/archive`)).statusCode).toBe(200);
  });
});

function visitorWith(whose: 'acme' | 'odd') {
  const visitor = aVisitor(platform);
  for (const [name, value] of Object.entries(held.cookies[whose])) visitor.cookies.set(name, value);
  return visitor;
}

describe('names that today’s checks would refuse', () => {
  test.each([
    ['/api/platform/accounts', 'odd'],
    ['/api/platform/accounts/{odd}/installations', 'odd'],
    ['/api/platform/accounts/{odd}/members', 'odd'],
    ['/api/platform/accounts/{odd}/integrations', 'odd'],
    ['/accounts/{odd}/integrations/{integration}', 'odd'],
    ['/accounts/{odd}/installations/{integration}/disable', 'odd'],
    ['/accounts/{acme}/installations/{own}/install', 'acme'],
  ] as const)(
    'names that today’s checks would refuse are shown harmlessly to a signed-in person at %s',
    async (path, whose) => {
      const { accounts, integrations } = held;
      const page = await visitorWith(whose).get(
        path
          .replace('{odd}', String(accounts.odd))
          .replace('{acme}', String(accounts.acme))
          .replace('{integration}', integrations.odd.client_id)
          .replace('{own}', integrations.own.client_id),
      );
      expect(page.statusCode, page.body).toBe(200);
      expect(page.body).not.toContain('\u202E');
      if (whose === 'odd') expect(page.body).toContain('\uFFFD');
    },
  );
});

describe('work that was pending before the upgrade', () => {
  test('work that was pending before the upgrade is finished once workers run', async () => {
    const { world, clock } = platform;
    const settings = { ...world, config: { ...world.config, smtpUrl: `${smtp.url}?from=pier@pristan.test` } };
    expect(await count(`mails where sent_at is null and due_at > ${clock.now()}`)).toBeGreaterThan(0);
    expect(await count(`deliveries where state = 'pending' and tries > 0`)).toBeGreaterThan(100);
    expect(await count(`deliveries where state = 'pending' and tries = 0`)).toBeGreaterThan(100);
    // Every retry is due at that time, and no authorization code has expired.
    clock.advance(5 * 60_000);
    const workers = startWorkers(settings);
    const open = async () =>
      (await count('mails where sent_at is null')) + (await count('deliveries where finished_at is null'));
    await expect.poll(open, { timeout: 30_000, interval: 100 }).toBe(0);
    await workers.stop();
  }, 60_000);

  test('each mail that was pending before the upgrade is sent exactly once', async () => {
    expect(held.mails.length).toBeGreaterThan(100);
    const to = (letter: string) => /^To: (.*)$/m.exec(letter)?.[1] ?? '';
    expect(smtp.taken.map(to).toSorted()).toEqual(held.mails.map(({ recipient }) => recipient).toSorted());
    expect(await count(`mails where sent_at is null`)).toBe(0);
  });

  test('each current disconnect hook from before the upgrade arrives exactly once, and no overtaken one', async () => {
    const { gulls } = held.integrations;
    const current = { state: 'delivered', overtaken_by: null };
    const again = { state: 'overtaken', overtaken_by: 'connected_again' };
    const older = { state: 'overtaken', overtaken_by: 'ended_again' };
    // The expected hooks follow from the last digit of the account's number, as in `fill-0022.mjs`.
    const expected: Readonly<Record<number, readonly object[]>> = {
      0: [current],
      1: [again],
      2: [older, current],
      3: [current],
      4: [again],
      5: [older, older, current],
    };
    let sent = 0;
    for (const [number, accountId] of held.accounts.chain.slice(0, 400).entries()) {
      const hooks = await hooksOf(gulls.client_id, accountId);
      const ends = expected[number % 10] ?? [];
      expect(hooks, String(number)).toMatchObject(ends);
      for (const [at, hook] of hooks.entries()) {
        const arrivals = ends[at] === current ? 1 : 0;
        expect(arrivalsOf(hook), String(number)).toBe(arrivals);
        sent += arrivals;
      }
    }
    expect(receiver.received.filter(({ url }) => url.startsWith('/bye')).length).toBe(sent);
    expect((await hooksOf(gulls.client_id)).length).toBe(360);
    const admin = await apiCaller(platform, { id: held.people.vendor });
    const path = `/accounts/${held.accounts.vendor}/integrations/${gulls.client_id}/deliveries?state=overtaken`;
    const listed = (await admin('GET', path)).json<{ deliveries: readonly Hook[] }>();
    expect(listed.deliveries[0]).toMatchObject({ state: 'overtaken', overtaken_by: expect.any(String) });
  });

  test.each([
    ['waiting', { state: 'delivered' }, 1, 'return'],
    ['retried', { state: 'delivered' }, 1, 'return'],
    ['stored', { state: 'delivered', last_status: 409 }, 1, 'return'],
    ['ended', { state: 'overtaken', overtaken_by: 'installation_disabled' }, 0, 'on_the_way'],
    ['fetched', { state: 'overtaken', overtaken_by: 'keys_fetched' }, 0, 'return'],
  ] as const)('the keys of the handover “%s” from before the upgrade end as %j', async (which, end, arrivals, then) => {
    const { handoverId, client_id } = held.handovers[which];
    const [hook, ...more] = await hooksOf(client_id);
    expect([hook, more]).toMatchObject([{ hook: 'secrets', ...end }, []]);
    expect(hook && arrivalsOf(hook)).toBe(arrivals);
    const userId = held.people.acme;
    const step = await continueHandover(platform.world, {
      accountId: held.accounts.acme,
      handoverId,
      userId,
      actor: { userId, address: '' },
    });
    expect(step.kind).toBe(then);
  });

  test.each([
    ['own', { state: 'delivered' }, 1],
    ['gone', { state: 'overtaken', overtaken_by: 'installation_disabled' }, 0],
    ['interrupted', { state: 'unknown' }, 0],
  ] as const)('the install hook of “%s” from before the upgrade ends as %j', async (which, end, arrivals) => {
    const hooks = (await hooksOf(held.integrations[which].client_id)).filter(({ hook }) => hook === 'install');
    expect(hooks).toMatchObject([end]);
    expect(hooks.map(arrivalsOf)).toEqual([arrivals]);
  });

  test('a test delivery from before the upgrade arrives once', () => {
    expect(receiver.received.filter(({ url }) => url.startsWith('/test')).length).toBe(1);
  });
});

test('the upgrade keeps the language of every person, and a further language needs no migration', async () => {
  const { pool } = platform.world;
  const { rows } = await pool.query<{ language: string }>('select distinct language from users order by 1');
  expect(rows).toEqual([{ language: 'en' }]);
  await pool.query(`update users set language = 'tr' where id = $1`, [held.people.acme]);
  await expect(
    pool.query(`update users set language = 'Turkish' where id = $1`, [held.people.acme]),
  ).rejects.toMatchObject({ constraint: 'users_language_format' });
  await pool.query(`update users set language = 'en' where id = $1`, [held.people.acme]);
});
