import { disableInstallation, storeGrantUses, switchIntegration } from '@pristan/flows';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import type { Integration } from '../../harness/fixtures.ts';
import { aCode, anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { widgetZip } from '../../harness/widget.ts';
import { callApi } from '../access/call.ts';

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

test('an installation is shown with the people who granted access to it', async () => {
  const response = await admin('GET', path(integration.client_id));
  expect(response.statusCode).toBe(200);
  expect(response.json()).toMatchObject({
    client_id: integration.client_id,
    name: 'Tide Table',
    state: 'enabled',
    grants: [{ user: { name: 'admin', left: false }, code: 'waiting', full_access: true }],
  });
});

test('an admin sees whether the integrator exchanged the code, and which actions are possible for an installation', async () => {
  const own = await anIntegration(platform, 'demo', { name: 'Pilot' });
  const place = { account: 'demo', email: 'admin@demo.test' };
  const detail = async () => (await admin('GET', path(own.client_id))).json<Detail>();
  await aCode(platform, own, place);
  const given = await detail();
  expect(given.other_side).toMatchObject({ code: { redeemed_at: null }, exchanged_at: null, last_used_at: null });
  expect(given.ways).toEqual({ widget: false, settings: false, consent: true, adoption: null });

  const { access_token: token } = await tokens(platform, own, place);
  await callApi(platform, token, '/api/v4/account');
  await storeGrantUses(platform.world);
  const { other_side: taken } = await detail();
  expect(taken.exchanged_at).toBe(taken.code?.redeemed_at);
  expect(taken.last_used_at).toBeGreaterThanOrEqual(taken.exchanged_at ?? Infinity);

  const about = { accountId, integrationId: own.client_id };
  await disableInstallation(platform.world, { ...about, by: 'operator', press: undefined });
  expect((await detail()).other_side).toEqual({
    code: null,
    exchanged_at: null,
    last_used_at: null,
    code_asked_at: null,
    sent_codes: [],
  });
  expect((await detail()).ways.consent).toBe(true);
  await switchIntegration(platform.world, { ...about, by: 'operator' }, 'stopped');
  expect((await detail()).ways.consent).toBe(false);
});

test('an installation with a live widget offers its settings and a code', async () => {
  const own = await anIntegration(platform, 'demo', { name: 'Harbour Widget' });
  await aCode(platform, own, { account: 'demo', email: 'admin@demo.test' });
  const versions = `/accounts/${accountId}/integrations/${own.client_id}/widgets`;
  const uploaded = await admin('POST', versions, await widgetZip(), { 'content-type': 'application/zip' });
  expect(uploaded.statusCode).toBe(201);
  const { number } = uploaded.json<{ number: number }>();
  expect((await admin('PUT', `${versions}/live`, { number })).statusCode).toBeLessThan(300);
  expect((await admin('GET', path(own.client_id))).json<Detail>().ways).toEqual({
    widget: true,
    settings: true,
    consent: true,
    adoption: null,
  });
});

test('404 for another account’s installation, an unknown integration and a deleted one', async () => {
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

interface Detail {
  readonly other_side: {
    readonly code: { readonly redeemed_at: number | null } | null;
    readonly exchanged_at: number | null;
    readonly last_used_at: number | null;
  };
  readonly ways: { readonly widget: boolean; readonly settings: boolean; readonly consent: boolean; adoption: unknown };
}
