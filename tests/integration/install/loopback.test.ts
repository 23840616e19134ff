import type { Outbound } from '@pristan/flows';
import { disableInstallation } from '@pristan/flows';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIntegrationCommand, issueCode } from '../../../apps/server/src/cli/integrations.ts';
import { openOutbound } from '../../../apps/server/src/environment/outbound.ts';
import type { Dispatcher } from '../../../apps/server/src/workers/deliver.ts';
import { startDispatcher } from '../../../apps/server/src/workers/deliver.ts';
import { aVisitor } from '../../harness/browser-session.ts';
import { anAccount } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import type { Receiver } from '../../harness/receiver.ts';
import { aReceiver } from '../../harness/receiver.ts';

// A production server that may send to no private address.
let platform: Platform;
let outbound: Outbound;
let dispatcher: Dispatcher;
let there: Receiver;
let port: string;
let accountId: number;
beforeAll(async () => {
  there = await aReceiver(200);
  ({ port } = new URL(there.origin));
  platform = await openPlatform();
  accountId = (await anAccount(platform, 'demo')).id;
  // Every host name resolves to this machine.
  outbound = openOutbound({
    allow: platform.world.config.hookAllow,
    lookUp: async () => Promise.resolve(['127.0.0.1']),
  });
  dispatcher = startDispatcher({ ...platform.world, outbound });
});
afterAll(async () => {
  await dispatcher.stop();
  await outbound.close();
  await platform.close();
  await there.close();
});

const spellings = [
  '127.0.0.1',
  '127.1',
  '127.0.1',
  '127.255.255.254',
  '0x7f000001',
  '0x7f.0.0.1',
  '2130706433',
  '017700000001',
  '0177.0.0.1',
  '0.0.0.0',
  '0',
  '%31%32%37.0.0.1',
  '①②⑦.0.0.1',
  '127。0。0。1',
  '[::1]',
  '[::]',
  '[0:0:0:0:0:0:0:1]',
  '[::ffff:127.0.0.1]',
  '[::ffff:7f00:1]',
  '[::127.0.0.1]',
  '[64:ff9b::7f00:1]',
  'localhost',
  'LOCALHOST',
  'localhost.',
  'shop.localhost',
];

test.each(spellings)('400 for a metadata button that names %s in any of its addresses', async (host) => {
  for (const scheme of ['http', 'https']) {
    for (const member of ['redirect_uri', 'secrets_uri', 'logo']) {
      const query = new URLSearchParams({
        name: 'Gull Shop',
        description: 'Sells gulls',
        redirect_uri: 'https://shop.test/callback',
        secrets_uri: 'https://shop.test/keys',
        'scopes[]': 'crm',
        [member]: `${scheme}://${host}:${port}/in`,
      });
      const answer = await aVisitor(platform).get(`/oauth?${query}`);
      expect(answer.statusCode, `${member} ${scheme}`).toBe(400);
      expect(answer.body).toContain(`<bdi class="mono">${member}</bdi>`);
    }
  }
  expect(there.received).toEqual([]);
});

test('a hook to a loopback address, or to a name that resolves to one, reaches nobody', async () => {
  const hosts = [
    '127.0.0.1',
    '127.0.0.9',
    'localhost',
    '[::1]',
    'shop.localhost',
    '127.0.0.1.nip.test',
    'hooks.shop.test',
  ];
  for (const host of hosts) {
    const scheme = host.endsWith('.test') ? 'https' : 'http';
    const { client_id } = await createIntegrationCommand(platform.world, {
      account: 'demo',
      name: `At ${host}`,
      redirectUri: 'https://shop.test/callback',
      disconnectUri: `${scheme}://${host}:${port}/bye`,
    });
    await issueCode(platform.world, { clientId: client_id, account: 'demo', email: 'admin@demo.test' });
    await disableInstallation(platform.world, {
      accountId,
      integrationId: client_id,
      by: 'operator',
      press: undefined,
    });
  }
  const tried = async () =>
    (
      await platform.world.db
        .selectFrom('delivery_attempts')
        .select('failure')
        .where('finished_at', 'is not', null)
        .execute()
    ).map(({ failure }) => failure);
  await expect
    .poll(tried, { timeout: 10_000 })
    .toEqual(hosts.map((host) => (host.endsWith('.test') ? 'dns' : 'refused_address')));
  expect(there.received).toEqual([]);
});
