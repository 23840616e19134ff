import { disableInstallation, listLongLivedTokens } from '@pristan/flows';
import { longLivedToken } from '@pristan/wire/api';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import type { Integration } from '../../harness/fixtures.ts';
import { rotateNewestSecret } from '../../harness/newest-secret.ts';
import { aCode, anIntegration, tokens } from '../../harness/fixtures.ts';
import { openSecondNode } from '../../harness/second-node.ts';
import { callApi } from '../access/call.ts';
import type { RegistryFixture } from '../registry/fixture.ts';
import { openRegistryFixture } from '../registry/fixture.ts';
import { demoAdmin } from './token-request.ts';

const dayMs = 86_400_000;

let stand: RegistryFixture;
let second: Awaited<ReturnType<typeof openSecondNode>>;
let integration: Integration;
let path: string;
beforeAll(async () => {
  stand = await openRegistryFixture();
  second = await openSecondNode(stand.platform);
});
beforeEach(async () => {
  integration = await anIntegration(stand.platform, 'demo', { kind: 'private' });
  await aCode(stand.platform, integration, demoAdmin);
  path = `${stand.integrations}/${integration.client_id}/tokens`;
});
afterAll(async () => {
  await second.close();
  await stand.platform.close();
});

const inDays = (days: number) => Math.floor((stand.platform.clock.now() + days * dayMs) / 1000);
const mint = (body: object = {}) => stand.admin('POST', path, { name: 'Report', expires_at: inDays(30), ...body });
const minted = async (body?: object) => {
  const response = await mint(body);
  expect(response.statusCode, response.body).toBe(201);
  return response.json<{ token_id: string; token: string; expires_at: number }>();
};
const claimsOf = (token: string): Record<string, unknown> =>
  JSON.parse(Buffer.from(token.split('.')[1] ?? '', 'base64url').toString());
const onBothNodes = async (token: string) => [
  (await callApi(stand.platform, token, '/api/v4/account')).statusCode,
  (await callApi(second, token, '/api/v4/account')).statusCode,
];
const listed = async () => (await stand.admin('GET', path)).json<{ tokens: Record<string, unknown>[] }>().tokens;

describe('issuing a long-lived token', () => {
  test('201 for a long-lived token: the claims of an access token plus its id, the chosen expiry, and an admin’s access', async () => {
    const expires_at = inDays(400);
    const { token, token_id } = await minted({ expires_at });
    const pair = await tokens(stand.platform, integration, demoAdmin);
    const usual = claimsOf(pair.access_token);
    const claims = claimsOf(token);
    expect(Object.keys(claims)).toEqual([...Object.keys(usual), 'token_id']);
    expect(claims).toMatchObject({ exp: expires_at, token_id, hash_uuid: usual['hash_uuid'], sub: usual['sub'] });
    expect((await callApi(stand.platform, token, '/api/v4/users')).statusCode).toBe(200);
  });

  test('the database does not hold a long-lived token, and the list shows its name and expiry', async () => {
    const { token, token_id, expires_at } = await minted({ name: '  Nightly ' });
    const [entry, ...rest] = await listed();
    expect(rest).toEqual([]);
    expect(Object.keys(entry ?? {}).toSorted()).toEqual(Object.keys(longLivedToken.shape).toSorted());
    expect(entry).toMatchObject({ token_id, name: 'Nightly', expires_at, revoked_at: null, standing: 'live' });
    const { rows } = await stand.platform.world.pool.query(
      'select row_to_json(l)::text as row from long_lived_tokens l',
    );
    for (const { row } of rows) expect(row).not.toContain(token.split('.')[2]);
  });

  test('201 for a long-lived token that expires exactly five calendar years from now', async () => {
    const end = new Date(stand.platform.clock.now());
    end.setUTCFullYear(end.getUTCFullYear() + 5);
    await minted({ expires_at: Math.floor(end.getTime() / 1000) });
    await minted({ expires_at: inDays(1) });
  });
});

describe('revoking a long-lived token', () => {
  test('a revoked long-lived token gets 401 on every node at the next request; other tokens and the grant still work', async () => {
    const one = await minted();
    const other = await minted();
    const pair = await tokens(stand.platform, integration, demoAdmin);
    expect(await onBothNodes(one.token)).toEqual([200, 200]);
    expect((await stand.admin('DELETE', `${path}/${one.token_id}`)).statusCode).toBe(204);
    expect(await onBothNodes(one.token)).toEqual([401, 401]);
    expect(await onBothNodes(other.token)).toEqual([200, 200]);
    expect(await onBothNodes(pair.access_token)).toEqual([200, 200]);
    expect((await listed()).find(({ token_id }) => token_id === one.token_id)).toMatchObject({ standing: 'revoked' });
    expect((await stand.admin('DELETE', `${path}/${one.token_id}`)).statusCode).toBe(204);
  });

  test('a long-lived token ends with its installation, and with a secret that is revoked', async () => {
    const about = { accountId: stand.accountId, integrationId: integration.client_id, by: 'operator' } as const;
    const before = await minted();
    await rotateNewestSecret(stand.platform.world, about, { overlapHours: 0, revokeNow: true });
    expect(await onBothNodes(before.token)).toEqual([401, 401]);
    const after = await minted();
    await disableInstallation(stand.platform.world, { ...about, press: undefined });
    expect(await onBothNodes(after.token)).toEqual([401, 401]);
    expect((await listed()).map(({ standing }) => standing)).toEqual([
      'installation_disabled',
      'installation_disabled',
    ]);
    expect((await mint()).json()).toMatchObject({ status: 409, code: 'not_installed' });
  });
});

