import { mintLongLivedToken } from '@pristan/flows';
import fastify from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../../apps/server/src/http/app.ts';
import { requireListed } from '../../../apps/server/src/http/listed-method.ts';
import { addRoutes } from '../../../apps/server/src/routes.ts';
import { tokenEnvironment } from '../../../apps/server/src/environment/token-environment.ts';
import { aVisitor } from '../../harness/browser-session.ts';
import { aCode, anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { callApi } from './call.ts';

let platform: Platform;
let accountId: number;
let adminId: number;
let memberId: number;
beforeAll(async () => {
  platform = await openPlatform();
  const account = await anAccount(platform, 'demo', true);
  accountId = account.id;
  adminId = account.admin.id;
  memberId = account.member?.id ?? 0;
});
afterAll(async () => platform.close());

const admin = { account: 'demo', email: 'admin@demo.test' };

/** An integration with these scopes, and an access token of an admin's grant. */
async function tokenWith(scope: readonly string[]) {
  const integration = await anIntegration(platform, 'demo', { kind: 'private', scope });
  return { integration, token: (await tokens(platform, integration, admin)).access_token };
}

const setScopes = async (integrationId: string, scopes: readonly string[]) =>
  platform.world.db
    .updateTable('grants')
    .set({ scopes: [...scopes] })
    .where('integration_id', '=', integrationId)
    .execute();

const missing = {
  title: 'Forbidden',
  type: 'https://httpstatus.es/403',
  status: 403,
  detail: 'This method needs the scope `crm`, which this access lacks',
};
const people = [{ name: 'Eve', email: 'eve@evil.test', rights: { is_admin: true } }];

describe.each([
  ['notifications', ['notifications']],
  ['push_notifications', ['push_notifications']],
  ['no scope', []],
  ['everything but crm', ['notifications', 'files', 'files_delete', 'push_notifications']],
])('an admin’s token limited to the scopes: %s', (_name, scope) => {
  test('403 for account, users, own user and widgets with a token without `crm`; the answer names the missing scope', async () => {
    const { token } = await tokenWith(scope);
    for (const url of [
      '/api/v4/account',
      '/v3/user',
      '/api/v4/users',
      `/api/v4/users/${memberId}`,
      '/api/v4/widgets',
    ]) {
      const response = await callApi(platform, token, url);
      expect([url, response.statusCode, response.json()]).toEqual([url, 403, missing]);
      expect(response.headers['content-type']).toBe('application/problem+json');
    }
  });

  test('403 for an invitation with a token without `crm`, before the body is read', async () => {
    const { token } = await tokenWith(scope);
    const headers = { 'content-type': 'application/json' };
    for (const payload of [JSON.stringify(people), 'no JSON']) {
      const response = await callApi(platform, token, '/api/v4/users', { method: 'POST', payload, headers });
      expect(response.json()).toEqual(missing);
    }
    expect(await platform.world.db.selectFrom('invitations').select('id').execute()).toEqual([]);
  });

  test('200 for the account’s subdomain with any token, because that needs no scope', async () => {
    const { token } = await tokenWith(scope);
    expect((await callApi(platform, token, '/oauth2/account/subdomain')).json()).toMatchObject({ subdomain: 'demo' });
  });
});

describe('the scopes of a call', () => {
  test('403 when only the token has the scope `crm`; 200 when only the stored grant has it', async () => {
    const { integration, token } = await tokenWith(['crm']);
    await setScopes(integration.client_id, ['notifications']);
    expect((await callApi(platform, token, '/api/v4/account')).json()).toEqual(missing);
    await setScopes(integration.client_id, ['crm']);
    expect((await callApi(platform, token, '/api/v4/account')).statusCode).toBe(200);
  });

  test('403 for a long-lived token without the scope that a method needs', async () => {
    const integration = await anIntegration(platform, 'demo', { kind: 'private', scope: ['notifications'] });
    await aCode(platform, integration, admin);
    const env = { ...tokenEnvironment(platform.world), store: platform.world.store };
    const minted = await mintLongLivedToken(env, {
      accountId,
      integrationId: integration.client_id,
      by: { userId: adminId, address: '' },
      name: 'Report',
      expiresAt: platform.clock.now() + 2 * 86_400_000,
    });
    if (minted.kind !== 'minted') throw new Error(minted.kind);
    const { token } = minted;
    expect((await callApi(platform, token, '/api/v4/account')).json()).toEqual(missing);
    await setScopes(integration.client_id, ['crm']);
    expect((await callApi(platform, token, '/api/v4/account')).statusCode).toBe(200);
  });
});

test('401 for reading a user with an external integration’s token, since such an integration cannot act for other people', async () => {
  const { integration, token } = await tokenWith(['crm']);
  const asMember = { headers: { 'x-context-user-id': String(memberId) } };
  expect((await callApi(platform, token, '/v3/user', asMember)).json()).toMatchObject({ email: 'member@demo.test' });
  await platform.world.db
    .updateTable('integrations')
    .set({ kind: 'external' })
    .where('id', '=', integration.client_id)
    .execute();
  expect((await callApi(platform, token, '/v3/user', asMember)).statusCode).toBe(401);
  expect((await callApi(platform, token, '/v3/user')).json()).toMatchObject({ email: 'admin@demo.test' });
});

describe('routes and the table of methods', () => {
  const plant = (method: 'GET' | 'POST', url: string, config: object) => () => {
    const app = fastify();
    app.addHook('onRoute', requireListed);
    app.route({ method, url, config, handler: async () => ({}) });
  };

  test.each([
    ['a new route of amoCRM’s API', plant('GET', '/api/v4/leads', { dialect: 'api' })],
    ['a route without a dialect', plant('GET', '/api/v4/leads', {})],
    ['a platform route without its operation', plant('POST', '/api/platform/anything', { dialect: 'platform' })],
    ['a route beside the token endpoint', plant('POST', '/oauth2/device', { dialect: 'token' })],
    ['a route under another’s method name', plant('GET', '/api/v4/leads', { dialect: 'api', method: 'account.read' })],
    [
      'another HTTP method of a listed route',
      plant('POST', '/api/v4/account', { dialect: 'api', method: 'account.read' }),
    ],
  ])('the server refuses to register a route that the table of methods does not list: %s', (_what, add) => {
    expect(add).toThrow(/is not in the table of methods/);
  });

  test('a route that the table of methods does not list stops the start of the server', async () => {
    const { world } = platform;
    const starting = createApp(world, async (instance) => {
      await addRoutes(instance, world);
      instance.get('/api/v4/leads', { config: { dialect: 'api' } }, async () => ({}));
    });
    await expect(starting).rejects.toThrow('GET /api/v4/leads is not in the table of methods');
  });

  test('a route of amoCRM’s API is registered once the table of methods lists it', () => {
    expect(plant('GET', '/api/v4/account', { dialect: 'api', method: 'account.read' })).not.toThrow();
  });
});

describe('the consent page and the table of methods', () => {
  const page = async (email: string, integration: { readonly client_id: string }) => {
    const visitor = aVisitor(platform);
    await visitor.signIn(email);
    return (await visitor.get(`/oauth?client_id=${integration.client_id}`, { 'accept-language': 'en' })).body;
  };
  const people = 'See everybody in the account with their email addresses';
  const invites = 'Invite people to the account as members';

  test('an admin who grants `crm` reads that the integration sees people and invites members, but makes nobody an admin', async () => {
    const html = await page(
      'admin@demo.test',
      await anIntegration(platform, 'demo', { kind: 'private', scope: ['crm'] }),
    );
    for (const line of [people, invites, 'make anybody an admin', 'passwords included']) expect(html).toContain(line);
  });

  test('without `crm` the consent page says that people and invitations are out of reach', async () => {
    const html = await page(
      'admin@demo.test',
      await anIntegration(platform, 'demo', { kind: 'private', scope: ['notifications'] }),
    );
    for (const line of [people, invites, 'passwords included']) expect(html).not.toContain(line);
    expect(html).toContain('email addresses or invite anybody');
  });

  test('a member who grants `crm` reads that the integration sees people once they become an admin, and never invites', async () => {
    const integration = await anIntegration(platform, 'demo', { kind: 'private', scope: ['crm'] });
    await aCode(platform, integration, admin);
    const html = await page('member@demo.test', integration);
    expect(html).toContain(`${people}, if you become an admin`);
    expect(html).not.toContain(invites);
  });
});
