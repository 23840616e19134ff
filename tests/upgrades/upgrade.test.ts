import { acceptInvitation, continueHandover } from '@pristan/flows';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { moveDueAdoptions } from '../../apps/server/src/workers/adopt.ts';
import { startWorkers } from '../../apps/server/src/workers/start.ts';
import { aVisitor } from '../harness/browser-session.ts';
import type { Platform } from '../harness/platform.ts';
import { openPlatform } from '../harness/platform.ts';
import type { SmtpServer } from '../harness/smtp-server.ts';
import { openSmtpServer } from '../harness/smtp-server.ts';
import { line } from '../harness/checked-text.ts';
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
/** Tokens, codes and cookies from when the release was replaced, written by `fill-0018.mjs`. */
interface Held {
  readonly at: number;
  readonly accounts: Readonly<Record<'vendor' | 'acme', number>>;
  readonly people: Readonly<Record<'admin' | 'member' | 'vendor', number>>;
  readonly integrations: Readonly<Record<'published' | 'own' | 'draft' | 'third' | 'clone', Keys>>;
  readonly full: Pair;
  readonly bounded: Pair;
  readonly theirs: Pair;
  readonly cloned: Pair;
  readonly code: string;
  readonly handoverId: string;
  readonly pressId: string;
  readonly longLived: string;
  readonly personal: string;
  readonly cookies: Readonly<Record<string, string>>;
}

const held = JSON.parse(storedFile('store-0018.json')) as Held;
const week = 7 * 86_400_000;

let platform: Platform;
let smtp: SmtpServer;
let applied: readonly string[];

beforeAll(async () => {
  const restored = await restoreStore({ last: '0018-logos', rows: storedFile('store-0018.sql') });
  applied = restored.applied;
  smtp = await openSmtpServer();
  platform = await openPlatform({ PRISTAN_DATABASE_URL: restored.url, PRISTAN_HOOK_ALLOW: '127.0.0.0/8' });
  platform.clock.advance(held.at + 60_000 - platform.clock.now());
});
afterAll(async () => {
  await platform.close();
  await smtp.close();
});

const account = (token: string, host = 'acme.accounts.test') =>
  platform.inject({ method: 'GET', url: '/api/v4/account', host, headers: { authorization: `Bearer ${token}` } });

async function ask(keys: Keys, more: Readonly<Record<string, string>>) {
  const { client_id, client_secret, redirectUri: redirect_uri } = keys;
  return platform.inject({
    method: 'POST',
    url: '/oauth2/access_token',
    host: 'acme.accounts.test',
    payload: { client_id, client_secret, redirect_uri, ...more },
  });
}

const refresh = (keys: Keys, { refresh_token }: Pair) => ask(keys, { grant_type: 'refresh_token', refresh_token });

test('an upgrade from migration 0018 applies every migration since, in order, and none before it again', () => {
  expect(applied.length).toBeGreaterThan(0);
  expect(applied.every((name) => name > '0018-logos')).toBe(true);
  expect(applied).toEqual(applied.toSorted());
});

describe('credentials and data from before the upgrade', () => {
  test.each(['full', 'bounded', 'theirs', 'cloned'] as const)(
    'the access token of “%s” from before the upgrade still works',
    async (whose) => {
      const response = await account(held[whose].access_token);
      expect(response.statusCode, response.body).toBe(200);
      expect(response.json()).toMatchObject({ id: held.accounts.acme });
    },
  );

  test('a long-lived token from before the upgrade still works', async () => {
    expect((await account(held.longLived)).statusCode).toBe(200);
  });

  test.each([
    ['full', 'own'],
    ['bounded', 'own'],
    ['theirs', 'published'],
    ['cloned', 'clone'],
  ] as const)(
    'the refresh token of “%s” from before the upgrade works once, then its successor',
    async (whose, integration) => {
      const keys = held.integrations[integration];
      const first = await refresh(keys, held[whose]);
      expect(first.statusCode, first.body).toBe(200);
      const second = await refresh(keys, first.json<Pair>());
      expect(second.statusCode, second.body).toBe(200);
      expect((await account(second.json<Pair>().access_token)).statusCode).toBe(200);
      expect((await refresh(keys, held[whose])).statusCode).toBe(401);
    },
  );

  test('an unused authorization code from before the upgrade works once', async () => {
    const exchanged = await ask(held.integrations.own, { grant_type: 'authorization_code', code: held.code });
    expect(exchanged.statusCode, exchanged.body).toBe(200);
    expect((await ask(held.integrations.own, { grant_type: 'authorization_code', code: held.code })).statusCode).toBe(
      400,
    );
  });

  test('a personal access token from before the upgrade works within its abilities', async () => {
    const list = (path: string) =>
      platform.inject({
        method: 'GET',
        url: `/api/platform/accounts/${held.accounts.acme}/${path}`,
        headers: { authorization: `Bearer ${held.personal}` },
      });
    expect((await list('integrations')).statusCode).toBe(200);
    expect((await list('activity')).statusCode).toBe(403);
  });

  test('a session from before the upgrade still works', async () => {
    const visitor = aVisitor(platform);
    for (const [name, value] of Object.entries(held.cookies)) visitor.cookies.set(name, value);
    expect(await visitor.isSignedIn()).toBe(true);
  });

  test('the settings of a widget are still there after the upgrade, with passwords sealed', async () => {
    const { configure } = platform.world.store;
    const stored = await configure.storedSettings(held.accounts.acme, held.integrations.own.client_id);
    expect(stored).toEqual(
      expect.arrayContaining([
        { field: 'login', value: 'anna' },
        { field: 'password', sealed: expect.any(Uint8Array) },
      ]),
    );
  });

  test('after the upgrade a published integration is still published, a draft is not', async () => {
    const { integrationId, published } = await card('published');
    expect([integrationId, published]).toEqual([held.integrations.published.client_id, true]);
    expect((await card('draft')).published).toBe(false);
  });
});

