import { revokeGrant, storeGrantUses } from '@pristan/flows';
import { dayMs } from '@pristan/rules';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sweep } from '../../../apps/server/src/workers/sweep.ts';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import type { Integration } from '../../harness/fixtures.ts';
import { anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { openSecondNode } from '../../harness/second-node.ts';
import { callApi } from './call.ts';

interface Grant {
  readonly grant_id: string;
  readonly last_used_at: number | null;
  readonly expires_at: number | null;
}
interface Usage {
  readonly grants: readonly {
    readonly grant_id: string;
    readonly days: readonly { readonly day: string; readonly calls: number }[];
  }[];
}

let platform: Platform;
let second: Awaited<ReturnType<typeof openSecondNode>>;
let accountId: number;
let adminId: number;
let admin: ApiCaller;
let member: ApiCaller;
let stranger: ApiCaller;
let integration: Integration;
let token: string;
let grantId: string;
beforeAll(async () => {
  platform = await openPlatform();
  second = await openSecondNode(platform);
  const demo = await anAccount(platform, 'demo', true);
  accountId = demo.id;
  adminId = demo.admin.id;
  admin = await apiCaller(platform, demo.admin);
  member = await apiCaller(platform, demo.member);
  stranger = await apiCaller(platform, (await anAccount(platform, 'other')).admin);
  integration = await anIntegration(platform, 'demo');
  token = (await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' })).access_token;
  grantId = (await grants())[0]?.grant_id ?? '';
});
afterAll(async () => {
  await second.close();
  await platform.close();
});

const path = () => `/accounts/${accountId}/installations`;
const grants = async () =>
  (await admin('GET', path())).json<{ installations: { grants: Grant[] }[] }>().installations[0]?.grants ?? [];
const grant = async () => (await grants()).find(({ grant_id }) => grant_id === grantId);
/** Signs the user in again, because their session ends during the days that the test skips. */
const wait = async (days: number) => {
  platform.clock.advance(days * dayMs);
  admin = await apiCaller(platform, { id: adminId });
};
const usage = async () => (await admin('GET', `${path()}/${integration.client_id}/usage`)).json<Usage>();
const today = () => new Date(platform.clock.now()).toISOString().slice(0, 10);

test('a call is not written at once: until the counts are stored, the grant shows no use', async () => {
  expect(await grant()).toMatchObject({ last_used_at: null });
  expect((await callApi(platform, token, '/api/v4/account')).statusCode).toBe(200);
  expect(await grant()).toMatchObject({ last_used_at: null });
  expect(await usage()).toEqual({ grants: [], next_before: null });
});

test('the calls of one grant on two nodes add up, and the latest is its last use, in whatever order the nodes store them', async () => {
  expect((await callApi(platform, token, '/api/v4/account')).statusCode).toBe(200);
  platform.clock.advance(60_000);
  expect((await callApi(second, token, '/api/v4/account')).statusCode).toBe(200);
  const later = Math.floor(platform.clock.now() / 1000);
  await Promise.all([storeGrantUses(second.world), storeGrantUses(platform.world)]);
  const lastUsedAt = (await grant())?.last_used_at ?? 0;
  expect(later - lastUsedAt).toBeLessThan(30);
  const used = (await usage()).grants;
  expect(used.map(({ grant_id }) => grant_id)).toEqual([grantId]);
  const days = used[0]?.days ?? [];
  expect(days).toHaveLength(30);
  expect(days.at(-1)?.day).toBe(today());
  // Midnight may fall between the two calls.
  expect(days.slice(-2).reduce((sum, { calls }) => sum + calls, 0)).toBe(3);
});

test('storing the counts of calls twice counts each call once', async () => {
  const before = await usage();
  await storeGrantUses(platform.world);
  await storeGrantUses(second.world);
  expect(await usage()).toEqual(before);
});

test('a call with an invalid token is not counted; a call refused with 403 for missing rights is', async () => {
  const sum = async () => (await usage()).grants.flatMap(({ days }) => days).reduce((all, { calls }) => all + calls, 0);
  const before = await sum();
  expect((await callApi(platform, `${token}x`, '/api/v4/account')).statusCode).toBe(401);
  await storeGrantUses(platform.world);
  expect(await sum()).toBe(before);
  const bounded = await tokens(platform, integration, { account: 'demo', email: 'member@demo.test' });
  expect((await callApi(platform, bounded.access_token, '/api/v4/users')).statusCode).toBe(403);
  await storeGrantUses(platform.world);
  expect(await sum()).toBe(before + 1);
});

test('a grant says when its refresh token expires: 90 days after the last refresh', async () => {
  const days = ((await grant())?.expires_at ?? 0) - platform.clock.now() / 1000;
  expect(Math.round(days / 86_400)).toBe(90);
});

test('admins see the usage of a grant; 403 for a member, 404 for a stranger', async () => {
  const address = `${path()}/${integration.client_id}/usage`;
  expect((await member('GET', address)).statusCode).toBe(403);
  expect((await stranger('GET', address)).statusCode).toBe(404);
});

test('a day’s count of calls is shown for 30 days and deleted after 90', async () => {
  const count = async () =>
    (await platform.world.db.selectFrom('grant_days').selectAll().where('grant_id', '=', grantId).execute()).length;
  const kept = await count();
  expect(kept).toBeGreaterThan(0);
  await wait(35);
  expect(await usage()).toEqual({ grants: [], next_before: null });
  await sweep(platform.world, 'daily');
  expect(await count()).toBe(kept);
  await wait(57);
  await sweep(platform.world, 'daily');
  expect(await count()).toBe(0);
  expect((await grant())?.last_used_at).toBeGreaterThan(0);
});

test('the calls made with a revoked grant are still stored, and the grant is no longer listed', async () => {
  const fresh = await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' });
  expect((await callApi(platform, fresh.access_token, '/api/v4/account')).statusCode).toBe(200);
  await revokeGrant(platform.world, { accountId, grantId, by: 'operator', press: undefined });
  await storeGrantUses(platform.world);
  expect((await usage()).grants.map(({ grant_id }) => grant_id)).toContain(grantId);
  expect(await grant()).toBeUndefined();
});
