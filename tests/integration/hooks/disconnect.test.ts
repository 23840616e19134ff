import { createHmac, createPublicKey, verify } from 'node:crypto';
import { deleteIntegration, revokeGrant, switchIntegration } from '@pristan/flows';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { Webhook } from 'standardwebhooks';
import { disconnectSignature, signedHeaders } from '../../../apps/server/src/hooks/sign.ts';
import type { Received, Receiver } from '../../harness/receiver.ts';
import { aReceiver } from '../../harness/receiver.ts';
import { rotateNewestSecret } from '../../harness/newest-secret.ts';
import { redirectUri } from '../../harness/fixtures.ts';
import type { IntegrationKeys, HooksFixture } from './fixture.ts';
import {
  allDeliveriesAre,
  connectIntegration,
  connectAndDisable,
  waitForDeliveries,
  onlyDelivery,
  integrationWithDisconnectUri,
  openHooksFixture,
  waitForAttempts,
} from './fixture.ts';

let stand: HooksFixture;
let receivers: Receiver[] = [];
beforeAll(async () => {
  stand = await openHooksFixture();
});
afterAll(async () => {
  await Promise.all(receivers.map(async (receiver) => receiver.close()));
  receivers = [];
  await stand.close();
});

async function receiver(...answers: Parameters<typeof aReceiver>): Promise<Receiver> {
  const opened = await aReceiver(...answers);
  receivers.push(opened);
  return opened;
}

const hmac = (keys: IntegrationKeys) =>
  createHmac('sha256', keys.client_secret).update(`${keys.client_id}|${stand.accountId}`).digest('hex');

describe('the signature of a disconnect hook', () => {
  test('§12.9: the disconnect signature matches the contract’s test vector: HMAC over client id, pipe, account id', () => {
    const about = { clientId: '0b0832f6-0000-4000-8000-00000000abcd', accountId: 12_345_678 };
    expect(disconnectSignature(about, 'test-secret-0123456789')).toBe(
      '9ddd42542be46b22b9df0af24c649d45f501d6065d2abe144d20790bb4e0366b',
    );
  });
});

describe('disabling an installation', () => {
  test('§12.9, §12.12: disabling an installation sends the integrator one GET, signed with the client secret', async () => {
    const there = await receiver(200);
    const keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye`);
    await connectAndDisable(stand, keys);
    await waitForDeliveries(stand, keys, allDeliveriesAre('delivered'));
    expect(there.received).toHaveLength(1);
    expect(there.received[0]).toMatchObject({
      method: 'GET',
      url: `/bye?client_uuid=${keys.client_id}&account_id=${stand.accountId}&signature=${hmac(keys)}`,
      headers: { 'user-agent': 'amoService-oAuth-Code-Sender/1.0' },
    });
  });

  test('a disconnect hook keeps the query of the registered address', async () => {
    const there = await receiver(204);
    const keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye?shop=7`);
    await connectAndDisable(stand, keys);
    await waitForDeliveries(stand, keys, allDeliveriesAre('delivered'));
    expect(there.received[0]?.url).toMatch(/^\/bye\?shop=7&client_uuid=/);
  });

  test('disabling sends nothing to an integration without a disconnect address', async () => {
    const keys = await integrationWithDisconnectUri(stand, undefined);
    await connectAndDisable(stand, keys);
    expect(await waitForDeliveries(stand, keys, () => true)).toEqual([]);
  });
});

