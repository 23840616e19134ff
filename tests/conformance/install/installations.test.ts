import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import type { Integration } from '../../harness/people.ts';
import { aCode, anAccount, anIntegration } from '../../harness/people.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let accountId: number;
let otherId: number;
let admin: ApiCaller;
let integration: Integration;
let mail: Integration;
beforeAll(async () => {
  platform = await openPlatform();
  const demo = await anAccount(platform, 'demo', true);
  accountId = demo.id;
  admin = await apiCaller(platform, demo.admin);
  otherId = (await anAccount(platform, 'other')).id;
  integration = await anIntegration(platform, 'demo', { name: 'Tide Table' });
  mail = await anIntegration(platform, 'other', { name: 'Harbour Mail' });
  await aCode(platform, integration, { account: 'demo', email: 'admin@demo.test' });
  await aCode(platform, mail, { account: 'other', email: 'admin@other.test' });
});
afterAll(async () => platform.close());

const path = (clientId: string, account = accountId) => `/accounts/${account}/installations/${clientId}`;

test('one installation is read by itself, with the people who granted it', async () => {
  const response = await admin('GET', path(integration.client_id));
  expect(response.statusCode).toBe(200);
  expect(response.json()).toMatchObject({
    client_id: integration.client_id,
    name: 'Tide Table',
    state: 'enabled',
    grants: [{ user: { name: 'admin' }, full_access: true }],
  });
});

test('what another account installed, what nobody did and what was deleted are not there', async () => {
  for (const clientId of [mail.client_id, '00000000-0000-4000-8000-000000000000']) {
    const response = await admin('GET', path(clientId));
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([404, 'installation_not_found']);
  }
  expect((await admin('GET', path(mail.client_id, otherId))).statusCode).toBe(404);
  expect((await admin('GET', path('mail'))).json()).toMatchObject({
    status: 400,
    errors: [{ field: 'client_id', code: 'malformed' }],
  });
  await platform.world.db
    .updateTable('integrations')
    .set({ deleted_at: platform.clock.now() })
    .where('id', '=', integration.client_id)
    .execute();
  expect((await admin('GET', path(integration.client_id))).statusCode).toBe(404);
});
