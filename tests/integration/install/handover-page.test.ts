import { createHash } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dispatcher } from '../../../apps/server/src/workers/deliver.ts';
import { startDispatcher } from '../../../apps/server/src/workers/deliver.ts';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { returnUrlAfter } from '../../harness/return-page.ts';
import { anAccount, aUser } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import type { SecretsReceiver } from '../../harness/secrets-receiver.ts';
import { aSecretsReceiver } from '../../harness/secrets-receiver.ts';

let platform: Platform;
let receiver: SecretsReceiver;
let dispatcher: Dispatcher;
let accountId: number;
let boss: ApiCaller;
beforeAll(async () => {
  receiver = await aSecretsReceiver();
  platform = await openPlatform({ NODE_ENV: 'development', PRISTAN_HOOK_ALLOW: '127.0.0.0/8,::1/128' });
  const account = await anAccount(platform, 'north');
  accountId = account.id;
  boss = await apiCaller(platform, account.admin);
  dispatcher = startDispatcher(platform.world);
});
afterAll(async () => {
  await dispatcher.stop();
  await platform.close();
  await receiver.close();
});

const verifier = 'v'.repeat(64);
const handover_challenge = createHash('sha256').update(verifier).digest('base64url');

/** A second admin allows an external integration whose server does not accept the keys yet. */
async function waiting(name: string, more: Readonly<Record<string, string>> = {}) {
  receiver.answer(...Array.from({ length: 20 }, () => 500));
  const person = await aUser(platform, `${name}@north.test`, { north: 'admin' });
  const visitor = aVisitor(platform);
  await visitor.signIn(`${name}@north.test`);
  const query = new URLSearchParams({
    state: 's',
    name: 'Gull Shop',
    description: 'Sells gulls',
    redirect_uri: `${receiver.origin}/callback`,
    secrets_uri: `${receiver.origin}/keys`,
    'scopes[]': 'crm',
    ...more,
  });
  const begun = await visitor.get(`/oauth?${query.toString()}`);
  const page = await visitor.get(begun.headers.location ?? '');
  platform.clock.advance(600);
  const answer = await visitor.post('/oauth/external/allow', hiddenFields(page.body, '/oauth/external/allow'));
  return { person, visitor, answer, link: answer.headers.location ?? '' };
}

const events: Readonly<Record<string, (userId: number) => Promise<unknown>>> = {
  demoted: async (id) => boss('PATCH', `/accounts/${accountId}/members/${id}`, { role: 'member' }),
  deactivated: async (id) => boss('PATCH', `/accounts/${accountId}/members/${id}`, { state: 'deactivated' }),
  removed: async (id) =>
    platform.world.db.deleteFrom('memberships').where('account_id', '=', accountId).where('user_id', '=', id).execute(),
};

describe.each(Object.keys(events))(
  'keys not yet handed over, once the admin who allowed the integration was %s',
  (how) => {
    test('keys that wait are not sent once their admin lost the right, no code is issued, and the page says why', async () => {
      const { person, visitor, link } = await waiting(how);
      await events[how]?.(person.id);
      const seen = receiver.received.length;
      receiver.answer();
      platform.clock.advance(120_000);
      dispatcher.wake();
      const row = await settled();
      expect(row).toMatchObject({ state: 'overtaken', overtaken_by: 'maker_not_admin', last_failure: 'not_sent' });
      expect(receiver.received).toHaveLength(seen);
      const page = await visitor.get(link, { 'accept-language': 'en' });
      expect(page.body).toContain('you are no longer an active admin of this account');
      expect(page.headers['refresh']).toBeUndefined();
      expect(await platform.world.db.selectFrom('codes').select('id').execute()).toEqual([]);
    });

    test('400 for fetching the keys of an integration whose admin lost the right', async () => {
      const { person, visitor, answer } = await waiting(`${how}-pull`, { handover_challenge });
      const secrets_code = new URL(await returnUrlAfter(visitor, answer)).searchParams.get('secrets_code') ?? '';
      await events[how]?.(person.id);
      const pulled = await platform.inject({
        method: 'POST',
        url: '/oauth2/secrets',
        payload: { secrets_code, verifier },
      });
      expect(pulled.statusCode).toBe(400);
      expect(pulled.body).not.toContain('client_secret":');
      await platform.world.db.deleteFrom('codes').execute();
    });
  },
);

/** The newest delivery of keys, read once it is no longer pending. */
async function settled() {
  for (;;) {
    const row = await platform.world.db
      .selectFrom('deliveries')
      .select(['state', 'overtaken_by', 'last_failure'])
      .where('hook', '=', 'secrets')
      .orderBy('created_at', 'desc')
      .limit(1)
      .executeTakeFirstOrThrow();
    if (row.state !== 'pending') return row;
  }
}
