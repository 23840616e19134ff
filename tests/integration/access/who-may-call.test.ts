import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMember } from '../../../apps/server/src/cli/accounts.ts';
import type { EndpointDescription } from '../../../apps/server/src/http/platform-endpoint.ts';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { anIntegration, aUser, tokens } from '../../harness/fixtures.ts';
import type { RegistryFixture } from '../registry/fixture.ts';
import { openRegistryFixture } from '../registry/fixture.ts';

let stand: RegistryFixture;
let clientId: string;
let elsewhere: ApiCaller;
let formerAdmin: ApiCaller;
let formerMember: ApiCaller;
/** Every endpoint whose address names an account. */
let endpoints: readonly EndpointDescription[];
beforeAll(async () => {
  stand = await openRegistryFixture();
  const { platform } = stand;
  const integration = await anIntegration(platform, 'demo');
  clientId = integration.client_id;
  for (const account of ['demo', 'other'])
    await tokens(platform, integration, { account, email: `admin@${account}.test` });
  const former = await aUser(platform, 'former-admin@demo.test', { demo: 'admin', other: 'admin' });
  const second = await aUser(platform, 'former-member@demo.test', { demo: 'member' });
  elsewhere = stand.stranger;
  formerAdmin = await apiCaller(platform, former);
  formerMember = await apiCaller(platform, second);
  for (const { id } of [former, second]) {
    const gone = await stand.admin('PATCH', `/accounts/${stand.accountId}/members/${id}`, { state: 'deactivated' });
    expect(gone.statusCode).toBeLessThan(300);
  }
  // Makes the member an admin of another account, since rights are checked for each account.
  await addMember(platform.world, { account: 'other', email: 'member@demo.test', role: 'admin' });
  endpoints = platform.routes.flatMap(({ config }) => {
    const endpoint = config?.endpoint;
    return endpoint?.path.includes(':account_id') === true ? [endpoint] : [];
  });
});
afterAll(async () => stand.platform.close());

const uuid = '0197f0c0-0000-7000-8000-000000000001';

/** The endpoint's address in this account, with real ids where the test has one. */
function addressOf({ path }: EndpointDescription, accountId: number): string {
  return path
    .replace(':account_id', String(accountId))
    .replace(':client_id', clientId)
    .replace(':user_id', '8100001')
    .replace(':number', '1')
    .replace('/texts/:language', '/texts/en?version=1')
    .replaceAll(/:\w+/g, uuid);
}

/** Calls every endpoint in `accountId` and returns the operations whose answer was not the expected one. */
async function others(
  caller: ApiCaller,
  accountId: number,
  expected: (endpoint: EndpointDescription) => string | undefined,
  headers?: Readonly<Record<string, string | undefined>>,
): Promise<string[]> {
  const wrong: string[] = [];
  for (const endpoint of endpoints) {
    const asked = expected(endpoint);
    if (asked === undefined) continue;
    const { method } = endpoint;
    const body = method === 'GET' ? undefined : {};
    const response = await caller(method, addressOf(endpoint, accountId), body, headers);
    const given = `${response.statusCode} ${codeOf(response)}`;
    if (given !== asked) wrong.push(`${endpoint.operationId}: ${given}`);
  }
  return wrong;
}

function codeOf(response: LightMyRequestResponse): string {
  if (response.headers['content-type'] !== 'application/problem+json') return '';
  return response.json<{ code: string }>().code;
}

/** Operations that members without the admin role may call for their own data. */
const membersToo = ['list_own_access', 'mint_one_time_token', 'list_personal_tokens', 'revoke_personal_token'];

describe('every endpoint of an account', () => {
  test('every endpoint that belongs to an account is in this test’s list', () => {
    expect(endpoints.length).toBeGreaterThan(35);
    expect(endpoints.filter(({ access }) => access === 'public' || access === 'session')).toEqual([]);
  });

  test('401 at every endpoint of an account without a session', async () => {
    expect(await others(stand.nobody, stand.accountId, () => '401 unauthenticated')).toEqual([]);
  });

  test('404 at every endpoint of an account for an admin of another account', async () => {
    expect(await others(elsewhere, stand.accountId, () => '404 account_not_found')).toEqual([]);
    expect(await others(elsewhere, 39_999_999, () => '404 account_not_found')).toEqual([]);
  });

  test('403 at every endpoint of an account for a member, even one who is an admin elsewhere', async () => {
    const refused = ({ operationId }: EndpointDescription): string | undefined =>
      membersToo.includes(operationId) ? undefined : '403 admin_required';
    expect(await others(stand.member, stand.accountId, refused)).toEqual([]);
  });

  test('403 at every endpoint of an account for a deactivated person, admin or not', async () => {
    for (const caller of [formerAdmin, formerMember])
      expect(await others(caller, stand.accountId, () => '403 membership_deactivated')).toEqual([]);
  });

  test('403 at every endpoint of an account for another site’s page in the name of an admin', async () => {
    const headers = { 'sec-fetch-site': 'cross-site', origin: 'https://shop.test' };
    expect(await others(stand.admin, stand.accountId, () => '403 foreign_request', headers)).toEqual([]);
  });
});

describe('an integration that is enabled in another account', () => {
  test('404 for the admins of an account that enabled an integration: only its technical account sees and edits it', async () => {
    const own = endpoints.filter(({ path }) => path.startsWith('/accounts/:account_id/integrations/:client_id'));
    expect(own.length).toBeGreaterThan(20);
    const wrong: string[] = [];
    for (const endpoint of own) {
      const body = bodies[endpoint.operationId];
      if (endpoint.body?.safeParse(body).success === false) wrong.push(`${endpoint.operationId}: needs a body here`);
      const headers = endpoint.upload === undefined ? {} : { 'content-type': endpoint.upload.types[0] };
      const sent = endpoint.upload === undefined ? body : new Uint8Array([1]);
      const response = await elsewhere(endpoint.method, addressOf(endpoint, stand.otherAccountId), sent, headers);
      if (response.statusCode !== 404) wrong.push(`${endpoint.operationId}: ${response.statusCode} ${response.body}`);
    }
    expect(wrong).toEqual([]);
  });

  test('an integration is unchanged after all attempts of another account’s admins', async () => {
    const body = (await stand.admin('GET', `${stand.integrations}/${clientId}`)).json<{
      version: number;
      state: string;
    }>();
    expect(body).toMatchObject({ version: 1, state: 'active', name: 'Acme Mail' });
  });
});

/** A valid body for each operation on an integration that takes a body. */
const bodies: Readonly<Record<string, unknown>> = {
  edit_integration: { version: 1, name: 'Mine now' },
  switch_integration: { state: 'stopped' },
  rotate_secret: { replaces: uuid, revoke_now: true },
  send_test_delivery: { hook: 'install' },
  choose_widget: { number: null },
  keep_text: { version: 1, summary: 'Mine', description: '' },
  enable_receiver: { url: 'https://shop.test/gone' },
  preview_text: { language: 'en', summary: 'Mine', description: '' },
  mint_long_lived_token: { name: 'mine', expires_at: 1_900_000_000 },
};
