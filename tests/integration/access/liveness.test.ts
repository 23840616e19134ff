import { changeMember, disableInstallation, revokeGrant, switchIntegration } from '@pristan/flows';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Integration } from '../../harness/fixtures.ts';
import { rotateNewestSecret } from '../../harness/newest-secret.ts';
import { aCode, aUser, anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { openSecondNode } from '../../harness/second-node.ts';
import { callApi, unauthorizedProblem } from './call.ts';

let platform: Platform;
let second: Awaited<ReturnType<typeof openSecondNode>>;
let ids: { account: number; admin: number; member: number };
let integration: Integration;
let full: { access_token: string; refresh_token: string };
let bounded: { access_token: string; refresh_token: string };
beforeAll(async () => {
  platform = await openPlatform();
  second = await openSecondNode(platform);
  const account = await anAccount(platform, 'demo', true);
  // A second admin, so that the first can be deactivated.
  await aUser(platform, 'second@demo.test', { demo: 'admin' });
  ids = { account: account.id, admin: account.admin.id, member: account.member?.id ?? 0 };
});
beforeEach(async () => {
  integration = await anIntegration(platform, 'demo');
  full = await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' });
  bounded = await tokens(platform, integration, { account: 'demo', email: 'member@demo.test' });
  expect(await onBothNodes(full.access_token)).toEqual([200, 200]);
  expect(await onBothNodes(bounded.access_token)).toEqual([200, 200]);
});
afterAll(async () => {
  await second.close();
  await platform.close();
});

async function onBothNodes(token: string): Promise<number[]> {
  const here = await callApi(platform, token, '/api/v4/account');
  const there = await callApi(second, token, '/api/v4/account');
  for (const response of [here, there])
    if (response.statusCode === 401) expect(response.json()).toEqual(unauthorizedProblem);
  return [here.statusCode, there.statusCode];
}

async function refresh(pair: { refresh_token: string }) {
  return platform.inject({
    method: 'POST',
    url: '/oauth2/access_token',
    payload: {
      grant_type: 'refresh_token',
      client_id: integration.client_id,
      client_secret: integration.client_secret,
      refresh_token: pair.refresh_token,
    },
  });
}

const about = () => ({ accountId: ids.account, integrationId: integration.client_id, by: 'operator' as const });
const setMember = async (userId: number, state: 'active' | 'deactivated') => {
  const outcome = await changeMember(platform.world, { accountId: ids.account, userId, to: { state }, by: 'operator' });
  expect(outcome).toEqual({ kind: 'changed' });
};

test('401 on every node at the next request once the installation is disabled; a new consent makes no old token valid', async () => {
  await disableInstallation(platform.world, { ...about(), press: undefined });
  expect(await onBothNodes(full.access_token)).toEqual([401, 401]);
  expect(await onBothNodes(bounded.access_token)).toEqual([401, 401]);
  const again = await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' });
  expect(await onBothNodes(again.access_token)).toEqual([200, 200]);
  expect(await onBothNodes(full.access_token)).toEqual([401, 401]);
  expect((await refresh(full)).json()).toMatchObject({ status: 401, hint: 'Token has been revoked' });
});

test('401 on every node while the integration is paused; 200 once it is active again', async () => {
  await switchIntegration(platform.world, about(), 'stopped');
  expect(await onBothNodes(full.access_token)).toEqual([401, 401]);
  expect((await refresh(full)).statusCode).toBe(401);
  await switchIntegration(platform.world, about(), 'active');
  expect(await onBothNodes(full.access_token)).toEqual([200, 200]);
});

test('revoking one of an integration’s grants ends only that grant', async () => {
  const grantId = JSON.parse(Buffer.from(bounded.access_token.split('.')[1] ?? '', 'base64url').toString())[
    'hash_uuid'
  ];
  await revokeGrant(platform.world, { accountId: ids.account, grantId, by: 'operator', press: undefined });
  expect(await onBothNodes(bounded.access_token)).toEqual([401, 401]);
  expect(await onBothNodes(full.access_token)).toEqual([200, 200]);
});

test('revoking a client secret at once ends every token issued with it before', async () => {
  await rotateNewestSecret(platform.world, about(), { overlapHours: 0, revokeNow: true });
  expect(await onBothNodes(full.access_token)).toEqual([401, 401]);
});

describe('a deactivated member’s access', () => {
  test('a full-access grant still works after the admin who gave it is deactivated, and may act for that admin', async () => {
    await setMember(ids.admin, 'deactivated');
    expect(await onBothNodes(full.access_token)).toEqual([200, 200]);
    expect((await callApi(platform, full.access_token, '/api/v4/users')).statusCode).toBe(200);
    expect((await refresh(full)).statusCode).toBe(200);
    await setMember(ids.admin, 'active');
  });

  test('a deactivated member’s tokens and codes get 401 and 400, even after the member is reinstated', async () => {
    const { code } = await aCode(platform, integration, { account: 'demo', email: 'member@demo.test' });
    await setMember(ids.member, 'deactivated');
    expect(await onBothNodes(bounded.access_token)).toEqual([401, 401]);
    expect((await refresh(bounded)).statusCode).toBe(401);
    await setMember(ids.member, 'active');
    expect(await onBothNodes(bounded.access_token)).toEqual([401, 401]);
    expect((await refresh(bounded)).json()).toMatchObject({ status: 401, hint: 'Token has been revoked' });
    const exchange = await platform.inject({
      method: 'POST',
      url: '/oauth2/access_token',
      payload: {
        grant_type: 'authorization_code',
        client_id: integration.client_id,
        client_secret: integration.client_secret,
        redirect_uri: integration.redirectUri,
        code,
      },
    });
    expect(exchange.json()).toMatchObject({ status: 400, hint: 'Authorization code has been revoked' });
    const anew = await tokens(platform, integration, { account: 'demo', email: 'member@demo.test' });
    expect(await onBothNodes(anew.access_token)).toEqual([200, 200]);
  });
});
