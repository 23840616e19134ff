import { answerTokenRequest, storeSecretUses, tokenGrantTypes } from '@pristan/flows';
import { openPool, openStore } from '@pristan/store';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { tokenEnvironment } from '../../../apps/server/src/environment/token-environment.ts';
import { openCountingProxy } from '../../../bench/round-trips.ts';
import { newestSecretId } from '../../harness/newest-secret.ts';
import type { Integration } from '../../harness/fixtures.ts';
import { anIntegration, tokens } from '../../harness/fixtures.ts';
import { openSecondNode } from '../../harness/second-node.ts';
import type { RegistryFixture } from './fixture.ts';
import { openRegistryFixture } from './fixture.ts';

interface Secret {
  readonly secret_id: string;
  readonly created_at: number;
  readonly ends_at: number | null;
  readonly first_used_at: number | null;
  readonly last_used_at: number | null;
}

const place = { account: 'demo', email: 'admin@demo.test' };
const hourMs = 3_600_000;

let stand: RegistryFixture;
beforeAll(async () => {
  stand = await openRegistryFixture();
});
afterAll(async () => stand.platform.close());

const path = (keys: Pick<Integration, 'client_id'>) => `${stand.integrations}/${keys.client_id}`;
const secrets = async (keys: Pick<Integration, 'client_id'>) =>
  (await stand.admin('GET', `${path(keys)}/secrets`)).json<{ secrets: readonly Secret[] }>().secrets;
const now = () => Math.floor(stand.platform.clock.now() / 1000);
const rotate = async (keys: Integration, body: object = {}) => {
  const replaces = await newestSecretId(stand.platform.world, keys.client_id);
  const answer = await stand.admin('POST', `${path(keys)}/secret/rotation`, { replaces, ...body });
  return answer.json<{ client_secret: string }>().client_secret;
};
const refresh = (keys: Integration, client_secret: string, refresh_token: string) =>
  stand.platform.inject({
    method: 'POST',
    url: '/oauth2/access_token',
    host: 'demo.accounts.test',
    payload: {
      grant_type: 'refresh_token',
      client_id: keys.client_id,
      client_secret,
      redirect_uri: keys.redirectUri,
      refresh_token,
    },
  });

describe('the list of client secrets', () => {
  test('the list of secrets shows a new integration’s secret as never used, by its last four characters', async () => {
    const keys = await anIntegration(stand.platform, 'demo');
    const response = await stand.admin('GET', `${path(keys)}/secrets`);
    expect(response.statusCode).toBe(200);
    const [only, ...rest] = response.json<{ secrets: readonly Secret[] }>().secrets;
    expect(rest).toEqual([]);
    expect(only).toMatchObject({ ends_at: null, first_used_at: null, last_used_at: null });
    expect(Object.keys(only ?? {}).toSorted()).toEqual([
      'created_at',
      'ends_at',
      'first_used_at',
      'last_four',
      'last_used_at',
      'secret_id',
    ]);
    expect(response.body).not.toContain(keys.client_secret.slice(-5));
  });

  test('after a rotation the list of secrets shows when each secret was last used', async () => {
    const keys = await anIntegration(stand.platform, 'demo');
    const { refresh_token: first } = await tokens(stand.platform, keys, place);
    const next = await rotate(keys);
    stand.platform.clock.advance(hourMs);
    const old = await refresh(keys, keys.client_secret, first);
    expect(old.statusCode).toBe(200);
    const silentSince = now();
    stand.platform.clock.advance(hourMs);
    expect((await refresh(keys, next, old.json<{ refresh_token: string }>().refresh_token)).statusCode).toBe(200);
    await storeSecretUses(stand.platform.world);
    const [newest, replaced] = await secrets(keys);
    expect(newest?.ends_at).toBeNull();
    expect(now() - (newest?.last_used_at ?? 0)).toBeLessThan(30);
    expect(replaced?.ends_at).toBeGreaterThan(now());
    expect(Math.abs((replaced?.last_used_at ?? 0) - silentSince)).toBeLessThan(30);
    expect(replaced?.first_used_at).toBeLessThan(replaced?.last_used_at ?? 0);
  });

  test('the list of secrets leaves out expired ones', async () => {
    const keys = await anIntegration(stand.platform, 'demo');
    await rotate(keys, { overlap_hours: 1 });
    expect(await secrets(keys)).toHaveLength(2);
    stand.platform.clock.advance(hourMs + 1000);
    const left = await secrets(keys);
    expect(left.map(({ ends_at }) => ends_at)).toEqual([null]);
  });

  test('a refused token request does not count as a use of the secret, even of the right one', async () => {
    const keys = await anIntegration(stand.platform, 'demo');
    expect((await refresh(keys, keys.client_secret, 'none')).statusCode).toBe(401);
    await storeSecretUses(stand.platform.world);
    expect(await secrets(keys)).toMatchObject([{ first_used_at: null, last_used_at: null }]);
  });

  test('the last use of a secret is the latest of two nodes, in whatever order they store it', async () => {
    const keys = await anIntegration(stand.platform, 'demo');
    const second = await openSecondNode(stand.platform);
    const { refresh_token } = await tokens(stand.platform, keys, place);
    stand.platform.clock.advance(hourMs);
    const later = await refresh({ ...keys }, keys.client_secret, refresh_token);
    expect(later.statusCode).toBe(200);
    const [secret] = await secrets(keys);
    const use = {
      integrationId: keys.client_id,
      secretId: secret?.secret_id ?? '',
      lastUsedAt: stand.platform.clock.now() - hourMs,
    };
    await storeSecretUses(stand.platform.world);
    second.world.secretUses.add(use);
    await storeSecretUses(second.world);
    await second.close();
    expect(now() - ((await secrets(keys))[0]?.last_used_at ?? 0)).toBeLessThan(30);
  });

  test('the uses of other secrets are stored when one secret was deleted meanwhile', async () => {
    const keys = await anIntegration(stand.platform, 'demo');
    await tokens(stand.platform, keys, place);
    stand.platform.clock.advance(hourMs);
    const { secretUses } = stand.platform.world;
    const [secret] = await secrets(keys);
    const gone = { integrationId: keys.client_id, secretId: crypto.randomUUID(), lastUsedAt: 1 };
    secretUses.add(gone);
    secretUses.add({ ...gone, secretId: secret?.secret_id ?? '', lastUsedAt: stand.platform.clock.now() });
    await storeSecretUses(stand.platform.world);
    expect(secretUses.take()).toEqual([]);
    expect(now() - ((await secrets(keys))[0]?.last_used_at ?? 0)).toBeLessThan(30);
  });
});

