import { dayMs } from '@pristan/rules';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sweep } from '../../../apps/server/src/workers/sweep.ts';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import type { Receiver } from '../../harness/receiver.ts';
import { aReceiver } from '../../harness/receiver.ts';
import type { IntegrationKeys, HooksFixture } from './fixture.ts';
import {
  allDeliveriesAre,
  connectAndDisable,
  waitForDeliveries,
  onlyDelivery,
  integrationWithDisconnectUri,
  openHooksFixture,
  waitForAttempts,
} from './fixture.ts';

let stand: HooksFixture;
let there: Receiver;
let admin: ApiCaller;
let member: ApiCaller;
beforeAll(async () => {
  stand = await openHooksFixture();
  there = await aReceiver(200);
  admin = await apiCaller(stand.platform, stand.admin);
  member = await apiCaller(stand.platform, stand.member);
});
afterAll(async () => {
  await there.close();
  await stand.close();
});

const path = ({ client_id }: IntegrationKeys) => `/accounts/${stand.accountId}/integrations/${client_id}/deliveries`;
const unknown = '01890000-0000-7000-8000-000000000000';

async function delivered(): Promise<IntegrationKeys> {
  there.answers(200);
  const keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye`);
  await connectAndDisable(stand, keys);
  await waitForDeliveries(stand, keys, allDeliveriesAre('delivered'));
  return keys;
}

describe('the log of deliveries', () => {
  test('200 for the log of deliveries: newest first, page by page', async () => {
    const keys = await delivered();
    for (let n = 0; n < 2; n++) await connectAndDisable(stand, keys);
    const rows = await waitForDeliveries(
      stand,
      keys,
      (found) => found.length === 3 && allDeliveriesAre('delivered')(found),
    );
    const first = (await admin('GET', `${path(keys)}?limit=2`)).json<{
      deliveries: { delivery_id: string }[];
      next_before: string;
    }>();
    const rest = (await admin('GET', `${path(keys)}?limit=2&before=${first.next_before}`)).json<typeof first>();
    const ids = [...first.deliveries, ...rest.deliveries].map((one) => one.delivery_id);
    expect(ids).toEqual(rows.map((row) => row.deliveryId));
    expect(ids).toEqual(ids.toSorted().toReversed());
    expect(rest.next_before).toBeNull();
  });

  test('200 for one delivery with each of its attempts', async () => {
    const keys = await delivered();
    const { deliveryId } = await onlyDelivery(stand, keys);
    const response = await admin('GET', `${path(keys)}/${deliveryId}`);
    expect(response.json()).toMatchObject({
      delivery_id: deliveryId,
      account_id: stand.accountId,
      hook: 'disconnect',
      url: `${there.origin}/bye`,
      state: 'delivered',
      tries: 1,
      due_at: null,
      resendable: true,
      attempts: [{ number: 1, status: 200, failure: null, answer: '', request: { method: 'GET', body: null } }],
    });
  });

  test('200 for a delivery with thousands of attempts: the newest hundred, and the number of all', async () => {
    const keys = await delivered();
    const { deliveryId } = await onlyDelivery(stand, keys);
    const { pool } = stand.platform.world;
    await pool.query(
      `insert into delivery_attempts (account_id, delivery_id, number, started_at, answer)
       select account_id, id, n, 1, repeat('x', 4096) from deliveries, generate_series(2, 7200) n where id = $1`,
      [deliveryId],
    );
    await pool.query('update deliveries set tries = 7200 where id = $1', [deliveryId]);
    const response = await admin('GET', `${path(keys)}/${deliveryId}`);
    const { tries, attempts } = response.json<{ tries: number; attempts: { number: number }[] }>();
    expect(tries).toBe(7200);
    expect(attempts.map(({ number }) => number)).toEqual(Array.from({ length: 100 }, (_, each) => 7200 - each));
  });

  test('200 for a delivery: the answer’s headers, with the receiver’s own cookies masked', async () => {
    const keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye`);
    const headers = { server: 'lighthouse', 'retry-after': '30', 'set-cookie': 'session=theirs' };
    there.answers({ status: 200, headers, body: 'thanks' });
    await connectAndDisable(stand, keys);
    await waitForDeliveries(stand, keys, allDeliveriesAre('delivered'));
    const { deliveryId } = await onlyDelivery(stand, keys);
    const response = await admin('GET', `${path(keys)}/${deliveryId}`);
    const { attempts } = response.json<{ attempts: { answer: string; answer_headers: object }[] }>();
    expect(attempts).toMatchObject([
      { answer: 'thanks', answer_headers: { server: 'lighthouse', 'retry-after': '30', 'set-cookie': '***' } },
    ]);
    expect(Object.keys(attempts[0]?.answer_headers ?? {}).slice(0, 3)).toEqual(Object.keys(headers));
  });

  test('403 for a member who reads the log of deliveries', async () => {
    const keys = await delivered();
    const { deliveryId } = await onlyDelivery(stand, keys);
    for (const place of [path(keys), `${path(keys)}/${deliveryId}`]) {
      const response = await member('GET', place);
      expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([403, 'admin_required']);
    }
    expect((await member('POST', `${path(keys)}/${deliveryId}/resend`)).statusCode).toBe(403);
  });

  test('404 for reading or resending any delivery of a deleted integration', async () => {
    const keys = await delivered();
    const { deliveryId } = await onlyDelivery(stand, keys);
    const deleted = await admin('DELETE', `/accounts/${stand.accountId}/integrations/${keys.client_id}`);
    expect(deleted.statusCode, deleted.body).toBe(204);
    const before = there.received.length;
    for (const [method, place, code] of [
      ['GET', path(keys), 'integration_not_found'],
      ['GET', `${path(keys)}/${deliveryId}`, 'delivery_not_found'],
      ['POST', `${path(keys)}/${deliveryId}/resend`, 'delivery_not_found'],
    ] as const)
      expect((await admin(method, place)).json()).toMatchObject({ status: 404, code });
    const { deliveries } = stand.platform.world.store;
    expect(await deliveries.list(stand.accountId, keys.client_id, { limit: 9, before: undefined })).toEqual([]);
    expect(await deliveries.failingReceivers(stand.accountId, keys.client_id)).toEqual([]);
    expect(there.received).toHaveLength(before);
  });

  test('404 for a delivery of another integration', async () => {
    const [keys, other] = [await delivered(), await delivered()];
    const { deliveryId } = await onlyDelivery(stand, other);
    for (const id of [deliveryId, unknown]) expect((await admin('GET', `${path(keys)}/${id}`)).statusCode).toBe(404);
    expect((await admin('POST', `${path(keys)}/${deliveryId}/resend`)).statusCode).toBe(404);
    expect((await admin('GET', `/accounts/${stand.accountId}/integrations/${unknown}/deliveries`)).statusCode).toBe(
      404,
    );
  });

  test('the log keeps deliveries and attempts for 30 days', async () => {
    const keys = await delivered();
    const world = { ...stand.platform.world, clock: { now: () => stand.platform.clock.now() + 30 * dayMs - 60_000 } };
    await sweep(world, 'often');
    expect(await waitForDeliveries(stand, keys, () => true)).toHaveLength(1);
    await sweep({ ...world, clock: { now: () => stand.platform.clock.now() + 30 * dayMs + 60_000 } }, 'often');
    expect(await waitForDeliveries(stand, keys, () => true)).toEqual([]);
    const { rows } = await stand.platform.world.pool.query<{ count: number }>('select count(*) from delivery_attempts');
    expect(rows[0]?.count).toBe(0);
  });
});

