import { disableInstallation, renameAccount, revokeGrant, switchIntegration } from '@pristan/flows';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIntegrationCommand, publishIntegrationCommand } from '../../../apps/server/src/cli/integrations.ts';
import { moveDueAdoptions } from '../../../apps/server/src/workers/adopt.ts';
import { startDispatcher } from '../../../apps/server/src/workers/deliver.ts';
import { aClone } from '../../harness/clones.ts';
import { aCode, anAccount, aUser } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import type { Receiver } from '../../harness/receiver.ts';
import { aReceiver } from '../../harness/receiver.ts';

const events = ['disable', 'enable', 'revoke last', 'consent again', 'pause', 'rename', 'adoption'] as const;
type Event = (typeof events)[number];

/** Events that change who has access. */
const changing = ['disable', 'enable', 'revoke last', 'consent again', 'adoption'] as const;

/** Every order of one or two events, and of three events that change access. */
const orders: readonly (readonly Event[])[] = [
  ...ordersOf(1, events),
  ...ordersOf(2, events),
  ...ordersOf(3, changing),
];

function ordersOf(length: number, of: readonly Event[]): readonly (readonly Event[])[] {
  if (length === 0) return [[]];
  return ordersOf(length - 1, of).flatMap((order) => of.map((event) => [...order, event]));
}

/** The access that the account expects, by the contract alone. */
interface Expected {
  enabled: boolean;
  grants: Set<'admin' | 'other'>;
  paused: boolean;
  ends: number;
}

/** Applies the event to the expected access and returns true, or returns false if the event cannot happen. */
function happens(event: Event, now: Expected): boolean {
  const connected = now.enabled && now.grants.size > 0;
  switch (event) {
    case 'disable':
      if (!now.enabled) return false;
      now.enabled = false;
      now.grants.clear();
      now.ends += 1;
      return true;
    case 'revoke last':
      if (!connected) return false;
      now.grants.clear();
      now.ends += 1;
      return true;
    case 'enable':
      if (now.enabled || now.paused) return false;
      now.enabled = true;
      now.grants.add('other');
      return true;
    case 'consent again':
      if (!now.enabled || now.paused) return false;
      now.grants.add('admin');
      return true;
    case 'adoption':
      // An adoption lapses when the account has disabled the integration, or its owner has paused it.
      if (now.enabled && !now.paused) now.grants.add('other');
      return true;
    case 'pause':
      now.paused = !now.paused;
      return true;
    case 'rename':
      return true;
  }
}

let platform: Platform;
let receiver: Receiver;
let account: { readonly id: number; readonly admin: { readonly id: number; readonly email: string } };
let other: { readonly id: number; readonly email: string };
let vendor: { readonly id: number; readonly admin: { readonly id: number } };
let subdomain = 'acme';
beforeAll(async () => {
  receiver = await aReceiver(503);
  platform = await openPlatform({ PRISTAN_HOOK_ALLOW: '127.0.0.0/8' });
  vendor = await anAccount(platform, 'vendor');
  account = await anAccount(platform, subdomain);
  other = await aUser(platform, 'other@acme.test', { acme: 'admin' });
});
afterAll(async () => {
  await platform.close();
  await receiver.close();
});

/**
 * Runs one order of events with its own integration, whose hooks all wait for the receiver; undefined if an event of it
 * cannot happen.
 */
