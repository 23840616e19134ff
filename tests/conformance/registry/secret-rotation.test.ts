import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hourMs } from '@pristan/rules';
import { aCode, anIntegration } from '../../harness/people.ts';
import type { Stand } from './stand.ts';
import { openStand } from './stand.ts';

let stand: Stand;
beforeAll(async () => {
  stand = await openStand();
});
afterAll(async () => stand.platform.close());

interface Keys {
  readonly client_id: string;
  readonly client_secret: string;
  readonly redirectUri: string;
  readonly path: string;
}

async function published(): Promise<Keys> {
  const keys = await anIntegration(stand.platform, 'demo');
  return { ...keys, path: `${stand.integrations}/${keys.client_id}` };
}

const place = { account: 'demo', email: 'admin@demo.test' };

async function token(keys: Keys, client_secret: string, rest: Readonly<Record<string, string>>) {
  return stand.platform.inject({
    method: 'POST',
    url: '/oauth2/access_token',
    host: 'demo.accounts.test',
    payload: { client_id: keys.client_id, client_secret, redirect_uri: keys.redirectUri, ...rest },
  });
}

async function code(keys: Keys): Promise<{ grant_type: 'authorization_code'; code: string }> {
  return { grant_type: 'authorization_code', code: (await aCode(stand.platform, keys, place)).code };
}

async function pair(keys: Keys, secret = keys.client_secret) {
  const response = await token(keys, secret, await code(keys));
  if (response.statusCode !== 200) throw new Error(response.body);
  return response.json<{ access_token: string; refresh_token: string }>();
}

const refresh = (refresh_token: string) => ({ grant_type: 'refresh_token', refresh_token });

async function account(access_token: string): Promise<number> {
  stand.platform.clock.advance(1_100);
  const headers = { authorization: `Bearer ${access_token}` };
  return (await stand.platform.inject({ method: 'GET', url: '/api/v4/account', host: 'demo.accounts.test', headers }))
    .statusCode;
}

async function rotate(keys: Keys, body: object = {}) {
  const response = await stand.admin('POST', `${keys.path}/secret/rotation`, body);
  expect(response.statusCode).toBe(200);
  return response.json<{ client_secret: string; old_secret_ends_at: number }>();
}

/** Whether a secret authenticates: a wrong one is told before anything about the code. */
async function works(keys: Keys, secret: string): Promise<boolean> {
  const response = await token(keys, secret, { grant_type: 'authorization_code', code: 'none' });
  return response.statusCode === 400;
}

