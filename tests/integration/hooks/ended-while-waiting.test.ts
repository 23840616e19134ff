import { disableInstallation } from '@pristan/flows';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { startDispatcher } from '../../../apps/server/src/workers/deliver.ts';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import type { Integration } from '../../harness/fixtures.ts';
import { aCode, anAccount, anIntegration, aUser } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import type { Receiver } from '../../harness/receiver.ts';
import { aReceiver } from '../../harness/receiver.ts';
import { widgetZip } from '../../harness/widget.ts';

let platform: Platform;
let receiver: Receiver;
let accountId: number;
let adminId: number;
let admin: ApiCaller;
beforeAll(async () => {
  receiver = await aReceiver(200);
  platform = await openPlatform({ PRISTAN_HOOK_ALLOW: '127.0.0.0/8' });
  const account = await anAccount(platform, 'demo');
  accountId = account.id;
  adminId = account.admin.id;
  admin = await apiCaller(platform, account.admin);
});
afterAll(async () => {
  await platform.close();
  await receiver.close();
});

let seen = 0;
beforeEach(() => {
  seen = receiver.received.length;
});

/** Runs a dispatcher until the delivery is finished; no other dispatcher runs before. */
async function send(deliveryId: string) {
  const dispatcher = startDispatcher(platform.world);
  try {
    for (;;) {
      const row = await platform.world.db
        .selectFrom('deliveries')
        .select(['state', 'last_failure'])
        .where('id', '=', deliveryId)
        .executeTakeFirstOrThrow();
      if (row.state !== 'pending' && row.state !== 'started') return row;
    }
  } finally {
    await dispatcher.stop();
  }
}

describe('the hook with a code that an integrator requested', () => {
  /** An integration with a widget and a grant, whose requested code has not been sent yet. */
  async function onTheWay() {
    const integration = await anIntegration(platform, 'demo', {
      kind: 'private',
      redirectUri: `${receiver.origin}/callback`,
    });
    const widgets = `/accounts/${accountId}/integrations/${integration.client_id}/widgets`;
    expect((await admin('POST', widgets, await widgetZip(), { 'content-type': 'application/zip' })).statusCode).toBe(
      201,
    );
    expect((await admin('PUT', `${widgets}/live`, { number: 1 })).statusCode).toBe(200);
    await aCode(platform, integration, { account: 'demo', email: 'admin@demo.test' });
    const { client_id, client_secret } = integration;
    const asked = await platform.inject({
      method: 'POST',
      url: '/api/platform/installations/demo/code',
      payload: { client_id, client_secret },
    });
    expect(asked.statusCode, asked.body).toBe(202);
    return { integration, deliveryId: asked.json<{ delivery_id: string }>().delivery_id };
  }

  const events: Readonly<Record<string, (integration: Integration) => Promise<unknown>>> = {
    'the grant was revoked': async ({ client_id }) =>
      platform.world.db.updateTable('grants').set({ revoked_at: 1 }).where('integration_id', '=', client_id).execute(),
    'the installation was disabled': async ({ client_id: integrationId }) =>
      disableInstallation(platform.world, {
        accountId,
        integrationId,
        by: { userId: adminId, address: '' },
        press: undefined,
      }),
    'the integration was paused': async ({ client_id }) =>
      admin('PUT', `/accounts/${accountId}/integrations/${client_id}/state`, { state: 'stopped' }),
  };

  test.each(Object.keys(events))(
    'a code that an integrator requested is not sent once %s, and the log says so',
    async (how) => {
      const { integration, deliveryId } = await onTheWay();
      await events[how]?.(integration);
      expect(await send(deliveryId)).toMatchObject({ state: 'overtaken', last_failure: 'not_sent' });
      const installs = receiver.received.slice(seen).filter(({ url }) => url.includes('from_widget'));
      expect(installs).toEqual([]);
    },
  );

  test('a code that an integrator requested is sent while nothing has changed', async () => {
    const { deliveryId } = await onTheWay();
    expect(await send(deliveryId)).toMatchObject({ state: 'delivered' });
  });
});

describe('a test delivery', () => {
  async function onTheWay(name: string) {
    const integration = await anIntegration(platform, 'demo', {
      kind: 'private',
      redirectUri: `${receiver.origin}/callback`,
    });
    const person = await aUser(platform, `${name}@demo.test`, { demo: 'admin' });
    const caller = await apiCaller(platform, person);
    const path = `/accounts/${accountId}/integrations/${integration.client_id}/test-deliveries`;
    const asked = await caller('POST', path, { hook: 'install' });
    expect(asked.statusCode, asked.body).toBe(202);
    return { integration, person, deliveryId: asked.json<{ delivery_id: string }>().delivery_id };
  }

  test.each([
    ['demoted', { role: 'member' }],
    ['deactivated', { state: 'deactivated' }],
  ])('a test delivery is not sent once the admin who requested it was %s', async (how, change) => {
    const { person, deliveryId } = await onTheWay(how);
    expect((await admin('PATCH', `/accounts/${accountId}/members/${person.id}`, change)).statusCode).toBe(200);
    expect(await send(deliveryId)).toMatchObject({ state: 'overtaken', last_failure: 'not_sent' });
    expect(receiver.received).toHaveLength(seen);
  });

  test('a test delivery is not sent once the integration is deleted', async () => {
    const { integration, deliveryId } = await onTheWay('deleting');
    await admin('DELETE', `/accounts/${accountId}/integrations/${integration.client_id}`);
    expect(await send(deliveryId)).toMatchObject({ state: 'overtaken', last_failure: 'not_sent' });
    expect(receiver.received).toHaveLength(seen);
  });

  test('a test delivery is sent while its requester is an admin', async () => {
    const { deliveryId } = await onTheWay('staying');
    expect(await send(deliveryId)).toMatchObject({ state: 'delivered' });
  });
});
