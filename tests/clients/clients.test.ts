import { createHash } from 'node:crypto';
import { giveConsent, revokeGrant } from '@pristan/flows';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Integration } from '../harness/fixtures.ts';
import { aCode, anAccount, anIntegration, tokens } from '../harness/fixtures.ts';
import type { ClientsFixture } from './fixture.ts';
import { openClientsFixture } from './fixture.ts';

const withInstallMs = 180_000;
const place = { account: 'demo', email: 'admin@demo.test' };
let stand: ClientsFixture;
let account: Awaited<ReturnType<typeof anAccount>>;
beforeAll(async () => {
  stand = await openClientsFixture();
  account = await anAccount(stand.platform, 'demo', true);
}, withInstallMs);
afterAll(async () => stand.close());

/** Each client library gets its own integration, because the limit of seven requests a second is per integration. */
const ownIntegration = () => anIntegration(stand.platform, 'demo');

/** The settings that an integrator gives a library. */
const settings = (integration: Integration) => ({
  domain: 'demo.amocrm.ru',
  client_id: integration.client_id,
  client_secret: integration.client_secret,
  redirect_uri: integration.redirectUri,
});

test('a library can connect only to the test platform, so that no test leaves loopback', async () => {
  const refusals = await stand.library<Record<string, string>>('elsewhere.mjs', {});
  expect(Object.keys(refusals)).toHaveLength(6);
  for (const refusal of Object.values(refusals)) expect(refusal).toContain('this test talks to loopback only');
});

test('amocrm-js exchanges a code, reads account and users, refreshes, and continues after expiry', async () => {
  const integration = await ownIntegration();
  const { code } = await aCode(stand.platform, integration, place);
  const seen = await stand.library<AmocrmJs>('amocrm-js.mjs', { ...settings(integration), code });
  expect(seen.status).toBe(200);
  expect(seen.account).toMatchObject({
    id: account.id,
    subdomain: 'demo',
    version: 1,
    _embedded: { users_groups: [] },
  });
  expect(seen.users).toMatchObject({
    _total_items: 2,
    _links: { self: { href: 'https://demo.amocrm.ru/api/v4/users?page=1&limit=10' } },
  });
  expect(seen.first).toMatchObject({ token_type: 'Bearer', expires_in: 86_400 });
  expect(seen.second.refresh_token).not.toBe(seen.first.refresh_token);
  // The library counts the token's expiry from the answer's Date header.
  expect(Math.abs(seen.expiresInSeconds - 86_400)).toBeLessThan(10);
  expect(seen.afterExpiry).toMatchObject({ status: 200, id: account.id });
  expect([seen.first.refresh_token, seen.second.refresh_token]).not.toContain(seen.afterExpiry.refreshed);
  expect(seen.again).not.toBe('connected');
  expect(JSON.stringify(seen.again)).toContain('Authorization code has been revoked');
});

test('@shevernitskiy/amo exchanges a code, reads the account, reads and adds users, and refreshes', async () => {
  const integration = await ownIntegration();
  const { code } = await aCode(stand.platform, integration, place);
  const seen = await stand.library<ShevernitskiyAmo>('shevernitskiy-amo.mjs', { ...settings(integration), code });
  expect(seen.account).toMatchObject({
    id: account.id,
    current_user_id: account.admin.id,
    _embedded: { amojo_rights: { can_direct: false } },
  });
  expect(seen.users).toMatchObject({ _embedded: { users: [{ id: account.admin.id }, { id: account.member?.id }] } });
  expect(seen.invited).toMatchObject({ _embedded: { users: [{ id: null, email: 'nina@shop.test' }] } });
  expect(seen.kept).toHaveLength(2);
  expect(seen.kept[0]).toMatchObject({ token_type: 'Bearer', expires_in: 86_400 });
  expect(seen.kept[1]?.refresh_token).not.toBe(seen.kept[0]?.refresh_token);
  expect(seen.afterExpiry.id).toBe(account.id);
  // The library reads an error body only if the content type is exactly application/problem+json.
  expect(seen.missing).toMatchObject({ status: 404, detail: 'Cannot GET https://demo.amocrm.ru/api/v4/users/1' });
  expect(seen.again).toMatchObject({ status: 400, hint: 'Authorization code has been revoked' });
});

