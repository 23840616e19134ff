import { expect, test } from 'vitest';
import { expectProblem } from '../errors.ts';
import { json, onHost, send } from '../http.ts';
import type { Pair } from '../integrator.ts';
import { call, codeBy, codeGrant, pairBy, refreshGrant, requestTokens } from '../integrator.ts';
import { browserOf } from '../browser.ts';
import { given, settings } from '../settings.ts';
import { claimsOf } from '../signatures.ts';

const needed = ['admin', 'technicalAccount', 'privateIntegration'] as const;

test('13.7 `GET /api/v4/account` has the documented members, and those that libraries need besides', async (context) => {
  const { admin, technicalAccount: account, privateIntegration: keys } = given(context, ...needed);
  const { access_token } = await pairBy(browserOf(admin), keys, account);
  const answer = await call(account.host, '/api/v4/account', access_token);
  expect(answer.headers['content-type']).toMatch(/^application\/hal\+json\b/);
  expect(json(answer)).toMatchObject({
    id: account.id,
    name: expect.stringMatching(/./),
    subdomain: account.host.split('.')[0],
    current_user_id: Number(claimsOf(access_token)['sub']),
    is_technical_account: expect.any(Boolean),
    created_at: expect.any(Number),
    created_by: expect.any(Number),
    updated_at: expect.any(Number),
    updated_by: expect.any(Number),
    currency: expect.stringMatching(/./),
    currency_symbol: expect.stringMatching(/./),
    mobile_feature_version: expect.any(Number),
    _links: { self: { href: onHost(account.host, '/api/v4/account') } },
  });
});

test('13.8 the account of a refresh token is found on the API domain, with a body on the GET, and uses nothing up', async (context) => {
  const { admin, technicalAccount: account, privateIntegration: keys } = given(context, ...needed);
  const pair = await pairBy(browserOf(admin), keys, account);
  const url = onHost(String(claimsOf(pair.access_token)['api_domain']), '/oauth2/account/current/subdomain');
  const headers = { 'x-refresh-token': pair.refresh_token, 'content-type': 'application/json' };
  const found = await send(url, { headers, body: '[]' });
  expect(found.status, found.text).toBe(200);
  expect(json(found)).toEqual({
    id: account.id,
    subdomain: account.host.split('.')[0],
    domain: account.host,
    top_level_domain: expect.stringMatching(/./),
  });
  expect((await requestTokens(account.host, refreshGrant(keys, pair.refresh_token))).status).toBe(200);
  expectProblem(await send(url, { headers: { 'x-refresh-token': 'nonsense' } }), 401);
});

test('13.8 the account of an access token is found on the public site and on its own host', async (context) => {
  const { admin, technicalAccount: account, privateIntegration: keys } = given(context, ...needed);
  const { access_token } = await pairBy(browserOf(admin), keys, account);
  for (const host of [new URL(settings.url).host, account.host]) {
    const found = await call(host, '/oauth2/account/subdomain', access_token);
    expect(found.status, `${host}: ${found.text}`).toBe(200);
    expect(json(found)).toMatchObject({ id: account.id, domain: account.host });
  }
});

test('13.8 `GET /v3/user` names the token’s owner', async (context) => {
  const { admin, technicalAccount: account, privateIntegration: keys } = given(context, ...needed);
  const { access_token } = await pairBy(browserOf(admin), keys, account);
  expect(json(await call(account.host, '/v3/user', access_token))).toMatchObject({
    id: Number(claimsOf(access_token)['sub']),
    name: expect.stringMatching(/./),
    email: admin.email,
  });
});

test('13.9 doubled slashes and a slash at the end lead to the same answers', async (context) => {
  const { admin, technicalAccount: account, privateIntegration: keys } = given(context, ...needed);
  const code = await codeBy(browserOf(admin), keys, account);
  const issued = await requestTokens(account.host, codeGrant(keys, code), { path: '//oauth2//access_token/' });
  expect(issued.status, issued.text).toBe(200);
  const { access_token } = json<Pair>(issued);
  for (const path of ['//api/v4/account', '/api/v4/account/', '/api//v4/account']) {
    const answer = await call(account.host, path, access_token);
    expect(answer.status, `${path}: ${answer.text}`).toBe(200);
    expect(json(answer)['id']).toBe(account.id);
  }
});

test('13.9 the API domain and another account’s host refuse a token: 401', async (context) => {
  const {
    admin,
    technicalAccount: account,
    otherAccount,
    privateIntegration: keys,
  } = given(context, ...needed, 'otherAccount');
  const { access_token } = await pairBy(browserOf(admin), keys, account);
  for (const host of [String(claimsOf(access_token)['api_domain']), otherAccount.host])
    expectProblem(await call(host, '/api/v4/account', access_token), 401);
});
