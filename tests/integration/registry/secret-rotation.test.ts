import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { hourMs } from '@pristan/rules';
import { newestSecretId } from '../../harness/newest-secret.ts';
import { aCode, anIntegration } from '../../harness/fixtures.ts';
import type { RegistryFixture } from './fixture.ts';
import { openRegistryFixture } from './fixture.ts';

let stand: RegistryFixture;
beforeAll(async () => {
  stand = await openRegistryFixture();
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

const unknown = '0b0832f6-0000-4000-8000-00000000abcd';
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

async function tryRotate(keys: Keys, body: object) {
  return stand.admin('POST', `${keys.path}/secret/rotation`, body);
}

async function rotate(keys: Keys, body: object = {}) {
  const replaces = await newestSecretId(stand.platform.world, keys.client_id);
  const response = await tryRotate(keys, { replaces, ...body });
  expect(response.statusCode).toBe(200);
  return response.json<{ secret_id: string; client_secret: string; old_secret_ends_at: number }>();
}

/** Returns whether the secret authenticates: the token endpoint reports a wrong secret before it checks the code. */
async function works(keys: Keys, secret: string): Promise<boolean> {
  const response = await token(keys, secret, { grant_type: 'authorization_code', code: 'none' });
  return response.statusCode === 400;
}

describe('rotating a client secret', () => {
  test('rotating a client secret keeps the old one for exactly 24 hours, and every token', async () => {
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

  test('rotating a client secret with an overlap of 0 ends the old one at once, but no token', async () => {
    const keys = await published();
    const before = await pair(keys);
    const { client_secret } = await rotate(keys, { overlap_hours: 0 });
    expect(await works(keys, keys.client_secret)).toBe(false);
    expect((await token(keys, client_secret, refresh(before.refresh_token))).statusCode).toBe(200);
  });

  test('rotating a client secret twice in a row keeps two secrets active, not three', async () => {
    const keys = await published();
    const second = (await rotate(keys, { overlap_hours: 720 })).client_secret;
    const third = (await rotate(keys, { overlap_hours: 720 })).client_secret;
    expect(await Promise.all([keys.client_secret, second, third].map((secret) => works(keys, secret)))).toEqual([
      false,
      true,
      true,
    ]);
  });

  test('rotating one client secret ten times at once rotates it once, and the other nine get 409', async () => {
    const keys = await published();
    const replaces = await newestSecretId(stand.platform.world, keys.client_id);
    const answers = await Promise.all(Array.from({ length: 10 }, () => tryRotate(keys, { replaces })));
    const statuses = answers.map(({ statusCode }) => statusCode);
    expect(statuses.toSorted((one, other) => one - other)).toEqual([200, ...Array<number>(9).fill(409)]);
    for (const refused of answers.filter(({ statusCode }) => statusCode === 409))
      expect(refused.json()).toMatchObject({ code: 'secret_replaced' });
    const rotated = answers[statuses.indexOf(200)]?.json<{ client_secret: string; secret_id: string }>();
    const { client_secret = '', secret_id } = rotated ?? {};
    expect([await works(keys, keys.client_secret), await works(keys, client_secret)]).toEqual([true, true]);
    expect((await stand.admin('GET', `${keys.path}/secret`)).json()).toMatchObject({ client_secret });
    expect(await newestSecretId(stand.platform.world, keys.client_id)).toBe(secret_id);
  });

  test('409 for rotating a client secret that is no longer the newest; the old one keeps its hours', async () => {
    const keys = await published();
    const replaces = await newestSecretId(stand.platform.world, keys.client_id);
    const { secret_id } = await rotate(keys, { replaces });
    for (const again of [{ replaces }, { replaces: replaces.toUpperCase(), revoke_now: true }, { replaces: unknown }]) {
      const refused = await tryRotate(keys, again);
      expect([refused.statusCode, refused.json()]).toMatchObject([409, { code: 'secret_replaced' }]);
    }
    expect(await works(keys, keys.client_secret)).toBe(true);
    await rotate(keys, { replaces: secret_id.toUpperCase() });
    expect(await works(keys, keys.client_secret)).toBe(false);
  });

  test('400 for rotating a client secret without the id of the secret to replace', async () => {
    const keys = await published();
    const refused = await tryRotate(keys, {});
    expect([refused.statusCode, refused.json()]).toMatchObject([
      400,
      { code: 'invalid_request', errors: [{ field: 'replaces', code: 'required' }] },
    ]);
  });

  test('rotating with revoke_now ends the old secret and every code, token family and access token; a new consent works', async () => {
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

  test('a rotation of a client secret is recorded with its overlap and without secrets', async () => {
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

describe('pausing and deleting an integration', () => {
  test('a paused integration’s tokens get 401 and work again once it is active', async () => {
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

  test('setting the state that an integration has already records nothing', async () => {
    const keys = await published();
    await stand.admin('PUT', `${keys.path}/state`, { state: 'active' });
    const { rows } = await stand.platform.world.pool.query(
      "select 1 from audit where integration_id = $1 and kind = 'integration_switched'",
      [keys.client_id],
    );
    expect(rows).toEqual([]);
  });

  test('a deleted integration is an unknown client, and its tokens get 401', async () => {
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
