/**
 * Fills a store with the code of the release whose last migration is 0018 (commit d376faa), and writes its rows to
 * `store-0018.sql` and the tokens and cookies of its users to `store-0018.json`. Made once. To make it again, in a
 * checkout of that commit:
 *
 *     mkdir tests/upgrades && cp <here>/written-rows.mjs tests/upgrades && cp <here>/fill-0018.mjs tests/upgrades/fill.test.ts
 *     STORE_TO=<here> npm test -- tests/upgrades/fill.test.ts
 */
import {
  addUsers,
  disableInstallation,
  giveConsent,
  giveExternalConsent,
  invitePerson,
  keepSettings,
  keepText,
  mintLongLivedToken,
  requestReset,
  startAdoption,
} from '@pristan/flows';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { expect, test } from 'vitest';
import { revealSecretCommand } from '../../apps/server/src/cli/integrations.ts';
import { apiCaller } from '../harness/api-caller.ts';
import { aVisitor } from '../harness/browser-session.ts';
import { aClone } from '../harness/clones.ts';
import { aCode, aPerson, anAccount, anIntegration, tokens } from '../harness/people.ts';
import { openPlatform } from '../harness/platform.ts';
import { widgetZip } from '../harness/widget.ts';
import { writtenRows } from './written-rows.mjs';