describe('who reads the list of client secrets', () => {
  test.each([
    ['a member', 'member', 403, 'admin_required'],
    ['an admin of another account', 'stranger', 404, 'account_not_found'],
    ['a caller without a session', 'nobody', 401, 'unauthenticated'],
  ] as const)('the list of client secrets is refused to %s', async (_who, who, status, code) => {
    const keys = await anIntegration(stand.platform, 'demo');
    const response = await stand[who]('GET', `${path(keys)}/secrets`);
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([status, code]);
  });

  test('404 for the client secrets of another account’s integration or an unknown one', async () => {
    const theirs = await anIntegration(stand.platform, 'other');
    for (const id of [theirs.client_id, crypto.randomUUID()]) {
      const response = await stand.admin('GET', `${stand.integrations}/${id}/secrets`);
      expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([404, 'integration_not_found']);
    }
  });

  test('403 for the list of client secrets from a page of another site', async () => {
    const keys = await anIntegration(stand.platform, 'demo');
    const response = await stand.admin('GET', `${path(keys)}/secrets`, undefined, { 'sec-fetch-site': 'cross-site' });
    expect(response.statusCode).toBe(403);
  });
});

test('a refresh of tokens takes two round trips to the database, including the note that the secret was used', async ({
  skip,
}) => {
  const { world } = stand.platform;
  const url = 'connectionString' in world.connection ? new URL(world.connection.connectionString) : undefined;
  const folder = url?.searchParams.get('host') ?? undefined;
  if (url === undefined || folder === undefined) return skip('this database has no socket to stand a door before');
  const keys = await anIntegration(stand.platform, 'demo');
  let { refresh_token } = await tokens(stand.platform, keys, place);
  const door = await openCountingProxy(folder);
  url.searchParams.set('host', door.folder);
  const pool = openPool({ connectionString: url.href }, 1, () => undefined);
  const environment = tokenEnvironment({ ...world, ...openStore(pool) });
  const ask = async () => {
    const answer = await answerTokenRequest(environment, tokenGrantTypes, {
      fields: {
        grant_type: 'refresh_token',
        client_id: keys.client_id,
        client_secret: keys.client_secret,
        redirect_uri: keys.redirectUri,
        refresh_token,
      },
      subdomain: 'demo',
      address: '127.0.0.1',
    });
    if (answer.kind !== 'issued') throw new Error(answer.kind);
    refresh_token = answer.body.refresh_token ?? '';
  };
  await ask();
  world.secretUses.take();
  const before = door.count();
  await ask();
  expect(door.count() - before).toBe(2);
  expect(world.secretUses.take()).toHaveLength(1);
  await pool.end();
  return door.close();
});
