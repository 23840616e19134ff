import { expect, test } from 'vitest';
import { expectRefusal, expectTrueDate } from '../errors.ts';
import { json, onHost, send } from '../http.ts';
import type { Pair } from '../integrator.ts';
import { basic, codeBy, codeGrant, pairBy, refreshGrant, requestTokens } from '../integrator.ts';
import { browserOf, signedInBrowser } from '../browser.ts';
import { given } from '../settings.ts';
import { claimsOf } from '../signatures.ts';

const needed = ['admin', 'technicalAccount', 'privateIntegration'] as const;
const unnamed = { client_id: undefined, client_secret: undefined };

test('13.1 Basic alone, a dead Bearer header and unknown members of the body: 200', async (context) => {
  const { admin, technicalAccount: account, privateIntegration: keys } = given(context, ...needed);
  const browser = await signedInBrowser(admin);
  const dead = { authorization: 'Bearer eyJ0eXAiOiJKV1QifQ.e30.dead' };
  const ways = [
    { more: unnamed, how: { headers: basic(keys) } },
    { more: unnamed, how: { headers: basic(keys), form: true } },
    { more: {}, how: { headers: dead } },
    { more: { scope: '', approval_prompt: 'auto', unknown: 'x' }, how: {} },
    { more: { scope: '', unknown: 'x' }, how: { form: true } },
  ];
  const codes = await Promise.all(ways.map(async () => codeBy(browser, keys, account)));
  for (const [at, { more, how }] of ways.entries()) {
    const answer = await requestTokens(account.host, { ...codeGrant(keys, codes[at] ?? ''), ...more }, how);
    expect(answer.status, `${JSON.stringify({ more, how })}: ${answer.text}`).toBe(200);
  }
});

test('13.1 a refresh without `redirect_uri`: 200', async (context) => {
  const { admin, technicalAccount: account, privateIntegration: keys } = given(context, ...needed);
  const { refresh_token } = await pairBy(browserOf(admin), keys, account);
  const request = { ...refreshGrant(keys, refresh_token), redirect_uri: undefined };
  expect((await requestTokens(account.host, request)).status).toBe(200);
});

test('13.1 success is 200 with `token_type`, a numeric `expires_in`, both tokens, and a true `Date`', async (context) => {
  const { admin, technicalAccount: account, privateIntegration: keys } = given(context, ...needed);
  const answer = await requestTokens(account.host, codeGrant(keys, await codeBy(browserOf(admin), keys, account)));
  expect(answer.status, answer.text).toBe(200);
  expect(answer.headers['content-type']).toMatch(/^application\/json\b/);
  expect(answer.headers['cache-control']).toContain('no-store');
  expect(json(answer)).toEqual({
    token_type: 'Bearer',
    expires_in: 86_400,
    server_time: expect.any(Number),
    access_token: expect.stringMatching(/./),
    refresh_token: expect.stringMatching(/./),
  });
  expectTrueDate(answer);
});

test('13.4 the access token is a JWT with a numeric `exp` a day after `iat`, and `api_domain`', async (context) => {
  const { admin, technicalAccount: account, privateIntegration: keys } = given(context, ...needed);
  const { access_token } = await pairBy(browserOf(admin), keys, account);
  expect(access_token.split('.')).toHaveLength(3);
  const claims = claimsOf(access_token);
  expect(claims).toMatchObject({
    aud: keys.clientId,
    jti: expect.stringMatching(/./),
    iat: expect.any(Number),
    sub: expect.stringMatching(/^\d+$/),
    account_id: account.id,
    scopes: expect.arrayContaining(['crm']),
    api_domain: expect.stringMatching(/^[a-z\d.-]+(:\d+)?$/),
  });
  expect(claims['exp']).toBe(Number(claims['iat']) + 86_400);
});

test('13.5 failed client authentication uses up no code', async (context) => {
  const { admin, technicalAccount: account, privateIntegration: keys } = given(context, ...needed);
  const request = codeGrant(keys, await codeBy(browserOf(admin), keys, account));
  const wrong = await requestTokens(account.host, { ...request, client_secret: 'x'.repeat(64) });
  expectRefusal(wrong, 401, undefined, 'invalid_client');
  const absent = await requestTokens(account.host, { ...request, client_secret: undefined });
  expectRefusal(absent, 400, 'Check the `client_secret` parameter', 'invalid_request');
  expect((await requestTokens(account.host, request)).status).toBe(200);
});

test('13.5 on another account’s host: 400 `Invalid account`, and neither code nor refresh token is used up', async (context) => {
  const {
    admin,
    technicalAccount: account,
    otherAccount,
    privateIntegration: keys,
  } = given(context, ...needed, 'otherAccount');
  const request = codeGrant(keys, await codeBy(browserOf(admin), keys, account));
  expectRefusal(await requestTokens(otherAccount.host, request), 400, 'Invalid account', 'invalid_grant');
  const issued = await requestTokens(account.host, request);
  expect(issued.status, issued.text).toBe(200);
  const refresh = refreshGrant(keys, json<Pair>(issued).refresh_token);
  expectRefusal(await requestTokens(otherAccount.host, refresh), 400, 'Invalid account', 'invalid_grant');
  expect((await requestTokens(account.host, refresh)).status).toBe(200);
});

test('13.6 an unknown account host: 401 or 404, at the token endpoint and at the API, and never a page', async (context) => {
  const { technicalAccount: account, privateIntegration: keys } = given(
    context,
    'technicalAccount',
    'privateIntegration',
  );
  const host = account.host.replace(/^[^.]+/, 'no-such-account-here');
  const answers = [
    await requestTokens(host, codeGrant(keys, 'x')),
    await send(onHost(host, '/api/v4/account'), { headers: { authorization: 'Bearer x' } }),
  ];
  for (const answer of answers) {
    expect([401, 404]).toContain(answer.status);
    expect(answer.headers['content-type']).toMatch(/json$/);
  }
});
