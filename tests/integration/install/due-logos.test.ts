import { performDue } from '@pristan/due-work';
import { hourMs } from '@pristan/rules';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { logoWork } from '../../../apps/server/src/workers/logos.ts';
import { aClone } from '../../harness/clones.ts';
import { anAccount } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import type { Receiver } from '../../harness/receiver.ts';
import { aReceiver } from '../../harness/receiver.ts';

let platform: Platform;
let receiver: Receiver;
let account: Awaited<ReturnType<typeof anAccount>>;
beforeAll(async () => {
  receiver = await aReceiver(503);
  platform = await openPlatform({ PRISTAN_HOOK_ALLOW: '127.0.0.0/8' });
  account = await anAccount(platform, 'north');
});
afterAll(async () => {
  await receiver.close();
  await platform.close();
});

test('two nodes that claim at once get each due logo once, and of each host no more than it has capacity for', async () => {
  const { dueLogos } = platform.world.store;
  const logos = [1, 2, 3].flatMap((n) => [`https://one.test/${n}.png`, `https://two.test/${n}.png`]);
  for (const logoUri of logos) await aClone(platform, account, { logoUri });
  const now = platform.clock.now();
  const claim = async (room: readonly { readonly host: string; readonly free: number }[] = []) =>
    dueLogos.claim({ now, leaseEndsAt: now + hourMs, limit: 10, perHost: 1, room, except: [] });
  const both = (await Promise.all([claim(), claim()])).flat();
  expect(new Set(both.map(({ integrationId }) => integrationId)).size).toBe(both.length);
  expect(both.length).toBeLessThanOrEqual(4);
  const rest = await claim([
    { host: 'one.test', free: 0 },
    { host: 'two.test', free: 3 },
  ]);
  expect(new Set(rest.map(({ host }) => host))).toEqual(new Set(['two.test']));
  const all = [...both, ...rest, ...(await claim([{ host: 'one.test', free: 3 }]))];
  expect(all.map(({ url = '' }) => url).toSorted()).toEqual(logos.toSorted());
  expect(all.every(({ attempts }) => attempts === 1)).toBe(true);
  await platform.world.db.deleteFrom('due_logos').execute();
});

test('a logo whose server always fails is given up after six attempts, and its row is removed', async () => {
  const { world, clock } = platform;
  const { client_id } = await aClone(platform, account, { logoUri: `${receiver.origin}/logo.png` });
  const failures: (string | null)[] = [];
  for (let attempt = 0; attempt < 7; attempt++) {
    await performDue(logoWork(world), () => clock.now());
    const row = await world.db.selectFrom('due_logos').select('failure').executeTakeFirst();
    failures.push(row?.failure ?? null);
    clock.advance(hourMs);
  }
  const asked = receiver.received.filter(({ url }) => url === '/logo.png');
  expect(asked).toHaveLength(6);
  expect(failures).toEqual([...Array.from({ length: 5 }, () => 'status 503'), null, null]);
  const stored = await world.db
    .selectFrom('integrations')
    .select(['logo_uri', 'logo_hash'])
    .where('id', '=', client_id)
    .executeTakeFirstOrThrow();
  expect(stored).toEqual({ logo_uri: null, logo_hash: null });
});
