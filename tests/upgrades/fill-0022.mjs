/**
 * Fills a store with the code of the release whose last migration is 0022 (commit 92fedb6): an integration with 1,000
 * installations, and pending work of every kind. Writes its rows to `store-0022.sql.gz` and the tokens and cookies of
 * its users to `store-0022.json`. Made once. To make it again, in a checkout of that commit:
 *
 *     cp <here>/written-rows.mjs tests/upgrades && cp <here>/fill-0022.mjs tests/upgrades/fill.test.ts
 *     STORE_TO=<here> npm test -- tests/upgrades/fill.test.ts
 */
import {
  disableInstallation,
  giveExternalConsent,
  installWidget,
  invitePerson,
  mintLongLivedToken,
  pullSecrets,
  requestReset,
  revokeGrant,
  sendTestDelivery,
} from '@pristan/flows';
import { createHash } from 'node:crypto';
import { writeFileSync } from 'node:fs';
import path from 'node:path';
import { gzipSync } from 'node:zlib';
import { expect, test } from 'vitest';
import { startWorkers } from '../../apps/server/src/workers/start.ts';
import { createAccount, addMember } from '../../apps/server/src/cli/accounts.ts';
import { revealSecretCommand } from '../../apps/server/src/cli/integrations.ts';
import { apiCaller } from '../harness/api-caller.ts';
import { aVisitor } from '../harness/browser-session.ts';
import { linkTo } from '../harness/letters.ts';
import { aCode, aPerson, anAccount, anIntegration, tokens } from '../harness/people.ts';
import { openPlatform } from '../harness/platform.ts';
import { aReceiver } from '../harness/receiver.ts';
import { openSmtpServer } from '../harness/smtp-server.ts';
import { texts, widgetZip } from '../harness/widget.ts';
import { writtenRows } from './written-rows.mjs';

/** Placeholder for the receiver's host; the upgrade test puts in its own. */
const receiverHost = '127.0.0.1:9';
const installations = 1000;
/** A character that reverses the writing direction; earlier releases accepted it in names. */
const turn = '\u202E';