test('revoking the last grant sends the disconnect hook; pausing or deleting the integration does not', async () => {
  const there = await receiver(200);
  const keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye`);
  await connectIntegration(stand, keys);
  const installation = await stand.platform.world.store.installs.shownInstallation(
    stand.accountId,
    keys.client_id,
    stand.platform.clock.now(),
  );
  const grantId = installation?.grants[0]?.grantId ?? '';
  await revokeGrant(stand.platform.world, { accountId: stand.accountId, grantId, by: 'operator', press: undefined });
  await waitForDeliveries(stand, keys, allDeliveriesAre('delivered'));
  expect(there.received).toHaveLength(1);

  const other = await integrationWithDisconnectUri(stand, `${there.origin}/bye`);
  await connectIntegration(stand, other);
  const about = { accountId: stand.accountId, integrationId: other.client_id, by: 'operator' } as const;
  await switchIntegration(stand.platform.world, about, 'stopped');
  expect(await waitForDeliveries(stand, other, () => true)).toEqual([]);
  await deleteIntegration(stand.platform.world, about);
  expect(await waitForDeliveries(stand, other, () => true)).toEqual([]);
});

test('a failing receiver is retried under the same id with a new signature until it accepts', async () => {
  const there = await receiver(500, { status: 503, body: 'busy' }, 200);
  const keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye`);
  await connectAndDisable(stand, keys);
  await waitForAttempts(stand, keys, 1);
  expect(await onlyDelivery(stand, keys)).toMatchObject({
    state: 'pending',
    lastFailure: 'status',
    lastStatus: 500,
    tries: 1,
  });
  for (const tries of [2, 3]) {
    stand.platform.clock.advance(60_000);
    stand.dispatcher.wake();
    await waitForAttempts(stand, keys, tries);
  }
  const found = await onlyDelivery(stand, keys);
  expect(found).toMatchObject({ state: 'delivered', tries: 3, lastFailure: undefined, lastStatus: 200 });
  expect(found.attempts.map(({ number, status, failure, answer }) => ({ number, status, failure, answer }))).toEqual([
    { number: 3, status: 200, failure: undefined, answer: '' },
    { number: 2, status: 503, failure: 'status', answer: 'busy' },
    { number: 1, status: 500, failure: 'status', answer: '' },
  ]);
  expect(new Set(there.received.map(({ headers }) => headers['webhook-id']))).toEqual(new Set([found.deliveryId]));
  expect(new Set(there.received.map(({ headers }) => headers['webhook-signature'])).size).toBe(3);
});

test('a hanging receiver times out after 3 seconds and delays no other delivery', async () => {
  const stuck = await receiver('hang');
  const fine = await receiver(200);
  const hanging = await integrationWithDisconnectUri(stand, `${stuck.origin}/bye`);
  const healthy = await integrationWithDisconnectUri(stand, `${fine.origin}/bye`);
  await connectAndDisable(stand, hanging);
  await stuck.got(1);
  await connectAndDisable(stand, healthy);
  await waitForDeliveries(stand, healthy, allDeliveriesAre('delivered'));
  expect(await onlyDelivery(stand, hanging)).toMatchObject({ state: 'pending', attempts: [{ finishedAt: undefined }] });
  const { attempts } = await waitForAttempts(stand, hanging, 1);
  expect(attempts).toMatchObject([{ failure: 'timeout', status: undefined }]);
  expect(attempts[0]?.tookMs).toBeGreaterThanOrEqual(2_990);
  expect(attempts[0]?.tookMs).toBeLessThan(5_000);
});