describe('resending a delivery', () => {
  test('200 for resending a delivery: it goes out under the same id, and the log keeps both attempts', async () => {
    const keys = await delivered();
    const { deliveryId } = await onlyDelivery(stand, keys);
    const before = there.received.length;
    const response = await admin('POST', `${path(keys)}/${deliveryId}/resend`);
    expect(response.statusCode).toBe(200);
    await waitForAttempts(stand, keys, 2);
    expect(there.received.slice(before).map(({ headers }) => headers['webhook-id'])).toEqual([deliveryId]);
    const { rows } = await stand.platform.world.pool.query<{ user_id: number }>(
      `select user_id from audit where kind = 'hook_resent' and account_id = $1 and facts->>'deliveryId' = $2`,
      [stand.accountId, deliveryId],
    );
    expect(rows).toEqual([{ user_id: stand.admin.id }]);
  });

  test('403 for resending a delivery from a page of another site', async () => {
    const keys = await delivered();
    const { deliveryId } = await onlyDelivery(stand, keys);
    const foreign = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
    const response = await admin('POST', `${path(keys)}/${deliveryId}/resend`, undefined, foreign);
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([403, 'foreign_request']);
  });

  test('409 for resending a delivery that is still pending', async () => {
    const keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye`);
    there.answers(500);
    await connectAndDisable(stand, keys);
    const { deliveryId } = await waitForAttempts(stand, keys, 1);
    const response = await admin('POST', `${path(keys)}/${deliveryId}/resend`);
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([409, 'delivery_pending']);
  });
});

test('a receiver that fails for five days is marked and its integrator notified once; a success clears the mark', async () => {
  const down = await aReceiver(500);
  const keys = await integrationWithDisconnectUri(stand, `${down.origin}/bye`);
  const receivers = async () =>
    (await admin('GET', path(keys))).json<{ failing_receivers: { host: string; marked: boolean }[] }>()
      .failing_receivers;
  const told = async () => {
    const { rows } = await stand.platform.world.pool.query<{ notices: number; mails: number }>(
      `select (select count(*) from notices where kind = 'receiver_failing' and facts->>'integrationId' = $1) as notices,
        (select count(*) from mails where kind = 'receiver_failing' and facts->>'integrationId' = $1) as mails`,
      [keys.client_id],
    );
    return rows[0];
  };
  const finishedTries = async (count: number) =>
    waitForDeliveries(stand, keys, (rows) => rows.filter((row) => row.lastFailedAt !== undefined).length >= count);

  await connectAndDisable(stand, keys);
  await finishedTries(1);
  expect(await receivers()).toMatchObject([{ host: new URL(down.origin).host, marked: false }]);
  stand.platform.clock.advance(5 * dayMs);
  await connectAndDisable(stand, keys);
  await finishedTries(2);
  expect(await receivers()).toMatchObject([{ marked: true }]);
  expect(await told()).toEqual({ notices: 1, mails: 1 });

  await connectAndDisable(stand, keys);
  await finishedTries(3);
  expect(await told()).toEqual({ notices: 1, mails: 1 });

  down.answers(200);
  await connectAndDisable(stand, keys);
  await waitForDeliveries(stand, keys, (rows) => rows.some((row) => row.state === 'delivered'));
  expect(await receivers()).toEqual([]);
  await down.close();
});
