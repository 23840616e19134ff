import { disableInstallation } from '@pristan/flows';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { createResourceServer, removeResourceServer } from '../../../apps/server/src/cli/resource-servers.ts';
import type { Integration } from '../../harness/fixtures.ts';
import { aCode, anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { openSecondNode } from '../../harness/second-node.ts';
import type { TokenPair } from './token-request.ts';
import { demoAdmin } from './token-request.ts';

const member = { account: 'demo', email: 'member@demo.test' };

let platform: Platform;
let second: Awaited<ReturnType<typeof openSecondNode>>;
let account: Awaited<ReturnType<typeof anAccount>>;
let server: { id: string; secret: string };
let integration: Integration;
let pair: TokenPair;
beforeAll(async () => {
  platform = await openPlatform();
  second = await openSecondNode(platform);
  account = await anAccount(platform, 'demo', true);
  server = await createResourceServer(platform.world, { name: 'CRM' });
});
beforeEach(async () => {
  integration = await anIntegration(platform, 'demo', { scope: ['crm', 'files'] });
  pair = await tokens(platform, integration, demoAdmin);
});
afterAll(async () => {
  await second.close();
  await platform.close();
});

interface Asked {
  readonly fields?: Readonly<Record<string, string>>;
  readonly headers?: Readonly<Record<string, string>>;
  readonly text?: string;
  readonly url?: string;
  readonly host?: string;
  readonly at?: Pick<Platform, 'inject'>;
}

const basic = (id: string, secret: string) => `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`;

async function introspect(asked: Asked): Promise<LightMyRequestResponse> {
  const authorization = basic(server.id, server.secret);
  return (asked.at ?? platform).inject({
    method: 'POST',
    url: asked.url ?? '/oauth/v2/introspect',
    ...(asked.host === undefined ? {} : { host: asked.host }),
    headers: { 'content-type': 'application/x-www-form-urlencoded', ...(asked.headers ?? { authorization }) },
    payload: asked.text ?? new URLSearchParams(asked.fields).toString(),
  });
}

const inactive = '{"active":false}';

describe('introspection of a token', () => {
  test('introspection describes an admin’s token with account, person, integration, scopes and rights', async () => {
    const response = await introspect({ fields: { token: pair.access_token } });
    const claims = JSON.parse(Buffer.from(pair.access_token.split('.')[1] ?? '', 'base64url').toString());
    expect(response.statusCode).toBe(200);
    expect(response.headers).toMatchObject({ 'content-type': 'application/json', 'cache-control': 'no-store' });
    expect(response.json()).toEqual({
      active: true,
      scope: 'crm files',
      client_id: integration.client_id,
      token_type: 'Bearer',
      exp: claims.exp,
      iat: claims.iat,
      nbf: claims.nbf,
      sub: String(account.admin.id),
      aud: integration.client_id,
      iss: 'https://pristan.test',
      jti: claims.jti,
      account_id: account.id,
      subdomain: 'demo',
      grant_id: claims.hash_uuid,
      kind: 'public',
      long_lived: false,
      rights: { full_access: true, admin: true },
    });
  });

  test('introspection says that a member’s token has neither full access nor admin rights', async () => {
    const { access_token } = await tokens(platform, integration, member);
    expect((await introspect({ fields: { token: access_token } })).json()).toMatchObject({
      active: true,
      sub: String(account.member?.id),
      rights: { full_access: false, admin: false },
    });
  });

  test('introspection accepts credentials in the body and a token type hint', async () => {
    const fields = { token: pair.access_token, token_type_hint: 'refresh_token' };
    const inBody = { client_id: server.id, client_secret: server.secret, ...fields };
    expect((await introspect({ fields: inBody, headers: {} })).json()).toMatchObject({ active: true });
  });

  test('introspection says inactive for a token on both nodes at the first request after a disable', async () => {
    const asked = { fields: { token: pair.access_token } };
    expect((await introspect({ ...asked, at: second })).json()).toMatchObject({ active: true });
    await disableInstallation(platform.world, {
      accountId: account.id,
      integrationId: integration.client_id,
      by: 'operator',
      press: undefined,
    });
    expect((await introspect(asked)).body).toBe(inactive);
    expect((await introspect({ ...asked, at: second })).body).toBe(inactive);
  });

  test('introspection answers anything but a live access token with the same inactive body', async () => {
    const { code } = await aCode(platform, integration, demoAdmin);
    const [head, claims, signature = ''] = pair.access_token.split('.');
    const forged = `${head}.${claims}.${signature.startsWith('A') ? 'B' : 'A'}${signature.slice(1)}`;
    for (const token of [pair.refresh_token, code, forged, 'x', 'a.b.c', integration.client_secret]) {
      const response = await introspect({ fields: { token } });
      expect([response.statusCode, response.body]).toEqual([200, inactive]);
    }
    platform.clock.advance(86_400_000);
    expect((await introspect({ fields: { token: pair.access_token } })).body).toBe(inactive);
  });
});

describe('introspection requests that are invalid', () => {
  test.each<[what: string, asked: () => Asked]>([
    ['no token', () => ({ fields: {} })],
    ['the token in the query', () => ({ url: `/oauth/v2/introspect?token=${pair.access_token}`, fields: {} })],
    ['the token twice', () => ({ text: `token=${pair.access_token}&token=x` })],
    [
      'two ways of authentication',
      () => ({ fields: { token: 'x', client_id: server.id, client_secret: server.secret } }),
    ],
    ['another id in the body', () => ({ fields: { token: 'x', client_id: integration.client_id } })],
  ])('400 for introspection with %s', async (_what, asked) => {
    const response = await introspect(asked());
    expect([response.statusCode, response.json<{ error: string }>().error]).toEqual([400, 'invalid_request']);
  });

  test('400 for introspection with a JSON body', async () => {
    const headers = { authorization: basic(server.id, server.secret), 'content-type': 'application/json' };
    const response = await introspect({ text: JSON.stringify({ token: pair.access_token }), headers });
    expect([response.statusCode, response.json<{ error: string }>().error]).toEqual([400, 'invalid_request']);
  });
});

describe('introspection by unknown callers', () => {
  test.each<[who: string, headers: () => Record<string, string>, fields?: () => Record<string, string>]>([
    ['no credentials', () => ({})],
    ['a wrong secret', () => ({ authorization: basic(server.id, `${server.secret}x`) })],
    ['no secret', () => ({ authorization: basic(server.id, '') })],
    ['an integration', () => ({ authorization: basic(integration.client_id, integration.client_secret) })],
    ['a malformed id', () => ({ authorization: basic("' or 1=1", 'x') })],
    ['the token itself', () => ({ authorization: `Bearer ${pair.access_token}` })],
    ['an empty secret in the body', () => ({}), () => ({ client_id: server.id, client_secret: '' })],
  ])(
    '401 for introspection with %s; the answer is the same for a live and an unknown token',
    async (_who, headers, fields = () => ({})) => {
      for (const token of [pair.access_token, 'x']) {
        const response = await introspect({ headers: headers(), fields: { token, ...fields() } });
        expect(response.statusCode).toBe(401);
        expect(response.headers['www-authenticate']).toBe('Basic realm="pristan"');
        expect(response.json()).toEqual({
          error: 'invalid_client',
          error_description: 'The resource server is not known by these credentials',
        });
      }
    },
  );

  test('401 for introspection by a removed resource server, from the next request on', async () => {
    const other = await createResourceServer(platform.world, { name: 'Old' });
    const asked = { fields: { token: pair.access_token }, headers: { authorization: basic(other.id, other.secret) } };
    expect((await introspect(asked)).statusCode).toBe(200);
    await removeResourceServer(platform.world, { id: other.id });
    expect((await introspect(asked)).statusCode).toBe(401);
    expect((await introspect({ ...asked, at: second })).statusCode).toBe(401);
  });
});

test('404 for introspection on another host, 413 for a body that is too large, 415 for a body of another type', async () => {
  expect((await introspect({ fields: { token: 'x' }, host: 'demo.accounts.test' })).statusCode).toBe(404);
  expect((await introspect({ text: `token=${'x'.repeat(70_000)}` })).statusCode).toBe(413);
  const xml = await introspect({ text: '<token/>', headers: { 'content-type': 'text/xml' } });
  expect([xml.statusCode, xml.json<{ error: string }>().error]).toEqual([415, 'invalid_request']);
});
