import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { disconnectSender } from '../../../apps/server/src/hooks/compose.ts';
import { startDispatcher } from '../../../apps/server/src/workers/deliver.ts';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import type { Receiver } from '../../harness/receiver.ts';
import { aReceiver } from '../../harness/receiver.ts';
import type { IntegrationKeys, HooksFixture } from './fixture.ts';
import {
  allDeliveriesAre,
  connectIntegration,
  connectAndDisable,
  waitForDeliveries,
  integrationWithDisconnectUri,
  openHooksFixture,
  waitForAttempts,
} from './fixture.ts';

let stand: HooksFixture;
let admin: ApiCaller;
const receivers: Receiver[] = [];
beforeAll(async () => {
  stand = await openHooksFixture();
  admin = await apiCaller(stand.platform, stand.admin);
});
// Receivers are closed only at the end: a new one could get a freed port while connections to it are kept alive.
afterAll(async () => {
  await Promise.all(receivers.map(async (one) => one.close()));
  await stand.close();
});

async function receiver(...answers: Parameters<typeof aReceiver>): Promise<Receiver> {
  const opened = await aReceiver(...answers);
  receivers.push(opened);
  return opened;
}

const pathOf = ({ client_id }: IntegrationKeys) => `/accounts/${stand.accountId}/integrations/${client_id}`;

async function later(ms: number): Promise<void> {
  stand.platform.clock.advance(ms);
  stand.dispatcher.wake();
  return Promise.resolve();
}

describe('a delivery overtaken by a newer state', () => {
  test('409 delivery_overtaken for resending an overtaken delivery, which is shown with the reason', async () => {
    const there = await receiver(503);
    const keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye`);
    await connectAndDisable(stand, keys);
    await waitForAttempts(stand, keys, 1);
    await connectIntegration(stand, keys);
    await later(60_000);
    const [row] = await waitForDeliveries(stand, keys, allDeliveriesAre('overtaken'));
    expect(there.received).toHaveLength(1);
    const one = `${pathOf(keys)}/deliveries/${row?.deliveryId ?? ''}`;
    const shown = await admin('GET', one);
    expect(shown.json()).toMatchObject({
      state: 'overtaken',
      overtaken_by: 'connected_again',
      resendable: false,
      attempts: [{ failure: 'not_sent', request: null }, { status: 503 }],
    });
    const listed = await admin('GET', `${pathOf(keys)}/deliveries?state=overtaken`);
    expect(listed.json()).toMatchObject({ deliveries: [{ state: 'overtaken' }] });
    const resent = await admin('POST', `${one}/resend`);
    expect([resent.statusCode, resent.json<{ code: string }>().code]).toEqual([409, 'delivery_overtaken']);
  });

  test('409 for resending a delivered disconnect hook once the account is connected again', async () => {
    const there = await receiver(200);
    const keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye`);
    await connectAndDisable(stand, keys);
    const [row] = await waitForDeliveries(stand, keys, allDeliveriesAre('delivered'));
    const one = `${pathOf(keys)}/deliveries/${row?.deliveryId ?? ''}`;
    expect((await admin('GET', one)).json()).toMatchObject({ resendable: true, overtaken_by: null });
    await connectIntegration(stand, keys);
    expect((await admin('GET', one)).json()).toMatchObject({ resendable: false, overtaken_by: 'connected_again' });
    expect((await admin('POST', `${one}/resend`)).statusCode).toBe(409);
    expect(there.received).toHaveLength(1);
  });

  test('a hook is not sent when a newer state overtakes it between claim and sending', async () => {
    const there = await receiver(200);
    const keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye`);
    await stand.dispatcher.stop();
    await connectAndDisable(stand, keys);
    const late = startDispatcher(stand.platform.world, {
      disconnect: {
        compose: async (world, delivery) => {
          const message = await disconnectSender.compose(world, delivery);
          await connectIntegration(stand, keys);
          return message;
        },
      },
    });
    await waitForDeliveries(stand, keys, allDeliveriesAre('overtaken'));
    await late.stop();
    expect(there.received).toEqual([]);
    await stand.close();
    stand = await openHooksFixture();
    admin = await apiCaller(stand.platform, stand.admin);
  });
});

describe('a receiver that answers 409', () => {
  test('a receiver that answers 409 to the repeat of an attempt that may have arrived has accepted the hook', async () => {
    const there = await receiver(500, 409);
    const keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye`);
    await connectAndDisable(stand, keys);
    await waitForAttempts(stand, keys, 1);
    await later(10_000);
    const found = await waitForAttempts(stand, keys, 2);
    expect(found).toMatchObject({ state: 'delivered', lastFailure: undefined, lastStatus: 409 });
  });

  test('a hook is retried when its receiver answers 409 to the first attempt and again', async () => {
    const there = await receiver(409);
    const keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye`);
    await connectAndDisable(stand, keys);
    await waitForAttempts(stand, keys, 1);
    await later(10_000);
    expect(await waitForAttempts(stand, keys, 2)).toMatchObject({ state: 'pending', lastStatus: 409 });
  });

  test('a receiver that answers 409 after an attempt that timed out has accepted the hook', async () => {
    const there = await receiver('hang', 409);
    const keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye`);
    await connectAndDisable(stand, keys);
    await there.got(1);
    const { attempts } = await waitForAttempts(stand, keys, 1);
    expect(attempts).toMatchObject([{ failure: 'timeout' }]);
    await later(10_000);
    expect(await waitForAttempts(stand, keys, 2)).toMatchObject({ state: 'delivered', lastStatus: 409 });
  });
});