test('a store is filled and written to files', async () => {
  const platform = await openPlatform({ PRISTAN_HOOK_ALLOW: '127.0.0.0/8' });
  const { world, clock } = platform;
  const at = clock.now();
  const settings = {
    platform: 1,
    issuer: 'https://pristan.test',
    baseDomain: 'accounts.test',
    apiDomain: 'api.accounts.test',
    refreshGraceSeconds: 600,
  };
  const vendor = await anAccount(platform, 'vendor');
  const acme = await anAccount(platform, 'acme', true);
  await aPerson(platform, 'gone@acme.test', { acme: 'member' });
  const admin = { account: 'acme', email: 'admin@acme.test' };
  const member = { account: 'acme', email: 'member@acme.test' };
  const vendorBy = { userId: vendor.admin.id, address: '203.0.113.7' };
  const acmeBy = { userId: acme.admin.id, address: '203.0.113.8' };

  const published = await anIntegration(platform, 'vendor', {
    name: 'Gulls',
    redirectUri: 'https://gulls.test/callback',
  });
  const own = await anIntegration(platform, 'acme', { kind: 'private', name: 'Own', scope: ['crm', 'files'] });
  const draft = await anIntegration(platform, 'vendor', { kind: 'unmoderated', name: 'Draft' });
  await world.db
    .updateTable('integrations')
    .set({ disconnect_uri: 'http://127.0.0.1:9/gone', button_origins: ['https://www.gulls.test'] })
    .where('id', '=', published.client_id)
    .execute();
  const version = async (accountId, id) => (await world.store.registry.integration(accountId, id)).version;
  await keepText(world, {
    accountId: vendor.id,
    integrationId: published.client_id,
    by: vendorBy,
    text: {
      language: 'en',
      summary: 'Gulls in your CRM',
      descriptionHtml: '<p>See <a href="https://gulls.test/help">help</a></p>',
    },
    expectedVersion: await version(vendor.id, published.client_id),
  });

  const call = await apiCaller(platform, acme.admin);
  const widgets = `/accounts/${acme.id}/integrations/${own.client_id}/widgets`;
  const uploaded = await call('POST', widgets, await widgetZip(), { 'content-type': 'application/zip' });
  expect(uploaded.statusCode, uploaded.body).toBe(201);
  expect((await call('PUT', `${widgets}/live`, { number: 1 })).statusCode).toBe(200);

  const full = await tokens(platform, own, admin);
  const bounded = await tokens(platform, own, member);
  const theirs = await tokens(platform, published, admin);
  const waiting = await aCode(platform, own, admin);
  await keepSettings(
    world,
    { accountId: acme.id, integrationId: own.client_id, by: acmeBy, press: undefined },
    new Map([
      ['login', 'anna'],
      ['password', 'hunter2'],
    ]),
  );
  const longLived = await mintLongLivedToken(
    { ...world, settings },
    { accountId: acme.id, integrationId: own.client_id, by: acmeBy, name: 'nightly', expiresAt: at + 300 * 86_400_000 },
  );
  expect(longLived.kind).toBe('minted');
  const personal = await call('POST', `/accounts/${acme.id}/access-tokens`, {
    name: 'ci',
    abilities: ['integrations:read'],
    expires_in_days: 90,
  });
  expect(personal.statusCode, personal.body).toBe(201);

  const press = { pressId: world.random.uuid(), expiresAt: at + 86_400_000 };
  const again = await giveConsent(world, {
    integrationId: own.client_id,
    accountId: acme.id,
    userId: acme.admin.id,
    actor: acmeBy,
    codeChallenge: undefined,
    press,
    copyable: false,
  });
  expect(again.kind).toBe('granted');

  // A clone with tokens, which an adoption will take over in seven days.
  const clone = await aClone(platform, acme, { origin: 'https://gulls.test' });
  const cloned = await tokens(platform, clone, admin);
  expect(
    (await startAdoption(world, { accountId: vendor.id, integrationId: published.client_id, by: vendorBy })).kind,
  ).toBe('started');

  const handoverId = world.random.uuid();
  const external = await giveExternalConsent(world, {
    accountId: acme.id,
    userId: acme.admin.id,
    actor: acmeBy,
    handoverId,
    press: { pressId: world.random.uuid(), expiresAt: at + 86_400_000 },
    metadata: {
      name: 'Waiting',
      descriptionHtml: '',
      redirectUri: 'http://127.0.0.1:9/callback',
      secretsUri: 'http://127.0.0.1:9/keys',
      logoUri: undefined,
      scopes: ['crm'],
    },
    path: { redirectUri: 'http://127.0.0.1:9/callback', stateRaw: 's', mode: 'redirect' },
    pullChallenge: undefined,
  });
  expect(external.kind).toBe('created');

  // One disconnect hook that is pending, and one that has failed for good.
  await tokens(platform, draft, { account: 'vendor', email: 'admin@vendor.test' });
  await world.db
    .updateTable('integrations')
    .set({ disconnect_uri: 'http://127.0.0.1:9/gone' })
    .where('id', '=', draft.client_id)
    .execute();
  const disable = (integration, accountId, by) =>
    disableInstallation(world, { accountId, integrationId: integration.client_id, by, press: undefined });
  expect((await disable(draft, vendor.id, vendorBy)).kind).toBe('disabled');
  await world.db
    .updateTable('deliveries')
    .set({
      state: 'failed',
      finished_at: at,
      tries: 3,
      made: 3,
      last_failure: 'connect',
      first_failed_at: at,
      last_failed_at: at,
    })
    .where('integration_id', '=', draft.client_id)
    .execute();
  const third = await anIntegration(platform, 'acme', { kind: 'private', name: 'Third' });
  await tokens(platform, third, admin);
  await world.db
    .updateTable('integrations')
    .set({ disconnect_uri: 'http://127.0.0.1:9/gone' })
    .where('id', '=', third.client_id)
    .execute();
  expect((await disable(third, acme.id, acmeBy)).kind).toBe('disabled');

  const invited = { accountId: acme.id, name: 'Vera', language: 'en' };
  expect((await invitePerson(world, { ...invited, email: 'byperson@acme.test', role: 'admin', by: acmeBy })).kind).toBe(
    'invited',
  );
  const grant = await world.db
    .selectFrom('grants')
    .select('id')
    .where('integration_id', '=', own.client_id)
    .where('user_id', '=', acme.admin.id)
    .executeTakeFirstOrThrow();
  const byProgram = await addUsers(world, {
    caller: { accountId: acme.id, userId: acme.admin.id, integrationId: own.client_id, grantId: grant.id },
    users: [{ name: 'Max', email: 'byprogram@acme.test', admin: true, language: 'en' }],
    language: 'en',
    address: '203.0.113.9',
  });
  expect(byProgram.kind).toBe('invited');
  await requestReset(world, { email: member.email, addressPrefix: '203.0.113.0', language: 'en' });

  const visitor = aVisitor(platform);
  expect((await visitor.signIn(admin.email)).statusCode).toBe(303);

  const held = {
    at: clock.now(),
    accounts: { vendor: vendor.id, acme: acme.id },
    people: { admin: acme.admin.id, member: acme.member.id, vendor: vendor.admin.id },
    integrations: {
      published,
      own,
      draft,
      third,
      clone: { ...(await revealSecretCommand(world, clone.client_id)), redirectUri: clone.redirectUri },
    },
    full,
    bounded,
    theirs,
    cloned,
    code: waiting.code,
    handoverId,
    pressId: press.pressId,
    longLived: longLived.token,
    personal: personal.json().token,
    cookies: Object.fromEntries(visitor.cookies),
  };
  const to = process.env.STORE_TO;
  writeFileSync(path.join(to, 'store-0018.json'), `${JSON.stringify(held, undefined, 2)}\n`);
  writeFileSync(path.join(to, 'store-0018.sql'), await writtenRows(world.pool, 'fill-0018.mjs'));
  await platform.close();
}, 120_000);