test('the delivery log shows request, answer and time, without the signatures', async () => {
  let keys: IntegrationKeys | undefined;
  const there = await receiver(200);
  keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye`);
  there.answers({ status: 200, body: `you sent ${hmac(keys)}` });
  await connectAndDisable(stand, keys);
  const { attempts, deliveryId } = await waitForAttempts(stand, keys, 1);
  expect(attempts).toMatchObject([
    {
      status: 200,
      answer: 'you sent ***',
      request: {
        method: 'GET',
        url: `${there.origin}/bye?client_uuid=${keys.client_id}&account_id=${stand.accountId}&signature=***`,
        headers: { 'webhook-id': deliveryId, 'webhook-signature': 'v1a,***' },
      },
    },
  ]);
  const signature = there.received[0]?.headers['webhook-signature'] as string;
  const { rows } = await stand.platform.world.pool.query<{ text: string }>(
    `select (select string_agg(d::text, '') from deliveries d) || (select string_agg(a::text, '') from delivery_attempts a) as text`,
  );
  const text = rows[0]?.text ?? '';
  expect(text).toContain(deliveryId);
  for (const secret of [hmac(keys), keys.client_secret, signature.split(',')[1] ?? ''])
    expect(text).not.toContain(secret);
});

describe('the platform’s signature of hooks', () => {
  async function publishedKeys() {
    const response = await stand.platform.inject({ method: 'GET', url: '/.well-known/jwks.json' });
    const { keys } = response.json<{ keys: { kid: string; kty: string; crv: string; x: string }[] }>();
    return keys
      .filter(({ kid }) => kid.startsWith('h'))
      .map(({ kty, crv, x }) => createPublicKey({ key: { kty, crv, x }, format: 'jwk' }));
  }

  /** Verifies the platform's signature by its public description alone, without the platform's code. */
  async function isSigned(request: Received, payload: string): Promise<boolean> {
    const { 'webhook-id': id, 'webhook-timestamp': timestamp, 'webhook-signature': header } = request.headers;
    const signature =
      String(header)
        .split(' ')
        .find((one) => one.startsWith('v1a,'))
        ?.slice(4) ?? '';
    const input = Buffer.from(`${String(id)}.${String(timestamp)}.${payload}`);
    return (await publishedKeys()).some((key) => verify(null, input, key, Buffer.from(signature, 'base64')));
  }

  test('the platform’s signature of a GET hook covers the raw query and verifies with a published key', async () => {
    const there = await receiver(200);
    const keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye?a=%41&b`);
    await connectAndDisable(stand, keys);
    const [request] = await there.got(1);
    if (request === undefined) throw new Error('nothing came');
    const query = request.url.slice(request.url.indexOf('?') + 1);
    expect(await isSigned(request, query)).toBe(true);
    expect(await isSigned(request, query.replace('a=%41', 'a=A'))).toBe(false);
    expect(await isSigned(request, '')).toBe(false);
    expect(String(request.headers['webhook-signature'])).not.toContain('v1,');
    expect(Number(request.headers['webhook-timestamp'])).toBe(Math.floor(Number(request.headers['webhook-timestamp'])));
  });

  test('a hook with a body has a second signature, which the standard’s own library verifies with the client secret', async () => {
    const { world } = stand.platform;
    const body = '{"client_id":"x","state":null}';
    const secret = 'Zk3'.repeat(21) + 'a';
    const now = { ...world, clock: { now: () => Date.now() } };
    const { headers } = signedHeaders(now, { deliveryId: 'd1', url: 'https://shop.test/', body, clientSecret: secret });
    const webhook = new Webhook(secret, { format: 'raw' });
    expect(webhook.verify(body, headers)).toEqual(JSON.parse(body));
    expect(() => webhook.verify(body.replace('x', 'y'), headers)).toThrow();
    expect(() => new Webhook(`${secret}b`, { format: 'raw' }).verify(body, headers)).toThrow();
    expect(await isSigned({ method: 'POST', url: '/', headers, body }, body)).toBe(true);
  });
});

test('after a key rotation hooks are signed with the old secret until the new one has been used', async () => {
  const there = await receiver(200);
  const keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye`);
  const { world } = stand.platform;
  const exchange = async (code: string, secret: string) =>
    stand.platform.inject({
      method: 'POST',
      url: '/oauth2/access_token',
      payload: {
        grant_type: 'authorization_code',
        client_id: keys.client_id,
        client_secret: secret,
        redirect_uri: redirectUri,
        code,
      },
    });
  const first = await connectIntegration(stand, keys);
  expect((await exchange(first.code, keys.client_secret)).statusCode).toBe(200);
  const rotated = await rotateNewestSecret(
    world,
    { accountId: stand.accountId, integrationId: keys.client_id, by: 'operator' },
    { overlapHours: 24, revokeNow: false },
  );
  if (rotated.kind !== 'rotated') throw new Error(rotated.kind);

  await connectAndDisable(stand, keys);
  // The first hook must arrive before the next consent, which would overtake a hook that is still waiting.
  await there.got(1);
  const second = await connectIntegration(stand, keys);
  expect(there.received[0]?.url).toContain(`signature=${hmac(keys)}`);

  expect((await exchange(second.code, rotated.clientSecret)).statusCode).toBe(200);
  await connectAndDisable(stand, keys);
  await there.got(2);
  expect(there.received[1]?.url).toContain(`signature=${hmac({ ...keys, client_secret: rotated.clientSecret })}`);
});