test.each([
  ['seconds', () => '3600'],
  ['a date', () => new Date(stand.platform.clock.now() + 3_600_000).toUTCString()],
])('a receiver that sends Retry-After as %s is not retried sooner', async (_how, value) => {
  const { clock } = stand.platform;
  const before = clock.now();
  const there = await receiver({ status: 503, body: '', headers: { 'retry-after': value() } });
  const keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye`);
  await connectAndDisable(stand, keys);
  const { dueAt } = await waitForAttempts(stand, keys, 1);
  // The date in a Retry-After header has whole seconds.
  expect(dueAt).toBeGreaterThan(before + 3_600_000 - 1_000);
  expect(dueAt).toBeLessThanOrEqual(clock.now() + 3_600_000);
});

describe('a receiver that answers 410', () => {
  async function stopped(): Promise<{ there: Receiver; keys: IntegrationKeys; url: string }> {
    const there = await receiver(410);
    const url = `${there.origin}/bye`;
    const keys = await integrationWithDisconnectUri(stand, url);
    await connectAndDisable(stand, keys);
    const once = await waitForAttempts(stand, keys, 1);
    expect(once.attempts).toMatchObject([{ failure: 'status', status: 410 }]);
    expect(once).toMatchObject({ state: 'failed', lastStatus: 410 });
    return { there, keys, url };
  }

  test('a receiver that answers 410 is stopped, its owner notified once, and later deliveries wait', async () => {
    const { there, keys, url } = await stopped();
    expect((await admin('GET', `${pathOf(keys)}/deliveries`)).json()).toMatchObject({
      stopped_receivers: [{ url, host: new URL(url).host }],
    });
    await connectAndDisable(stand, keys);
    const [next] = await waitForDeliveries(stand, keys, ([newest]) => newest?.lastFailure === 'receiver_stopped');
    expect(next).toMatchObject({ state: 'pending' });
    expect(there.received).toHaveLength(1);
    const { rows } = await stand.platform.world.pool.query(
      `select (select count(*)::int from notices where kind = 'receiver_stopped' and facts ->> 'url' = $1) as notices,
         (select count(*)::int from mails where kind = 'receiver_stopped' and facts ->> 'url' = $1) as mails`,
      [url],
    );
    expect(rows).toEqual([{ notices: 1, mails: 1 }]);
  });

  test('a stopped receiver gets test deliveries, and the waiting deliveries once it is enabled', async () => {
    const { there, keys, url } = await stopped();
    there.answers(200);
    await connectAndDisable(stand, keys);
    await waitForDeliveries(stand, keys, ([newest]) => newest?.lastFailure === 'receiver_stopped');
    expect((await admin('POST', `${pathOf(keys)}/test-deliveries`, { hook: 'disconnect' })).statusCode).toBe(202);
    await there.got(2);
    expect(there.received[1]?.headers['webhook-test']).toBe('true');
    const asked = { url };
    expect((await admin('POST', `${pathOf(keys)}/stopped-receivers/enable`, asked)).statusCode).toBe(204);
    await there.got(3);
    await waitForDeliveries(stand, keys, (rows) => rows.filter(({ state }) => state === 'delivered').length === 2);
    expect((await admin('POST', `${pathOf(keys)}/stopped-receivers/enable`, asked)).statusCode).toBe(204);
    expect((await admin('GET', `${pathOf(keys)}/deliveries`)).json()).toMatchObject({ stopped_receivers: [] });
  });

  test('403 for a member who enables a stopped receiver', async () => {
    const { keys } = await stopped();
    const member = await apiCaller(stand.platform, stand.member);
    expect((await member('POST', `${pathOf(keys)}/stopped-receivers/enable`, { url: 'x' })).statusCode).toBe(403);
  });

  test('a receiver that answers 410 does not stop another address of the same integration', async () => {
    const { keys } = await stopped();
    const other = await receiver(200);
    await stand.platform.world.db
      .updateTable('integrations')
      .set({ disconnect_uri: `${other.origin}/bye` })
      .where('id', '=', keys.client_id)
      .execute();
    await connectAndDisable(stand, keys);
    await other.got(1);
  });
});

test('a receiver’s answer in an unknown charset is logged with the charset’s name', async () => {
  const there = await receiver({
    status: 500,
    body: 'ok',
    headers: { 'content-type': 'text/plain; charset=x-elvish' },
  });
  const keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye`);
  await connectAndDisable(stand, keys);
  const { deliveryId } = await waitForAttempts(stand, keys, 1);
  const shown = await admin('GET', `${pathOf(keys)}/deliveries/${deliveryId}`);
  expect(shown.json()).toMatchObject({ attempts: [{ unknown_charset: 'x-elvish', answer: 'ok' }] });
});