describe('refused long-lived tokens', () => {
  test.each([
    ['just over five years ahead', 5 * 366 + 1],
    ['ten years ahead', 3_660],
    ['23 hours ahead', 23 / 24],
    ['in the past', -1],
  ])('422 for a long-lived token with an expiry %s', async (_what, days) => {
    expect((await mint({ expires_at: inDays(days) })).json()).toMatchObject({
      status: 422,
      code: 'invalid_fields',
      errors: [{ field: 'expires_at', code: 'out_of_range' }],
    });
    expect(await listed()).toEqual([]);
  });

  test.each([
    ['blank', ' ', 'required'],
    ['too long', 'x'.repeat(101), 'too_long'],
    ['reversed in writing direction', 'Report \u202e', 'control_characters'],
  ])('422 for a long-lived token with a name that is %s', async (_what, name, code) => {
    expect((await mint({ name })).json()).toMatchObject({ status: 422, errors: [{ field: 'name', code }] });
  });

  test('400 for a long-lived token requested with a body of the wrong shape', async () => {
    expect((await mint({ expires_at: '2030-01-01' })).statusCode).toBe(400);
    expect((await mint({ scopes: ['files'] })).statusCode).toBe(400);
  });

  test('401 for a long-lived token requested without a session, 403 for a member or a foreign page, 404 for a stranger', async () => {
    const body = { name: 'x', expires_at: inDays(2) };
    expect((await stand.member('POST', path, body)).json()).toMatchObject({ status: 403, code: 'admin_required' });
    expect((await stand.member('GET', path)).statusCode).toBe(403);
    expect((await stand.stranger('POST', path, body)).json()).toMatchObject({ status: 404, code: 'account_not_found' });
    expect((await stand.nobody('POST', path, body)).statusCode).toBe(401);
    const foreign = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
    expect((await stand.admin('POST', path, body, foreign)).json()).toMatchObject({ code: 'foreign_request' });
  });

  test('404 for a long-lived token of another account’s integration, or a token of another integration', async () => {
    const theirs = await anIntegration(stand.platform, 'other');
    await aCode(stand.platform, theirs, demoAdmin);
    const body = { name: 'x', expires_at: inDays(2) };
    const there = `${stand.integrations}/${theirs.client_id}/tokens`;
    expect((await stand.admin('POST', there, body)).json()).toMatchObject({ code: 'integration_not_found' });
    expect((await stand.admin('GET', there)).json()).toMatchObject({ code: 'integration_not_found' });
    const { token_id, token } = await minted();
    const another = await anIntegration(stand.platform, 'demo', { kind: 'private' });
    const wrong = `${stand.integrations}/${another.client_id}/tokens/${token_id}`;
    expect((await stand.admin('DELETE', wrong)).json()).toMatchObject({ status: 404, code: 'token_not_found' });
    expect(await onBothNodes(token)).toEqual([200, 200]);
  });

  test('409 for a long-lived token of a public integration, published or not, and of one that is not installed', async () => {
    for (const kind of ['published', 'unmoderated'] as const) {
      const open = await anIntegration(stand.platform, 'demo', { kind });
      await aCode(stand.platform, open, demoAdmin);
      const there = `${stand.integrations}/${open.client_id}/tokens`;
      expect((await stand.admin('POST', there, { name: 'x', expires_at: inDays(2) })).json()).toMatchObject({
        status: 409,
        code: 'long_lived_not_offered',
      });
    }
    const fresh = await anIntegration(stand.platform, 'demo', { kind: 'private' });
    const there = `${stand.integrations}/${fresh.client_id}/tokens`;
    expect((await stand.admin('POST', there, { name: 'x', expires_at: inDays(2) })).json()).toMatchObject({
      code: 'not_installed',
    });
  });
});

// The last test, because no session outlives the expiry to which it advances the clock.
test('a long-lived token works until its expiry and gets 401 from then on', async () => {
  const { token } = await minted({ expires_at: inDays(400) });
  stand.platform.clock.advance(400 * dayMs - 60_000);
  expect(await onBothNodes(token)).toEqual([200, 200]);
  stand.platform.clock.advance(60_000);
  expect(await onBothNodes(token)).toEqual([401, 401]);
  const about = { accountId: stand.accountId, integrationId: integration.client_id };
  const standings = await listLongLivedTokens(stand.platform.world, about, { limit: 10 });
  expect(standings.rows.map(({ standing }) => standing)).toEqual(['expired']);
});
