import { disableInstallation } from '@pristan/flows';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIntegrationCommand, issueCode } from '../../../apps/server/src/cli/integrations.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { aClone } from '../../harness/clones.ts';
import { anAccount, anIntegration, redirectUri, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform();
});
afterAll(async () => platform.close());

test('of hooks, the open delivery that is due first decides, whatever its host', async () => {
  const { world } = platform;
  const { deliveries } = world.store;
  expect(await deliveries.nextDueAt(['disconnect'])).toBeUndefined();
  const { id: accountId, admin } = await anAccount(platform, 'gulls');
  const dueAt = { one: 3000, two: 2000, three: 1000 };
  for (const [name, due_at] of Object.entries(dueAt)) {
    const disconnectUri = `https://${name}.test/bye`;
    const { client_id: clientId } = await createIntegrationCommand(world, {
      account: 'gulls',
      name,
      redirectUri,
      disconnectUri,
    });
    await issueCode(world, { clientId, account: 'gulls', email: admin.email });
    await disableInstallation(world, { accountId, integrationId: clientId, by: 'operator', press: undefined });
    await world.db.updateTable('deliveries').set({ due_at }).where('integration_id', '=', clientId).execute();
  }
  expect(await deliveries.nextDueAt(['disconnect'])).toBe(1000);
  const finished = { finished_at: 1, state: 'failed' } as const;
  await world.db.updateTable('deliveries').set(finished).where('receiver_host', 'like', 'three%').execute();
  expect(await deliveries.nextDueAt(['disconnect'])).toBe(2000);
  expect(await deliveries.nextDueAt(['install'])).toBeUndefined();
});

test('of mails, the unsent one that is due first decides', async () => {
  const { db, random, store } = platform.world;
  await db.deleteFrom('mails').execute();
  expect(await store.mails.nextDueAt()).toBeUndefined();
  const mail = (due_at: number, sent_at: number | null) => ({
    id: random.uuid(),
    recipient: 'due@demo.test',
    kind: 'password_reset',
    language: 'en' as const,
    facts: '{}',
    created_at: 0,
    due_at,
    sent_at,
  });
  await db
    .insertInto('mails')
    .values([mail(3000, null), mail(2000, null), mail(1000, 1500)])
    .execute();
  expect(await store.mails.nextDueAt()).toBe(2000);
});

test('of logos, the one that is due first decides', async () => {
  const { db, store } = platform.world;
  expect(await store.dueLogos.nextDueAt()).toBeUndefined();
  const account = await anAccount(platform, 'north');
  for (const [index, dueAt] of [3000, 2000].entries()) {
    const origin = `https://logo-${index}.test`;
    const { client_id } = await aClone(platform, account, { origin, logoUri: `${origin}/logo.png` });
    await db.updateTable('due_logos').set({ due_at: dueAt }).where('integration_id', '=', client_id).execute();
  }
  expect(await store.dueLogos.nextDueAt()).toBe(2000);
});

test('of adoptions, the first pending row of an account decides, since only that row is claimed', async () => {
  const { db, store } = platform.world;
  expect(await store.dueMoves.nextDueAt()).toBeUndefined();
  const origin = 'https://terns.test';
  const owner = await anAccount(platform, 'terns');
  const published = await anIntegration(platform, 'terns', { redirectUri: `${origin}/callback` });
  const account = await anAccount(platform, 'south');
  for (let clones = 0; clones < 2; clones++) {
    const clone = await aClone(platform, account, { origin });
    await tokens(platform, clone, { account: 'south', email: account.admin.email });
  }
  const integrator = await apiCaller(platform, owner.admin);
  const announced = await integrator('POST', `/accounts/${owner.id}/integrations/${published.client_id}/adoption`);
  expect(announced.statusCode, announced.body).toBe(200);
  const rows = await db.selectFrom('adopted_clones').select('integration_id').orderBy('integration_id').execute();
  expect(rows).toHaveLength(2);
  for (const [index, { integration_id }] of rows.entries()) {
    const due_at = index === 0 ? 2000 : 1000;
    await db.updateTable('adopted_clones').set({ due_at }).where('integration_id', '=', integration_id).execute();
  }
  expect(await store.dueMoves.nextDueAt()).toBe(2000);
});
