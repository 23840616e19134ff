import { afterAll, beforeAll, expect, test } from 'vitest';
import { anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { callApi, unauthorizedProblem } from './call.ts';

let platform: Platform;
let full: string;
let bounded: string;
let ids: { admin: number; member: number; stranger: number };
beforeAll(async () => {
  platform = await openPlatform();
  const account = await anAccount(platform, 'demo', true);
  const other = await anAccount(platform, 'other');
  ids = { admin: account.admin.id, member: account.member?.id ?? 0, stranger: other.admin.id };
  const integration = await anIntegration(platform, 'demo');
  full = (await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' })).access_token;
  bounded = (await tokens(platform, integration, { account: 'demo', email: 'member@demo.test' })).access_token;
});
afterAll(async () => platform.close());

const as = (token: string, user: number | string, url = '/api/v4/account') =>
  callApi(platform, token, url, { headers: { 'x-context-user-id': String(user) } });

test('a full-access grant acts for a member with the member’s rights, and for an admin with the admin’s', async () => {
  expect((await as(full, ids.member)).json()['current_user_id']).toBe(ids.member);
  expect((await as(full, ids.member, '/v3/user')).json()['email']).toBe('member@demo.test');
  expect((await as(full, ids.member, '/api/v4/users')).statusCode).toBe(403);
  expect((await as(full, ids.admin, '/api/v4/users')).statusCode).toBe(200);
});

test('401 when a grant limited to the rights of the member who gave it acts for anybody, even for that member', async () => {
  for (const user of [ids.admin, ids.member]) {
    const response = await as(bounded, user);
    expect([response.statusCode, response.json()]).toEqual([401, unauthorizedProblem]);
  }
});

test('401 for acting in the name of another account’s user, or of an unknown or malformed user id', async () => {
  for (const user of [
    ids.stranger,
    1,
    0,
    -5,
    'admin',
    '',
    '1e3',
    `${ids.member},${ids.member}`,
    '99999999999999999999',
  ]) {
    const response = await as(full, user);
    expect([user, response.statusCode, response.json()]).toEqual([user, 401, unauthorizedProblem]);
  }
});

test('401 for acting in the name of a deactivated member', async () => {
  await platform.world.db
    .updateTable('memberships')
    .set({ state: 'deactivated' })
    .where('user_id', '=', ids.member)
    .execute();
  expect((await as(full, ids.member)).statusCode).toBe(401);
  await platform.world.db
    .updateTable('memberships')
    .set({ state: 'active' })
    .where('user_id', '=', ids.member)
    .execute();
  expect((await as(full, ids.member)).statusCode).toBe(200);
});
