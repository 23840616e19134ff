import { answerTokenRequest, grantType } from '@pristan/flows';
import type { SharedTokenRefusal } from '@pristan/flows';
import type { ClientFacts, GrantFacts } from '@pristan/rules';
import { afterAll, beforeAll, beforeEach, expect, test } from 'vitest';
import { tokenEnvironment } from '../../../apps/server/src/environment/token-environment.ts';
import type { Integration } from '../../harness/fixtures.ts';
import { anAccount, anIntegration } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { issueCode } from './token-request.ts';

// A grant type that the platform does not serve, like RFC 8628: what the client polls with is an authorization code that
// a person's consent made. All of it is here; the phases of the endpoint are not touched.

type DeviceRefusal = { readonly kind: 'refuse'; readonly reason: 'authorization_pending' };
type DeviceIssue = { readonly kind: 'issue'; readonly grant: GrantFacts; readonly keyEpoch: number };

const decided: string[] = [];

function decideDevice(client: ClientFacts, grant: GrantFacts | undefined) {
  decided.push(client.integrationId);
  const outcome: DeviceIssue | DeviceRefusal =
    grant === undefined
      ? { kind: 'refuse', reason: 'authorization_pending' }
      : { kind: 'issue', grant, keyEpoch: client.keyEpoch };
  return { outcome, changes: [] };
}

const device = grantType({
  present: async (env, { code }) => (code === undefined ? undefined : env.tokenKeys.readCode(code)),
  read: async (env, question, code) => env.store.tokens.exchangeFacts({ ...question, code }),
  decide: (_env, _request, { client, facts: { code } }) => decideDevice(client, code?.grant),
  familyOf: () => undefined,
});
const types = new Map([['urn:ietf:params:oauth:grant-type:device_code', device]]);

/** Another dialect of errors: only what RFC 6749 §5.2 and RFC 8628 §3.5 define. */
function rfcError(refusal: DeviceRefusal | SharedTokenRefusal): { readonly status: number; readonly error: string } {
  switch (refusal.reason) {
    case 'authorization_pending':
      return { status: 400, error: 'authorization_pending' };
    case 'client_unknown':
    case 'secret_wrong':
      return { status: 401, error: 'invalid_client' };
    case 'grant_type_unsupported':
      return { status: 400, error: 'unsupported_grant_type' };
    case 'account_unknown':
    case 'parameter_missing':
    case 'parameter_repeated':
      return { status: 400, error: 'invalid_request' };
  }
}

let platform: Platform;
let integration: Integration;
beforeAll(async () => {
  platform = await openPlatform();
  await anAccount(platform, 'demo', true);
});
beforeEach(async () => {
  integration = await anIntegration(platform, 'demo');
  platform.world.secretUses.take();
  decided.splice(0);
});
afterAll(async () => platform.close());

async function poll(more: Readonly<Record<string, string>> = {}, host: { subdomain?: string; repeated?: 'code' } = {}) {
  const { client_id, client_secret } = integration;
  const answer = await answerTokenRequest(tokenEnvironment(platform.world), types, {
    fields: { grant_type: 'urn:ietf:params:oauth:grant-type:device_code', client_id, client_secret, ...more },
    subdomain: host.subdomain,
    repeated: host.repeated,
    address: '127.0.0.1',
  });
  return answer.kind === 'refuse' ? rfcError(answer) : answer.body;
}

const firstUsedAt = async () => {
  const rows = platform.world.db.selectFrom('integration_secrets').select('first_used_at');
  return (await rows.where('integration_id', '=', integration.client_id).executeTakeFirstOrThrow()).first_used_at;
};

test('a new grant type issues an access token, and the shared phases record the first use of the secret', async () => {
  const body = await poll({ code: await issueCode(platform, integration) });
  expect(body).toEqual({
    token_type: 'Bearer',
    expires_in: 86_400,
    server_time: Math.floor(platform.clock.now() / 1000),
    access_token: expect.stringMatching(/^[\w-]+\.[\w-]+\.[\w-]+$/) as string,
  });
  expect(await firstUsedAt()).not.toBeNull();
  expect(platform.world.secretUses.take()).toMatchObject([{ integrationId: integration.client_id }]);
});

test('a new grant type refuses by a reason of its own, and the use of the secret is not a use that got tokens', async () => {
  expect(await poll()).toEqual({ status: 400, error: 'authorization_pending' });
  expect(decided).toEqual([integration.client_id]);
  expect(platform.world.secretUses.take()).toEqual([]);
  expect(await firstUsedAt()).toBeNull();
});

test('a request that a new grant type refuses shows that the client has its keys, which are then sent no more', async () => {
  const { db } = platform.world;
  const { accountId } = await db
    .selectFrom('integrations')
    .select('account_id as accountId')
    .where('id', '=', integration.client_id)
    .executeTakeFirstOrThrow();
  const delivery = {
    deliveryId: platform.world.random.uuid(),
    integrationId: integration.client_id,
    hook: 'secrets',
    url: 'https://shop.test/keys',
    facts: { handoverId: 'h1' },
    cause: { grantId: platform.world.random.uuid(), epoch: 1 },
  } as const;
  const at = platform.clock.now();
  expect(await platform.world.store.commit([{ kind: 'hook_enqueued', accountId, delivery, at }])).toBe('committed');
  const state = async () =>
    (await db.selectFrom('deliveries').select('state').where('id', '=', delivery.deliveryId).executeTakeFirstOrThrow())
      .state;
  await poll({ client_secret: 'wrong' });
  expect(await state()).toBe('pending');
  expect(await poll()).toEqual({ status: 400, error: 'authorization_pending' });
  expect(await state()).toBe('delivered');
});

test.each([
  ['an unknown host', { client_secret: 'wrong' }, { subdomain: 'nobody' }, { status: 400, error: 'invalid_request' }],
  [
    'an unknown client',
    { client_id: '00000000-0000-4000-8000-000000000000' },
    {},
    { status: 401, error: 'invalid_client' },
  ],
  ['a wrong secret', { client_secret: 'wrong' }, {}, { status: 401, error: 'invalid_client' }],
  ['a repeated member', {}, { repeated: 'code' }, { status: 400, error: 'invalid_request' }],
  ['another grant type', { grant_type: 'password' }, {}, { status: 400, error: 'unsupported_grant_type' }],
] as const)('a new grant type is not asked about a request with %s', async (_what, fields, host, refused) => {
  const code = await issueCode(platform, integration);
  expect(await poll({ code, ...fields }, host)).toEqual(refused);
  expect(decided).toEqual([]);
  expect(await firstUsedAt()).toBeNull();
});
