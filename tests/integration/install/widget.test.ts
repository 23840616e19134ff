import type { IncomingMessage, Server } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dispatcher } from '../../../apps/server/src/workers/deliver.ts';
import { startDispatcher } from '../../../apps/server/src/workers/deliver.ts';
import type { Visitor } from '../../harness/browser-session.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { anAccount, anIntegration } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { widgetZip } from '../../harness/widget.ts';

/** A receiver that records requests and answers 500 after `delayMs`. */
const received: { readonly url: string; readonly headers: IncomingMessage['headers'] }[] = [];
let delayMs = 0;
let receiver: Server;
let platform: Platform;
let dispatcher: Dispatcher;
let admin: Visitor;
let member: Visitor;
let accountId: number;
let redirect: string;

beforeAll(async () => {
  receiver = createServer((request, response) => {
    received.push({ url: request.url ?? '', headers: request.headers });
    void setTimeout(delayMs).then(() => response.writeHead(500).end('no'));
  });
  await new Promise<void>((resolve) => receiver.listen(0, '127.0.0.1', resolve));
  redirect = `http://127.0.0.1:${(receiver.address() as AddressInfo).port}/callback?shop=1`;
  platform = await openPlatform({ PRISTAN_HOOK_ALLOW: '127.0.0.0/8' });
  const demo = await anAccount(platform, 'demo', true);
  accountId = demo.id;
  admin = aVisitor(platform);
  await admin.signIn('admin@demo.test');
  member = aVisitor(platform);
  await member.signIn('member@demo.test');
  dispatcher = startDispatcher(platform.world);
});
afterAll(async () => {
  await dispatcher.stop();
  await platform.close();
  receiver.closeAllConnections();
  receiver.close();
});

/** An integration of the account with a widget, which is live or not. */
async function withWidget(name: string, live = true) {
  const integration = await anIntegration(platform, 'demo', { kind: 'private', redirectUri: redirect, name });
  const [person] = await platform.world.db
    .selectFrom('users')
    .select('id')
    .where('email', '=', 'admin@demo.test')
    .execute();
  const call = await apiCaller(platform, person);
  const widgets = `/accounts/${accountId}/integrations/${integration.client_id}/widgets`;
  await call('POST', widgets, await widgetZip(), { 'content-type': 'application/zip' });
  if (live) await call('PUT', `${widgets}/live`, { number: 1 });
  return { ...integration, path: `/accounts/${accountId}/installations/${integration.client_id}/install` };
}

async function press(visitor: Visitor, path: string, headers: Record<string, string | undefined> = {}) {
  const page = await visitor.get(path);
  expect(page.statusCode).toBe(200);
  // The widget's required setting; only the install form reads it.
  const fields = { ...hiddenFields(page.body, path), 'setting.login': 'romashka' };
  platform.clock.advance(1000);
  const answer = await visitor.post(path, fields, headers);
  return { answer, fields };
}

async function sent(clientId: string): Promise<readonly string[]> {
  return received.map(({ url }) => url).filter((url) => url.includes(clientId));
}

/** Waits until every hook delivery of an integration is finished. */
async function settled(clientId: string): Promise<void> {
  await expect
    .poll(
      async () => {
        const rows = await platform.world.db
          .selectFrom('deliveries')
          .select('finished_at')
          .where('integration_id', '=', clientId)
          .execute();
        return rows.length > 0 && rows.every(({ finished_at }) => finished_at !== null);
      },
      { timeout: 10_000 },
    )
    .toBe(true);
}

async function exchange(code: string, keys: { readonly client_id: string; readonly client_secret: string }) {
  return platform.inject({
    method: 'POST',
    url: '/oauth2/access_token',
    payload: {
      grant_type: 'authorization_code',
      client_id: keys.client_id,
      client_secret: keys.client_secret,
      redirect_uri: redirect,
      code,
    },
  });
}

