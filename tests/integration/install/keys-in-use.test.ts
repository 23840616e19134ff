import { continueHandover } from '@pristan/flows';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dispatcher } from '../../../apps/server/src/workers/deliver.ts';
import { startDispatcher } from '../../../apps/server/src/workers/deliver.ts';
import type { Visitor } from '../../harness/browser-session.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { refreshOf } from '../../harness/return-page.ts';
import { anAccount } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import type { SecretsAnswer, SecretsReceiver } from '../../harness/secrets-receiver.ts';
import { aSecretsReceiver } from '../../harness/secrets-receiver.ts';

interface Keys {
  readonly client_id: string;
  readonly client_secret: string;
}

let platform: Platform;
let receiver: SecretsReceiver;
let dispatcher: Dispatcher;
beforeAll(async () => {
  receiver = await aSecretsReceiver();
  platform = await openPlatform({ NODE_ENV: 'development', PRISTAN_HOOK_ALLOW: '127.0.0.0/8,::1/128' });
  await anAccount(platform, 'north');
  dispatcher = startDispatcher(platform.world);
});
afterAll(async () => {
  await dispatcher.stop();
  await platform.close();
  await receiver.close();
});

/** Allows a metadata button as admin, with these answers of its receiver; returns the page that waits. */
async function allow(...answers: readonly SecretsAnswer[]) {
  const seen = receiver.received.length;
  receiver.answer(...answers);
  const visitor = aVisitor(platform);
  await visitor.signIn('admin@north.test');
  const query = new URLSearchParams({
    state: 's',
    name: 'Gull Shop',
    description: 'Sells gulls',
    redirect_uri: `${receiver.origin}/callback`,
    secrets_uri: `${receiver.origin}/keys`,
    'scopes[]': 'crm',
  });
  const begun = await visitor.get(`/oauth?${query.toString()}`);
  const page = await visitor.get(begun.headers.location ?? '');
  platform.clock.advance(600);
  const pressed = visitor.post('/oauth/external/allow', hiddenFields(page.body, '/oauth/external/allow'));
  await expect.poll(() => receiver.received.length, { interval: 10 }).toBeGreaterThan(seen);
  // Longer than the waiting page gives the receiver to accept the keys.
  platform.clock.advance(4000);
  const allowed = await pressed;
  expect(allowed.statusCode).toBe(303);
  const sent = () => receiver.received.slice(seen);
  const keys = JSON.parse(sent()[0]?.body ?? '') as Keys;
  return { visitor, link: allowed.headers.location ?? '', keys, sent };
}

/** Follows the page's refreshes, as the person's browser does. */
async function waitFor(visitor: Visitor, link: string): Promise<string> {
  let next = link;
  await expect
    .poll(
      async () => {
        const page = await visitor.get(next);
        const onward = refreshOf(page);
        if (onward !== '') next = onward;
        else next = /url=(\S+)/.exec(String(page.headers['refresh']))?.[1] ?? '';
        return next;
      },
      { timeout: 10_000, interval: 50 },
    )
    .toContain('/callback?code=');
  return next;
}

const token = (payload: object) => platform.inject({ method: 'POST', url: '/oauth2/access_token', payload });
const exchange = (keys: Keys, code: string) =>
  token({ ...keys, grant_type: 'authorization_code', code, redirect_uri: `${receiver.origin}/callback` });

async function deliveryOf({ client_id }: Keys) {
  return platform.world.db
    .selectFrom('deliveries')
    .select(['state', 'tries'])
    .where('integration_id', '=', client_id)
    .executeTakeFirstOrThrow();
}

test('a receiver that accepted the keys too late, and rejects their repeat with 409, lets the person continue', async () => {
  const { visitor, link, keys, sent } = await allow('hang', 409);
  const back = new URL(await waitFor(visitor, link));
  expect(sent()).toHaveLength(2);
  expect(await deliveryOf(keys)).toEqual({ state: 'delivered', tries: 2 });
  expect((await exchange(keys, back.searchParams.get('code') ?? '')).statusCode).toBe(200);
}, 30_000);

describe('a receiver of keys that fails every attempt', () => {
  const failing = Array.from({ length: 20 }, () => 500);
  const shows: Readonly<Record<string, (keys: Keys) => ReturnType<typeof token>>> = {
    'an invalid code': async (keys) => exchange(keys, 'none'),
    'an invalid refresh token': async (keys) =>
      token({
        ...keys,
        grant_type: 'refresh_token',
        refresh_token: 'none',
        redirect_uri: `${receiver.origin}/callback`,
      }),
    'a request for a code': async (payload) =>
      platform.inject({ method: 'POST', url: '/api/platform/installations/north/code', payload }),
    'a request to explain a token': async (keys) =>
      platform.inject({ method: 'POST', url: '/oauth2/explain', payload: { ...keys, token: 'none' } }),
  };

  test.each(Object.entries(shows))(
    'a person continues although the receiver of keys fails, once its client has authenticated with %s',
    async (_what, show) => {
      const { visitor, link, keys } = await allow(...failing);
      expect(refreshOf(await visitor.get(link))).toBe('');
      const wrong = await show({ ...keys, client_secret: 'x'.repeat(64) });
      expect(wrong.statusCode).toBeGreaterThanOrEqual(400);
      expect(await deliveryOf(keys)).toMatchObject({ state: 'pending' });
      await show(keys);
      const back = new URL(await waitFor(visitor, link));
      expect(await deliveryOf(keys)).toMatchObject({ state: 'delivered' });
      expect((await exchange(keys, back.searchParams.get('code') ?? '')).statusCode).toBe(200);
    },
    30_000,
  );
});

test('a code is not older than the delivery of its keys, even if they are delivered while the code’s facts are read', async () => {
  const { keys } = await allow(...Array.from({ length: 20 }, () => 500 as const));
  const { world, clock } = platform;
  const { account_id, id, user_id } = await world.db
    .selectFrom('handovers')
    .select(['account_id', 'id', 'user_id'])
    .where('integration_id', '=', keys.client_id)
    .executeTakeFirstOrThrow();
  const find = async (accountId: number, handoverId: string) => {
    clock.advance(1000);
    await exchange(keys, 'none');
    return world.store.handovers.find(accountId, handoverId);
  };
  const step = await continueHandover(
    { ...world, store: { ...world.store, handovers: { ...world.store.handovers, find } } },
    { accountId: account_id, handoverId: id, userId: user_id, actor: { userId: user_id, address: '203.0.113.5' } },
  );
  expect(step.kind).toBe('return');
  const { finished_at } = await world.db
    .selectFrom('deliveries')
    .select('finished_at')
    .where('integration_id', '=', keys.client_id)
    .executeTakeFirstOrThrow();
  const { issued_at } = await world.db
    .selectFrom('codes')
    .select('issued_at')
    .where('integration_id', '=', keys.client_id)
    .executeTakeFirstOrThrow();
  expect(issued_at).toBeGreaterThanOrEqual(Number(finished_at));
}, 30_000);