async function card(which: keyof Held['integrations']) {
  const found = await platform.world.store.installs.integrationCard(held.integrations[which].client_id);
  if (found === undefined) throw new Error(`no integration ${which}`);
  return found;
}

test('a disabled installation stays disabled after the upgrade', async () => {
  const installation = await platform.world.store.installs.installation(
    held.accounts.acme,
    held.integrations.third.client_id,
  );
  expect(installation).toMatchObject({ state: 'disabled', epoch: 2 });
});

test('a used confirmation token stays used after the upgrade', async () => {
  expect(await platform.world.store.installs.answeredPress(held.pressId)).toBeDefined();
});

test('after the upgrade a program’s open invitation gets its grant, and the member role even if it asked for admin', async () => {
  const { db } = platform.world;
  const invitation = await db
    .selectFrom('invitations')
    .selectAll()
    .where('email', '=', 'byprogram@acme.test')
    .executeTakeFirstOrThrow();
  expect(invitation).toMatchObject({
    role: 'member',
    asks_admin: true,
    revoked_at: null,
    made_by_integration: held.integrations.own.client_id,
    made_key_epoch: 1,
  });
  const grant = await db
    .selectFrom('grants')
    .select(['user_id', 'full_access'])
    .where('id', '=', invitation.made_by_grant ?? '')
    .executeTakeFirst();
  expect(grant).toEqual({ user_id: held.people.admin, full_access: true });
});

test('a key handover continues after the upgrade where it was', async () => {
  const { world } = platform;
  const { acme: accountId } = held.accounts;
  const { admin: userId } = held.people;
  const step = await continueHandover(world, {
    accountId,
    handoverId: held.handoverId,
    userId,
    actor: { userId, address: '' },
  });
  expect(step).toMatchObject({ kind: 'on_the_way', handover: { kind: 'waiting' } });
});

test('after the upgrade waiting mails are sent, and waiting deliveries attempted', async () => {
  const { world } = platform;
  const pending = await world.db.selectFrom('deliveries').select('id').where('state', '=', 'pending').execute();
  expect(pending.length).toBeGreaterThan(0);
  const workers = startWorkers({
    ...world,
    config: { ...world.config, smtpUrl: `${smtp.url}?from=pier@pristan.test` },
  });
  const toSend = ['byperson@acme.test', 'byprogram@acme.test', 'member@acme.test'];
  await expect
    .poll(() => toSend.filter((one) => !smtp.taken.join('\n').includes(`To: ${one}`)), { timeout: 20_000 })
    .toEqual([]);
  const tried = async () =>
    (
      await world.db
        .selectFrom('deliveries')
        .select('id')
        .where(
          'id',
          'in',
          pending.map(({ id }) => id),
        )
        .where('tries', '=', 0)
        .execute()
    ).length;
  await expect.poll(tried, { timeout: 20_000 }).toBe(0);
  await workers.stop();
  const failed = await world.db
    .selectFrom('deliveries')
    .select('state')
    .where('integration_id', '=', held.integrations.draft.client_id)
    .execute();
  expect(failed).toEqual([{ state: 'failed' }]);
});

test('a person’s open invitation is accepted after the upgrade with the role that it offered', async () => {
  const { world } = platform;
  const row = await world.db
    .selectFrom('invitations')
    .selectAll()
    .where('email', '=', 'byperson@acme.test')
    .executeTakeFirstOrThrow();
  const user = await world.db
    .insertInto('users')
    .values({ email: row.email, name: line('Vera'), language: 'en', password_hash: null, created_at: held.at })
    .returning('id')
    .executeTakeFirstOrThrow();
  const accepted = await acceptInvitation(
    world,
    { accountId: held.accounts.acme, invitationId: row.id },
    { userId: user.id, email: row.email, name: 'Vera', address: '', press: undefined },
  );
  expect(accepted.kind).toBe('accepted');
  expect(await world.store.installs.membership(held.accounts.acme, user.id)).toEqual({
    role: 'admin',
    state: 'active',
  });
});

test('an adoption announced before the upgrade happens on its date', async () => {
  const { world, clock } = platform;
  expect(await moveDueAdoptions(world)).toBe(0);
  clock.advance(week);
  expect(await moveDueAdoptions(world)).toBe(1);
  const { clone } = held.integrations;
  expect((await card('clone')).state).toBe('stopped');
  expect((await refresh(clone, held.cloned)).statusCode).toBe(401);
});