test('oauth4webapi, which knows only the RFCs, exchanges a code with PKCE, refreshes, calls the API, and understands every error', async () => {
  const verifier = 'a-verifier-of-the-tests-that-is-long-enough-43-at-least';
  const integration = await ownIntegration();
  const granted = await giveConsent(stand.platform.world, {
    integrationId: integration.client_id,
    accountId: account.id,
    userId: account.admin.id,
    actor: { userId: account.admin.id, address: '127.0.0.1' },
    codeChallenge: createHash('sha256').update(verifier).digest('base64url'),
    press: undefined,
    copyable: false,
  });
  const code = granted.kind === 'granted' ? granted.code : '';
  const redirect = `${integration.redirectUri}?code=${code}&state=s1&referer=demo.amocrm.ru&platform=1&client_id=${integration.client_id}`;
  const dead = await deadRefreshTokens(integration);
  const seen = await stand.library<Oauth4webapi>('oauth4webapi.mjs', {
    ...settings(integration),
    redirect,
    dead: Object.values(dead),
    state: 's1',
    verifier,
  });
  expect(seen.wrongVerifier).toMatchObject({
    name: 'ResponseBodyError',
    error: 'invalid_grant',
    status: 400,
    description: 'Failed to verify the code_verifier',
  });
  expect(seen.tokens).toMatchObject({ token_type: 'bearer', expires_in: 86_400 });
  expect(seen.again).toMatchObject({
    name: 'ResponseBodyError',
    error: 'invalid_grant',
    description: 'Authorization code has been revoked',
  });
  expect(seen.refreshed.refresh_token).not.toBe(seen.tokens.refresh_token);
  expect(seen.wrongSecret).toMatchObject({ name: 'WWWAuthenticateChallengeError', status: 401, scheme: 'basic' });
  // With a WWW-Authenticate challenge in the answer, the library would throw before reading the error code.
  expect(Object.keys(dead).map((what, at) => [what, seen.refusals[at]])).toEqual(
    Object.entries({
      nonsense: 'Cannot decrypt the refresh token',
      ofAnotherClient: 'Token is not linked to client',
      revoked: 'Token has been revoked',
    }).map(([what, description]) => [
      what,
      { name: 'ResponseBodyError', error: 'invalid_grant', status: 401, description },
    ]),
  );
  expect(seen.account).toMatchObject({ id: account.id });
  expect(seen.refused).toMatchObject({ name: 'WWWAuthenticateChallengeError', status: 401, scheme: 'bearer' });
});

/** Refresh tokens that get 401 `invalid_grant`, each for a different reason. */
async function deadRefreshTokens(integration: Integration) {
  const { platform } = stand;
  const revoked = await tokens(platform, integration, { account: 'demo', email: 'member@demo.test' });
  const grant = await platform.world.db
    .selectFrom('grants')
    .select('id')
    .where('account_id', '=', account.id)
    .where('user_id', '=', account.member?.id ?? 0)
    .where('integration_id', '=', integration.client_id)
    .executeTakeFirstOrThrow();
  await revokeGrant(platform.world, {
    accountId: account.id,
    grantId: grant.id,
    by: { userId: account.admin.id, address: '127.0.0.1' },
    press: undefined,
  });
  const foreign = await tokens(platform, await ownIntegration(), place);
  return { nonsense: 'abc', ofAnotherClient: foreign.refresh_token, revoked: revoked.refresh_token };
}

interface Tokens {
  readonly token_type: string;
  readonly expires_in: number;
  readonly refresh_token: string;
}

interface AmocrmJs {
  readonly status: number;
  readonly account: object;
  readonly users: object;
  readonly first: Tokens;
  readonly second: Tokens;
  readonly expiresInSeconds: number;
  readonly afterExpiry: { readonly status: number; readonly id: number; readonly refreshed: string };
  readonly again: unknown;
}

interface ShevernitskiyAmo {
  readonly account: object;
  readonly users: object;
  readonly invited: object;
  readonly kept: readonly Tokens[];
  readonly afterExpiry: { readonly id: number };
  readonly again: object;
  readonly missing: object;
}

interface Oauth4webapi {
  readonly wrongVerifier: object;
  readonly tokens: Tokens;
  readonly again: object;
  readonly refreshed: Tokens;
  readonly wrongSecret: object;
  readonly refusals: readonly object[];
  readonly account: object;
  readonly refused: object;
}