async function walk(order: readonly Event[], number: number) {
  const { world, clock } = platform;
  const origin = `https://shop-${number}.test`;
  const loopback = receiver.origin.replace('127.0.0.1', `shop-${number}.localhost`);
  const { client_id: integrationId, ...keys } = await createIntegrationCommand(world, {
    account: 'vendor',
    name: `Shop ${number}`,
    redirectUri: `${origin}/callback`,
    public: true,
  });
  await publishIntegrationCommand(world, integrationId);
  // A published integration needs an https address, but the test's receiver is on loopback.
  await world.db
    .updateTable('integrations')
    .set({ disconnect_uri: `${loopback}/bye` })
    .where('id', '=', integrationId)
    .execute();
  const consent = async (email: string) =>
    aCode(platform, { client_id: integrationId, ...keys, redirectUri: '' }, { account: subdomain, email });
  await consent(account.admin.email);
  const by = { accountId: account.id, by: 'operator', press: undefined } as const;
  const clones: { readonly clientId: string; readonly isMoved: boolean }[] = [];
  const now: Expected = { enabled: true, grants: new Set(['admin']), paused: false, ends: 0 };
  for (const event of order) {
    clock.advance(1);
    const { enabled, paused } = now;
    if (!happens(event, now)) return undefined;
    switch (event) {
      case 'disable':
        expect((await disableInstallation(world, { ...by, integrationId })).kind).toBe('disabled');
        break;
      case 'revoke last': {
        const shown = await world.store.installs.shownInstallation(account.id, integrationId, clock.now());
        for (const { grantId } of shown?.grants ?? []) await revokeGrant(world, { ...by, grantId });
        break;
      }
      case 'enable':
        await consent(other.email);
        break;
      case 'consent again':
        await consent(account.admin.email);
        break;
      case 'pause':
        await switchIntegration(
          world,
          { accountId: vendor.id, integrationId, by: 'operator' },
          now.paused ? 'stopped' : 'active',
        );
        break;
      case 'rename': {
        const to = `acme-${number}-${clock.now()}`;
        await renameAccount(world, { account: subdomain, to, apiLabel: 'api' });
        subdomain = to;
        break;
      }
      case 'adoption': {
        const clone = await aClone(platform, { id: account.id, admin: other }, { origin });
        await world.db
          .updateTable('deliveries')
          .set({ url: `${loopback}/keys`, receiver_host: new URL(loopback).host })
          .where('integration_id', '=', clone.client_id)
          .execute();
        clones.push({ clientId: clone.client_id, isMoved: enabled && !paused });
        const started = await world.store.commit([
          {
            kind: 'adoption_started',
            accountId: vendor.id,
            integrationId,
            adoptionId: world.random.uuid(),
            origin,
            movesAt: clock.now(),
            clones: [{ accountId: account.id, integrationId: clone.client_id }],
            at: clock.now(),
            actor: { userId: vendor.admin.id, address: undefined },
          },
        ]);
        // A paused integration cannot adopt its clones.
        expect(started).toBe(paused ? 'stale' : 'committed');
        await moveDueAdoptions(world);
      }
    }
  }
  return { order, integrationId, clones, now };
}

test('after any order of events while a receiver is down, no outdated hook arrives and no current one is lost', async () => {
  const { world, clock } = platform;
  const walked = [];
  for (const [number, order] of orders.entries()) walked.push(await walk(order, number));
  const lived = walked.filter((one) => one !== undefined);
  expect(lived.length).toBeGreaterThan(70);

  const rows = async () =>
    (
      await world.pool.query<Row>(
        `select id, integration_id, hook, state, overtaken_by, tries, due_at from deliveries order by created_at, id`,
      )
    ).rows;
  const dispatcher = startDispatcher(world);
  await expect
    .poll(
      async () =>
        (await rows()).filter(
          ({ tries, state, due_at }) => tries === 0 || (state === 'pending' && Number(due_at) <= clock.now()),
        ).length,
      { timeout: 60_000 },
    )
    .toBe(0);
  receiver.answers(200);
  const isOver = async () => {
    clock.advance(60_000);
    dispatcher.wake();
    return (await rows()).every(({ state }) => state !== 'pending');
  };
  await expect.poll(isOver, { timeout: 60_000, interval: 100 }).toBe(true);
  await dispatcher.stop();

  const ended = await rows();
  const received = receiver.received.map(({ url, headers }) => ({ url, id: headers['webhook-id'] }));
  for (const { order, integrationId, clones, now } of lived) {
    const about = order.join(', ');
    const hooks = ended.filter((row) => row.integration_id === integrationId && row.hook === 'disconnect');
    expect(hooks.length, about).toBe(now.ends);
    const isConnected = now.enabled && now.grants.size > 0;
    const last = isConnected ? undefined : hooks.at(-1);
    for (const hook of hooks)
      expect(hook, about).toMatchObject(
        hook === last
          ? { state: 'delivered', overtaken_by: null }
          : { state: 'overtaken', overtaken_by: isConnected ? 'connected_again' : 'ended_again' },
      );
    const arrived = received.filter(({ url }) => url.startsWith(`/bye?client_uuid=${integrationId}&`));
    expect(new Set(arrived.map(({ id }) => id)), about).toEqual(new Set(last === undefined ? [] : [last.id]));
    for (const { clientId, isMoved } of clones) {
      const [keys] = ended.filter((row) => row.integration_id === clientId);
      expect(keys, about).toMatchObject({ hook: 'secrets', state: isMoved ? 'overtaken' : 'delivered' });
      expect(
        received.some(({ id }) => id === keys?.id),
        about,
      ).toBe(!isMoved);
    }
  }
}, 240_000);

interface Row {
  readonly id: string;
  readonly integration_id: string;
  readonly hook: string;
  readonly state: string;
  readonly overtaken_by: string | null;
  readonly tries: number;
  readonly due_at: number;
}
