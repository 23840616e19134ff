import type { ClaimedDelivery } from '@pristan/flows';
import { settleAttempt } from '@pristan/flows';
import { attemptLeaseMs } from '@pristan/rules';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { HookSenders } from '../../../apps/server/src/hooks/compose.ts';
import type { Dispatcher } from '../../../apps/server/src/workers/deliver.ts';
import { startDispatcher } from '../../../apps/server/src/workers/deliver.ts';
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
} from './fixture.ts';

let stand: HooksFixture;
let there: Receiver;
beforeAll(async () => {
  stand = await openHooksFixture();
  there = await aReceiver(200);
  // Each test starts its own dispatcher, so that of the fixture stops.
  await stand.dispatcher.stop();
});
afterAll(async () => {
  await there.close();
  await stand.close();
});

/** Claims the due deliveries, as a node does that dies before it stores an outcome. */
async function takeAndDie(hooks: readonly ('disconnect' | 'install')[]): Promise<readonly ClaimedDelivery[]> {
  const now = stand.platform.clock.now();
  return stand.platform.world.store.deliveries.claim({
    now,
    leaseEndsAt: now + attemptLeaseMs,
    hooks,
    limit: 100,
    perHost: 100,
    room: [],
  });
}

async function during(words: HookSenders | undefined, work: (dispatcher: Dispatcher) => Promise<void>): Promise<void> {
  const dispatcher = startDispatcher(stand.platform.world, words);
  try {
    await work(dispatcher);
  } finally {
    await dispatcher.stop();
  }
}

/** Stores an answer with this status as the outcome of a delivery attempt. */
async function settle(delivery: ClaimedDelivery, status: number) {
  const answer = { kind: 'answered', status, headers: {}, body: `said ${status}`, tookMs: 5 } as const;
  return settleAttempt(stand.platform.world, { delivery, answer, request: undefined, chance: 0.5 }, async () => []);
}

async function installHook(keys: IntegrationKeys): Promise<void> {
  const { world, clock } = stand.platform;
  const delivery = {
    deliveryId: world.random.uuid(),
    integrationId: keys.client_id,
    hook: 'install',
    url: `${there.origin}/in`,
    facts: {},
    cause: { test: true },
  } as const;
  await world.store.commit([{ kind: 'hook_enqueued', accountId: stand.accountId, delivery, at: clock.now() }]);
}

test('after a node dies, another sends its delivery under the same id once the lease ends', async () => {
  const keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye`);
  await connectAndDisable(stand, keys);
  const [taken] = await takeAndDie(['disconnect']);
  await during(undefined, async (dispatcher) => {
    dispatcher.wake();
    await new Promise((resolve) => setTimeout(resolve, 50));
    expect(there.received).toHaveLength(0);
    stand.platform.clock.advance(attemptLeaseMs);
    dispatcher.wake();
    await waitForDeliveries(stand, keys, allDeliveriesAre('delivered'));
  });
  expect(there.received.map(({ headers }) => headers['webhook-id'])).toEqual([taken?.deliveryId]);
  const { attempts } = await onlyDelivery(stand, keys);
  expect(attempts.map(({ number, status, finishedAt }) => [number, status, finishedAt !== undefined])).toEqual([
    [2, 200, true],
    [1, undefined, false],
  ]);
});

test('an install hook whose node died while sending becomes unknown and is never sent again', async () => {
  const keys = await integrationWithDisconnectUri(stand, undefined);
  await installHook(keys);
  expect(await takeAndDie(['install'])).toHaveLength(1);
  const before = there.received.length;
  const words: HookSenders = { install: { compose: async (_world, { url }) => ({ method: 'GET', url, secrets: [] }) } };
  await during(words, async (dispatcher) => {
    stand.platform.clock.advance(attemptLeaseMs);
    dispatcher.wake();
    await waitForDeliveries(stand, keys, allDeliveriesAre('unknown'));
  });
  expect(there.received.length).toBe(before);
  expect(await onlyDelivery(stand, keys)).toMatchObject({
    tries: 1,
    attempts: [{ number: 1, failure: 'interrupted' }],
  });
});

test('two nodes share the due deliveries and send each once', async () => {
  const all: Awaited<ReturnType<typeof integrationWithDisconnectUri>>[] = [];
  for (let n = 0; n < 12; n++) {
    const keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye`);
    await connectAndDisable(stand, keys);
    all.push(keys);
  }
  const before = there.received.length;
  await during(undefined, async () =>
    during(undefined, async () => {
      for (const keys of all) await waitForDeliveries(stand, keys, allDeliveriesAre('delivered'));
    }),
  );
  const ids = there.received.slice(before).map(({ headers }) => headers['webhook-id']);
  expect(ids).toHaveLength(12);
  expect(new Set(ids).size).toBe(12);
});