describe('Install on the page of a widget', () => {
  test('§12.16: Install sends the code once, by exactly the documented request, whatever is answered, and shows both sides', async () => {
    const acme = await withWidget('Acme Install');
    const { answer, fields } = await press(admin, acme.path);
    expect(answer.statusCode).toBe(303);
    await settled(acme.client_id);
    const [url = '', ...more] = await sent(acme.client_id);
    expect(more).toEqual([]);
    const form = new RegExp(
      `^/callback\\?shop=1&code=([^&]+)&referer=demo\\.accounts\\.test&platform=1&client_id=${acme.client_id}&from_widget=1$`,
    );
    const code = decodeURIComponent(form.exec(url)?.[1] ?? '');
    expect(code).not.toBe('');

    const told = async () =>
      (await admin.get(`/api/platform/accounts/${accountId}/installations/${acme.client_id}`)).json<{
        other_side: { sent_codes: unknown[] };
      }>().other_side.sent_codes;
    expect(await told()).toMatchObject([{ person: 'admin', status: 500, code: 'waiting' }]);

    const rows = await platform.world.db.selectFrom('delivery_attempts').selectAll().execute();
    expect(JSON.stringify(rows)).not.toContain(code);
    const kept = await platform.world.db
      .selectFrom('codes')
      .select('sealed_code')
      .where('integration_id', '=', acme.client_id)
      .execute();
    expect(kept).toEqual([{ sealed_code: null }]);

    expect((await exchange(code, acme)).statusCode).toBe(200);
    expect(await told()).toMatchObject([{ code: 'exchanged' }]);

    const replayed = await admin.post(acme.path, fields);
    expect([replayed.statusCode, replayed.headers.location]).toEqual([303, answer.headers.location]);
    expect(await sent(acme.client_id)).toHaveLength(1);
  });

  test('§12.16: Install gives up on a hanging receiver after 3 seconds without retrying; a new code still connects', async () => {
    const acme = await withWidget('Acme Slow');
    delayMs = 5000;
    await press(admin, acme.path);
    await settled(acme.client_id);
    delayMs = 0;
    const [attempt] = await platform.world.db
      .selectFrom('delivery_attempts as t')
      .innerJoin('deliveries as d', 'd.id', 't.delivery_id')
      .select(['t.failure', 't.took_ms', 'd.state', 'd.tries'])
      .where('d.integration_id', '=', acme.client_id)
      .execute();
    expect(attempt).toMatchObject({ failure: 'timeout', state: 'failed', tries: 1 });
    expect(attempt?.took_ms).toBeGreaterThan(2500);
    expect(attempt?.took_ms).toBeLessThan(4500);
    platform.clock.advance(24 * 3_600_000);
    dispatcher.wake();
    await settled(acme.client_id);
    expect(await sent(acme.client_id)).toHaveLength(1);
    platform.clock.advance(-24 * 3_600_000);

    const fresh = await press(admin, acme.path);
    expect(fresh.answer.statusCode).toBe(303);
    await settled(acme.client_id);
    const urls = await sent(acme.client_id);
    expect(urls).toHaveLength(2);
    const code = decodeURIComponent(/code=([^&]+)/.exec(urls[1] ?? '')?.[1] ?? '');
    expect((await exchange(code, acme)).statusCode).toBe(200);
    const grants = await platform.world.db
      .selectFrom('grants')
      .select('id')
      .where('integration_id', '=', acme.client_id)
      .execute();
    expect(grants).toHaveLength(1);
  });

  test('Install enables a disabled installation with a new code', async () => {
    const acme = await withWidget('Acme Again');
    await press(admin, acme.path);
    await settled(acme.client_id);
    const disable = acme.path.replace(/install$/, 'disable');
    expect((await press(admin, disable)).answer.statusCode).toBe(303);
    expect((await admin.get(acme.path)).body).toContain('Enable');
    expect((await press(admin, acme.path)).answer.statusCode).toBe(303);
    await settled(acme.client_id);
    expect(await sent(acme.client_id)).toHaveLength(2);
  });
});

describe('refused installs, with nothing sent', () => {
  test('403 for Install by a member, another origin, a script, or with another page’s confirmation token', async () => {
    const acme = await withWidget('Acme Refused');
    expect((await member.get(acme.path)).statusCode).toBe(403);
    for (const headers of [
      { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' },
      { origin: undefined, 'sec-fetch-site': 'same-site' },
      { 'sec-fetch-mode': 'cors' },
      { 'sec-fetch-user': undefined },
    ]) {
      expect((await press(admin, acme.path, headers)).answer.statusCode).toBe(403);
    }
    const { press: token = '' } = hiddenFields((await admin.get(acme.path)).body, acme.path);
    const other = await withWidget('Acme Other');
    expect((await admin.post(other.path, { press: token })).statusCode).toBe(403);
    expect(await sent(acme.client_id)).toEqual([]);
  });

  test('404 for Install without a live version, for a paused integration, or one of another account', async () => {
    const none = await withWidget('Acme None', false);
    expect((await admin.get(none.path)).statusCode).toBe(404);
    const stopped = await withWidget('Acme Stopped');
    await platform.world.db
      .updateTable('integrations')
      .set({ state: 'stopped' })
      .where('id', '=', stopped.client_id)
      .execute();
    expect((await admin.get(stopped.path)).statusCode).toBe(404);
    await anAccount(platform, 'elsewhere');
    const far = await withWidget('Acme Far');
    const [elsewhere] = await platform.world.db
      .selectFrom('subdomains')
      .select('account_id')
      .where('subdomain', '=', 'elsewhere')
      .execute();
    const visitor = aVisitor(platform);
    await visitor.signIn('admin@elsewhere.test');
    const path = `/accounts/${elsewhere?.account_id}/installations/${far.client_id}/install`;
    expect((await visitor.get(path)).statusCode).toBe(404);
  });
});