describe('rotating a secret', () => {
  test('leaves the old one working for 24 hours and not a moment longer, and every token alone', async () => {
    const keys = await published();
    const before = await pair(keys);
    const { client_secret, old_secret_ends_at } = await rotate(keys);
    expect(client_secret).not.toBe(keys.client_secret);
    expect(Math.abs(old_secret_ends_at * 1000 - stand.platform.clock.now() - 24 * hourMs)).toBeLessThan(5_000);
    expect(await account(before.access_token)).toBe(200);
    expect((await token(keys, keys.client_secret, refresh(before.refresh_token))).statusCode).toBe(200);
    expect((await token(keys, client_secret, await code(keys))).statusCode).toBe(200);

    stand.platform.clock.advance(24 * hourMs - 60_000);
    expect(await works(keys, keys.client_secret)).toBe(true);
    stand.platform.clock.advance(61_000);
    const late = await token(keys, keys.client_secret, await code(keys));
    expect(late.statusCode).toBe(401);
    expect(late.json()).toMatchObject({ error: 'invalid_client' });
    expect(await works(keys, client_secret)).toBe(true);
  });

  test('with an overlap of 0 ends the old one at once, and no token with it', async () => {
    const keys = await published();
    const before = await pair(keys);
    const { client_secret } = await rotate(keys, { overlap_hours: 0 });
    expect(await works(keys, keys.client_secret)).toBe(false);
    expect((await token(keys, client_secret, refresh(before.refresh_token))).statusCode).toBe(200);
  });

  test('twice in a row keeps two secrets working and no third', async () => {
    const keys = await published();
    const second = (await rotate(keys, { overlap_hours: 720 })).client_secret;
    const third = (await rotate(keys, { overlap_hours: 720 })).client_secret;
    expect(await Promise.all([keys.client_secret, second, third].map((secret) => works(keys, secret)))).toEqual([
      false,
      true,
      true,
    ]);
  });

  test('ten times at once keeps two secrets working, and shows the newest', async () => {
    const keys = await published();
    const rotated = await Promise.all(Array.from({ length: 10 }, () => rotate(keys)));
    const secrets = [keys.client_secret, ...rotated.map((rotation) => rotation.client_secret)];
    const working = [];
    for (const secret of secrets) if (await works(keys, secret)) working.push(secret);
    expect(working).toHaveLength(2);
    expect(working).toContain(
      (await stand.admin('GET', `${keys.path}/secret`)).json<{ client_secret: string }>().client_secret,
    );
  });

  test('with revoke_now ends the old secret, every code, family and access token at once, and leaves a fresh start', async () => {
    const keys = await published();
    const before = await pair(keys);
    const unused = await code(keys);
    const { client_secret } = await rotate(keys, { revoke_now: true });
    expect(await works(keys, keys.client_secret)).toBe(false);
    expect(await account(before.access_token)).toBe(401);
    expect((await token(keys, client_secret, refresh(before.refresh_token))).statusCode).toBe(401);
    expect((await token(keys, client_secret, unused)).statusCode).toBe(400);
    const after = await pair(keys, client_secret);
    expect(await account(after.access_token)).toBe(200);
  });

  test('is recorded with its overlap, and no secret stands in the log', async () => {
    const keys = await published();
    const { client_secret } = await rotate(keys, { overlap_hours: 2 });
    const { rows } = await stand.platform.world.pool.query<{ facts: { revokeNow: boolean } }>(
      "select facts from audit where integration_id = $1 and kind = 'secret_rotated'",
      [keys.client_id],
    );
    expect(rows).toHaveLength(1);
    expect(rows[0]?.facts.revokeNow).toBe(false);
    const all = await stand.platform.world.pool.query<{ text: string }>('select facts::text as text from audit');
    expect(all.rows.map((row) => row.text).join()).not.toMatch(new RegExp(`${client_secret}|${keys.client_secret}`));
  });
});

describe('switching and deleting', () => {
  test('a stopped integration’s tokens are refused, and work again once it is switched on', async () => {
    const keys = await published();
    const before = await pair(keys);
    const put = async (state: string) =>
      (await stand.admin('PUT', `${keys.path}/state`, { state })).json<{ state: string }>().state;
    expect(await put('stopped')).toBe('stopped');
    expect(await account(before.access_token)).toBe(401);
    expect((await token(keys, keys.client_secret, refresh(before.refresh_token))).statusCode).toBe(401);
    expect(await put('active')).toBe('active');
    expect(await account(before.access_token)).toBe(200);
    expect((await token(keys, keys.client_secret, refresh(before.refresh_token))).statusCode).toBe(200);
  });

  test('switching to the state that is changes nothing, and is recorded as nothing', async () => {
    const keys = await published();
    await stand.admin('PUT', `${keys.path}/state`, { state: 'active' });
    const { rows } = await stand.platform.world.pool.query(
      "select 1 from audit where integration_id = $1 and kind = 'integration_switched'",
      [keys.client_id],
    );
    expect(rows).toEqual([]);
  });

  test('a deleted integration is an unknown client, and its tokens are dead', async () => {
    const keys = await published();
    const before = await pair(keys);
    expect((await stand.admin('DELETE', keys.path)).statusCode).toBe(204);
    const response = await token(keys, keys.client_secret, refresh(before.refresh_token));
    expect(response.statusCode).toBe(400);
    expect(response.json()).toMatchObject({ hint: 'Check the `client_id` parameter', error: 'invalid_request' });
    expect(await account(before.access_token)).toBe(401);
    expect((await stand.admin('GET', `${keys.path}/secret`)).statusCode).toBe(404);
  });
});