test('a store is filled and written to files', async () => {
  const platform = await openPlatform({ PRISTAN_HOOK_ALLOW: '127.0.0.0/8' });
  const { world, clock } = platform;
  const receiver = await aReceiver(503);
  const smtp = await openSmtpServer();
  smtp.refuses = true;
  const settings = {
    platform: 1,
    issuer: 'https://pristan.test',
    baseDomain: 'accounts.test',
    apiDomain: 'api.accounts.test',
    refreshGraceSeconds: 600,
  };
  const operator = { by: 'operator', press: undefined };
  const vendor = await anAccount(platform, 'vendor');
  const acme = await anAccount(platform, 'acme', true);
  const admin = { account: 'acme', email: 'admin@acme.test' };
  const acmeBy = { userId: acme.admin.id, address: '203.0.113.8' };
  const vendorBy = { userId: vendor.admin.id, address: '203.0.113.7' };

  /** Runs workers until every due attempt has failed. */
  async function failOnce(isOver) {
    const workers = startWorkers({
      ...world,
      config: { ...world.config, smtpUrl: `${smtp.url}?from=pier@pristan.test` },
    });
    await expect.poll(isOver, { timeout: 60_000 }).toBe(true);
    await workers.stop();
  }
  const count = async (where) => Number((await world.pool.query(`select count(*) from ${where}`)).rows[0].count);

  // 1,000 installations of one integration, in accounts that all belong to one person.
  const gulls = await anIntegration(platform, 'vendor', { name: 'Gulls', redirectUri: 'https://gulls.test/callback' });
  const disconnectAt = (keys, to) =>
    world.db
      .updateTable('integrations')
      .set({ disconnect_uri: `${receiver.origin}/${to}` })
      .where('id', '=', keys.client_id)
      .execute();
  await disconnectAt(gulls, 'bye');
  const owner = await aPerson(platform, 'owner@chain.test');
  const chain = [];
  for (let number = 0; number < installations; number++) {
    const account = `shop-${number}`;
    chain.push((await createAccount(world, { subdomain: account, name: `Shop ${number}` })).id);
    await addMember(world, { account, email: owner.email, role: 'admin' });
    await aCode(platform, gulls, { account, email: owner.email });
  }

  const disable = async (number) => {
    clock.advance(1);
    const asked = { ...operator, accountId: chain[number], integrationId: gulls.client_id };
    expect((await disableInstallation(world, asked)).kind).toBe('disabled');
  };
  const revokeLast = async (number) => {
    clock.advance(1);
    const shown = await world.store.installs.shownInstallation(chain[number], gulls.client_id, clock.now());
    expect(shown.grants.length).toBe(1);
    for (const { grantId } of shown.grants)
      expect((await revokeGrant(world, { ...operator, accountId: chain[number], grantId })).kind).toBe('revoked');
  };
  const connect = async (number) => {
    clock.advance(1);
    await aCode(platform, gulls, { account: `shop-${number}`, email: owner.email });
  };
  /** Events of each account before and after the delivery attempts, by the last digit of the account's number. */
  const happens = {
    0: [disable],
    1: [disable, connect],
    2: [disable, connect, disable],
    3: [revokeLast],
    4: [revokeLast, connect],
    5: [revokeLast, connect, revokeLast, disable],
  };
  const stepsOf = async (from, to, part) => {
    for (let number = from; number < to; number++)
      for (const step of (happens[number % 10] ?? []).slice(...part)) await step(number);
  };
  // Only the first hooks of the first 200 accounts are attempted.
  await stepsOf(0, 200, [0, 1]);

  // The people of an account, its tokens, its widget.
  const own = await anIntegration(platform, 'acme', {
    kind: 'private',
    name: 'Own',
    redirectUri: `${receiver.origin}/install`,
  });
  const call = await apiCaller(platform, acme.admin);
  const odd = { ...texts, widget: { ...texts.widget, name: `Widget ${turn}emca` } };
  const upload = async (keys, files) => {
    const widgets = `/accounts/${acme.id}/integrations/${keys.client_id}/widgets`;
    const uploaded = await call('POST', widgets, await widgetZip(files), { 'content-type': 'application/zip' });
    expect(uploaded.statusCode, uploaded.body).toBe(201);
    expect((await call('PUT', `${widgets}/live`, { number: 1 })).statusCode).toBe(200);
  };
  await upload(own, { 'i18n/en.json': odd });
  const full = await tokens(platform, own, admin);
  const bounded = await tokens(platform, own, { account: 'acme', email: 'member@acme.test' });
  const ofShop = await tokens(platform, gulls, { account: 'shop-999', email: owner.email });
  const longLived = await mintLongLivedToken(
    { ...world, settings },
    {
      accountId: acme.id,
      integrationId: own.client_id,
      by: acmeBy,
      name: 'nightly',
      expiresAt: clock.now() + 300 * 86_400_000,
    },
  );
  expect(longLived.kind).toBe('minted');
  const personal = await call('POST', `/accounts/${acme.id}/access-tokens`, {
    name: 'ci',
    abilities: ['integrations:read'],
    expires_in_days: 90,
  });
  expect(personal.statusCode, personal.body).toBe(201);

  // Keys of external integrations that are not handed over yet.
  const verifier = 'v'.repeat(64);
  const handOver = async (name, more = {}) => {
    const handoverId = world.random.uuid();
    const made = await giveExternalConsent(world, {
      accountId: acme.id,
      userId: acme.admin.id,
      actor: acmeBy,
      handoverId,
      press: undefined,
      metadata: {
        name,
        descriptionHtml: '',
        redirectUri: `${receiver.origin}/callback`,
        secretsUri: `${receiver.origin}/keys-${name}`,
        logoUri: undefined,
        scopes: ['crm'],
      },
      path: { redirectUri: `${receiver.origin}/callback`, stateRaw: 's', mode: 'redirect' },
      pullChallenge: undefined,
      ...more,
    });
    expect(made.kind).toBe('created');
    const row = await world.store.handovers.find(acme.id, handoverId);
    return { handoverId, ...(await revealSecretCommand(world, row.integrationId)) };
  };
  const handovers = { retried: await handOver('retried'), stored: await handOver('stored') };

  // Mails and hooks with delivery attempts.
  const invite = async (from, to) => {
    for (let number = from; number < to; number++) {
      // Clears the rate limits, as if the requests came some time after each other.
      await world.db.deleteFrom('throttles').execute();
      const invited = await invitePerson(world, {
        accountId: acme.id,
        name: `Guest ${number}`,
        language: number % 2 === 0 ? 'en' : 'ru',
        email: `guest-${number}@acme.test`,
        role: number % 2 === 0 ? 'admin' : 'member',
        by: acmeBy,
      });
      expect(invited.kind).toBe('invited');
    }
  };
  await invite(0, 20);
  await failOnce(
    async () =>
      (await count('mails where attempts = 0')) === 0 &&
      (await count('deliveries where tries < 1')) === 0 &&
      (await count('delivery_attempts where finished_at is null')) === 0,
  );

  // Later events, whose deliveries have no attempt yet.
  await stepsOf(0, 200, [1]);
  await stepsOf(200, 400, [0]);
  handovers.waiting = await handOver('waiting');
  handovers.ended = await handOver('ended');
  const ended = { ...operator, accountId: acme.id, integrationId: handovers.ended.client_id };
  expect((await disableInstallation(world, ended)).kind).toBe('disabled');
  handovers.fetched = await handOver('fetched', {
    pullChallenge: createHash('sha256').update(verifier).digest('base64url'),
  });
  const pulled = await pullSecrets(world, {
    accountId: acme.id,
    handoverId: handovers.fetched.handoverId,
    verifier,
    address: '203.0.113.6',
  });
  expect(pulled.kind).toBe('keys');

  const install = async (keys) => {
    const answer = await installWidget(world, {
      integrationId: keys.client_id,
      accountId: acme.id,
      userId: acme.admin.id,
      actor: acmeBy,
      press: undefined,
      sent: new Map([['login', 'anna']]),
    });
    expect(answer.kind).toBe('installed');
  };
  const waiting = await aCode(platform, own, admin);
  await install(own);
  const ofWidget = async (name, to) => {
    const keys = await anIntegration(platform, 'acme', {
      kind: 'private',
      name,
      redirectUri: `${receiver.origin}/${to}`,
    });
    await upload(keys, {});
    await install(keys);
    return keys;
  };
  const gone = await ofWidget('Gone', 'install-gone');
  expect(
    (await disableInstallation(world, { ...operator, accountId: acme.id, integrationId: gone.client_id })).kind,
  ).toBe('disabled');
  // A delivery whose server died while sending it.
  const interrupted = await ofWidget('Interrupted', 'install-interrupted');
  const [begun] = await world.db
    .updateTable('deliveries')
    .set({ state: 'started', tries: 1, made: 1, due_at: clock.now() + 15_000 })
    .where('integration_id', '=', interrupted.client_id)
    .returning(['account_id', 'id'])
    .execute();
  await world.db
    .insertInto('delivery_attempts')
    .values({ account_id: begun.account_id, delivery_id: begun.id, number: 1, started_at: clock.now() })
    .execute();
  await disconnectAt(own, 'test');
  const tested = await sendTestDelivery(world, {
    accountId: acme.id,
    integrationId: own.client_id,
    hook: 'disconnect',
    by: acmeBy,
  });
  expect(tested.kind).not.toBe('refuse');
  await invite(20, 110);
  await requestReset(world, { email: 'member@acme.test', addressPrefix: '203.0.113.0', language: 'en' });

  // A notice for an account's admins, with the mails about it.
  const failing = await world.db
    .selectFrom('receiver_health')
    .selectAll()
    .where('integration_id', '=', gulls.client_id)
    .executeTakeFirstOrThrow();
  expect(
    await world.store.commit([
      {
        kind: 'receiver_marked',
        integrationId: gulls.client_id,
        receiverHost: failing.receiver_host,
        failingSince: failing.failing_since,
        failure: 'status',
        status: 503,
        at: clock.now(),
      },
    ]),
  ).toBe('committed');

  // Names and descriptions that today's checks would refuse.
  const oddAccount = await createAccount(world, { subdomain: 'odd', name: `Odd ${turn}tnuocca` });
  await aPerson(platform, 'odd@odd.test', { odd: 'admin' });
  await world.db
    .updateTable('users')
    .set({ name: `Anna ${turn}annA` })
    .where('email', '=', 'odd@odd.test')
    .execute();
  const oddOnes = await anIntegration(platform, 'odd', { kind: 'private', name: 'Odd one' });
  await world.db
    .updateTable('integrations')
    .set({ name: `Tool ${turn}loot` })
    .where('id', '=', oddOnes.client_id)
    .execute();
  await tokens(platform, oddOnes, { account: 'odd', email: 'odd@odd.test' });

  const session = async (email) => {
    const visitor = aVisitor(platform);
    expect((await visitor.signIn(email)).statusCode).toBe(303);
    return Object.fromEntries(visitor.cookies);
  };
  const rows = async (text) => (await world.pool.query(text)).rows;
  const held = {
    at: clock.now(),
    accounts: { vendor: vendor.id, acme: acme.id, odd: oddAccount.id, chain },
    people: { acme: acme.admin.id, vendor: vendorBy.userId },
    integrations: { gulls, own, gone, interrupted, odd: oddOnes },
    handovers,
    full,
    bounded,
    ofShop,
    code: waiting.code,
    longLived: longLived.token,
    personal: personal.json().token,
    invitation: await linkTo(platform, 'guest-105@acme.test'),
    cookies: { acme: await session(admin.email), odd: await session('odd@odd.test') },
    counts: {
      audit: await count('audit'),
      notices: await count('notices'),
      mails: await count('mails where sent_at is null'),
      mailsLater: await count(`mails where sent_at is null and due_at > ${clock.now()}`),
    },
    mails: await rows('select id, recipient from mails where sent_at is null order by id'),
  };
  const to = process.env.STORE_TO;
  const host = new URL(receiver.origin).host;
  const placed = (text) => text.replaceAll(host, receiverHost);
  writeFileSync(path.join(to, 'store-0022.json'), placed(`${JSON.stringify(held, undefined, 2)}\n`));
  const sql = placed(await writtenRows(world.pool, 'fill-0022.mjs'));
  writeFileSync(path.join(to, 'store-0022.sql.gz'), gzipSync(sql, { level: 9 }));
  await platform.close();
  await receiver.close();
  await smtp.close();
}, 600_000);