test('a node leaves deliveries of unknown kinds to other nodes', async () => {
  const keys = await integrationWithDisconnectUri(stand, undefined);
  await installHook(keys);
  await during({}, async (dispatcher) => {
    dispatcher.wake();
    await new Promise((resolve) => setTimeout(resolve, 50));
  });
  expect(await onlyDelivery(stand, keys)).toMatchObject({ state: 'pending', tries: 0 });
});

test('a receiver’s answer that arrives after another node took over the lease is still logged, and a success counts', async () => {
  const keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye`);
  await connectAndDisable(stand, keys);
  const [taken] = await takeAndDie(['disconnect']);
  if (taken === undefined) throw new Error('nothing was due');
  stand.platform.clock.advance(attemptLeaseMs);
  const [again] = await takeAndDie(['disconnect']);
  expect(again).toMatchObject({ deliveryId: taken.deliveryId, number: 2 });
  expect(await settle(taken, 500)).toBe('late');
  expect(await settle(taken, 200)).toMatchObject({ state: 'delivered' });
  expect(await settle(again ?? taken, 500)).toBe('late');
  expect(await onlyDelivery(stand, keys)).toMatchObject({
    state: 'delivered',
    attempts: [
      { number: 2, status: 500 },
      { number: 1, status: 200 },
    ],
  });
});

test('delivery attempts that end at the same moment are each stored with their own outcome', async () => {
  const keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye`);
  for (let n = 0; n < 3; n++) await connectAndDisable(stand, keys);
  const taken = await takeAndDie(['disconnect']);
  const statuses = [500, 200, 503];
  const outcomes = await Promise.all(taken.map(async (delivery, n) => settle(delivery, statuses[n] ?? 0)));
  expect(outcomes).toMatchObject([{ state: 'pending' }, { state: 'delivered' }, { state: 'pending' }]);
  for (const [n, { deliveryId }] of taken.entries()) {
    const found = await stand.platform.world.store.deliveries.find(stand.accountId, keys.client_id, deliveryId);
    expect(found?.attempts).toMatchObject([{ number: 1, status: statuses[n], answer: `said ${statuses[n]}` }]);
  }
});

test('of two attempts of one delivery that end at the same moment one counts, and both are logged', async () => {
  const keys = await integrationWithDisconnectUri(stand, `${there.origin}/bye`);
  await connectAndDisable(stand, keys);
  const mine = ({ integrationId }: ClaimedDelivery): boolean => integrationId === keys.client_id;
  const taken = (await takeAndDie(['disconnect'])).find(mine);
  stand.platform.clock.advance(attemptLeaseMs);
  const again = (await takeAndDie(['disconnect'])).find(mine);
  if (taken === undefined || again === undefined) throw new Error('nothing was due');
  const outcomes = await Promise.all([settle(taken, 200), settle(again, 204)]);
  expect(outcomes.filter((outcome) => outcome === 'late')).toHaveLength(1);
  expect(await onlyDelivery(stand, keys)).toMatchObject({
    state: 'delivered',
    attempts: [
      { number: 2, status: 204 },
      { number: 1, status: 200 },
    ],
  });
});
