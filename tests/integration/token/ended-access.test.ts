import { disableInstallation, revokeGrant, switchIntegration } from '@pristan/flows';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import type { Integration } from '../../harness/fixtures.ts';
import { rotateNewestSecret } from '../../harness/newest-secret.ts';
import { aCode, aUser, anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { demoAdmin } from './token-request.ts';

const dayMs = 86_400_000;

let platform: Platform;
let account: Awaited<ReturnType<typeof anAccount>>;
let asAdmin: ApiCaller;
let integration: Integration;
let grantId: string;
beforeAll(async () => {
  platform = await openPlatform();
  account = await anAccount(platform, 'demo', true);
  await aUser(platform, 'second@demo.test', { demo: 'admin' });
  asAdmin = await apiCaller(platform, account.admin);
});
afterAll(async () => platform.close());
beforeEach(async () => {
  integration = await anIntegration(platform, 'demo', { kind: 'private' });
  const { access_token } = await tokens(platform, integration, demoAdmin);
  grantId = JSON.parse(Buffer.from(access_token.split('.')[1] ?? '', 'base64url').toString()).hash_uuid;
});

const about = () => ({ accountId: account.id, integrationId: integration.client_id });
const byAdmin = () => ({ userId: account.admin.id, address: '203.0.113.99' });
const nowSeconds = () => Math.floor(platform.clock.now() / 1000);
const near = (seconds: number) => expect.toSatisfy((at: number) => Math.abs(at - seconds) <= 5);
async function ended() {
  const path = `/accounts/${account.id}/installations/${integration.client_id}/refused-tokens`;
  return (await asAdmin('GET', path)).json<{ ended: unknown[] }>().ended;
}

test('an access that works, or whose code is unused, is not listed as ended', async () => {
  expect(await ended()).toEqual([]);
  await disableInstallation(platform.world, { ...about(), by: 'operator', press: undefined });
  expect(await ended()).toHaveLength(1);
  await aCode(platform, integration, demoAdmin);
  expect(await ended()).toEqual([]);
});

describe('why each access ended, for an admin of the account', () => {
  test('the list of ended accesses says that a grant was revoked, with the name of who revoked it', async () => {
    await revokeGrant(platform.world, { accountId: account.id, grantId, by: byAdmin(), press: undefined });
    expect(await ended()).toEqual([
      {
        client_id: integration.client_id,
        person: { id: account.admin.id, name: 'admin' },
        reason: 'grant_revoked',
        at: near(nowSeconds()),
        by: { part: 'granting_person', name: 'admin' },
      },
    ]);
  });

  test('the list of ended accesses says that an installation was disabled, with the name of who disabled it', async () => {
    await disableInstallation(platform.world, { ...about(), by: byAdmin(), press: undefined });
    expect(await ended()).toMatchObject([{ reason: 'installation_disabled', by: { name: 'admin' } }]);
  });

  test('the list of ended accesses says that an access was not refreshed for 90 days', async () => {
    platform.clock.advance(90 * dayMs + 1000);
    asAdmin = await apiCaller(platform, account.admin);
    expect(await ended()).toMatchObject([{ reason: 'idle', at: near(nowSeconds() - 1), by: { part: null } }]);
  });

  test('the list of ended accesses says that the integrator paused or replaced the secret, without a name', async () => {
    await switchIntegration(platform.world, { ...about(), by: byAdmin() }, 'stopped');
    expect(await ended()).toMatchObject([
      { reason: 'integration_stopped', by: { part: 'integrator_admin', name: null } },
    ]);
    await switchIntegration(platform.world, { ...about(), by: byAdmin() }, 'active');
    await rotateNewestSecret(platform.world, { ...about(), by: byAdmin() }, { overlapHours: 0, revokeNow: true });
    expect(await ended()).toMatchObject([{ reason: 'secret_revoked', by: { part: 'integrator_admin', name: null } }]);
  });

  test('403 for a member who reads the list of ended accesses', async () => {
    const asMember = await apiCaller(platform, account.member);
    const path = `/accounts/${account.id}/installations/${integration.client_id}/refused-tokens`;
    expect((await asMember('GET', path)).statusCode).toBe(403);
  });
});
