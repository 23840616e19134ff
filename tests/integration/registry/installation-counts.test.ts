import { disableInstallation, revokeGrant } from '@pristan/flows';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiCaller } from '../../harness/api-caller.ts';
import { aCode, anAccount, anIntegration } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform();
});
afterAll(async () => platform.close());

test('an integrator sees how many accounts use their integration, not which', async () => {
  const owner = await anAccount(platform, 'owner');
  const integration = await anIntegration(platform, 'owner');
  const connect = async (account: string) => {
    const { id } = await anAccount(platform, account);
    await aCode(platform, integration, { account, email: `admin@${account}.test` });
    return { accountId: id, integrationId: integration.client_id };
  };
  await connect('old');
  platform.clock.advance(31 * 86_400_000);
  await connect('new');
  await disableInstallation(platform.world, { ...(await connect('gone')), by: 'operator', press: undefined });
  const lost = await connect('lost');
  const { grant_id } = await platform.world.db
    .selectFrom('grants')
    .select('id as grant_id')
    .where('account_id', '=', lost.accountId)
    .executeTakeFirstOrThrow();
  await revokeGrant(platform.world, { accountId: lost.accountId, grantId: grant_id, by: 'operator', press: undefined });

  const path = `/accounts/${owner.id}/integrations/${integration.client_id}/reach`;
  const response = await (await apiCaller(platform, owner.admin))('GET', path);
  expect(response.json()).toEqual({ enabled: 3, without_grant: 1, enabled_30_days: 2, disabled: 1 });
});

test('404 for the number of an integration’s accounts, for an admin of another account that installed the integration', async () => {
  const owner = await anAccount(platform, 'theirs');
  const other = await anAccount(platform, 'other');
  const integration = await anIntegration(platform, 'theirs');
  await aCode(platform, integration, { account: 'other', email: 'admin@other.test' });
  const caller = await apiCaller(platform, other.admin);
  for (const accountId of [owner.id, other.id]) {
    const response = await caller('GET', `/accounts/${accountId}/integrations/${integration.client_id}/reach`);
    expect(response.statusCode).toBe(404);
  }
});
