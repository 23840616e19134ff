import { expect, test } from 'vitest';
import { expectProblem, expectRefusal, expectSuccess, expectTrueDate } from '../errors.ts';
import { json, onHost, send } from '../http.ts';
import type { Pair } from '../integrator.ts';
import { call, codeBy, codeGrant, refreshGrant, requestTokens } from '../integrator.ts';
import { browserOf } from '../browser.ts';
import { given } from '../settings.ts';
import { claimsOf } from '../signatures.ts';

const needed = ['admin', 'technicalAccount', 'privateIntegration'] as const;

test('12.13 no success has a top-level `status`, and each has a true `Date`', async (context) => {
  const { admin, technicalAccount: account, privateIntegration: keys } = given(context, ...needed);
  const issued = await requestTokens(account.host, codeGrant(keys, await codeBy(browserOf(admin), keys, account)));
  const { access_token: token, refresh_token } = json<Pair>(issued);
  const refreshed = await requestTokens(account.host, refreshGrant(keys, refresh_token));
  const apiDomain = String(claimsOf(token)['api_domain']);
  const headers = { 'x-refresh-token': json<Pair>(refreshed).refresh_token };
  const successes = [
    issued,
    refreshed,
    await call(account.host, '/api/v4/account?with=users_groups,version', token),
    await call(account.host, '/api/v4/users', token),
    await call(account.host, `/api/v4/users/${String(claimsOf(token)['sub'])}`, token),
    await call(account.host, '/api/v4/widgets', token),
    await call(account.host, '/v3/user', token),
    await call(account.host, '/oauth2/account/subdomain', token),
    await send(onHost(apiDomain, '/oauth2/account/current/subdomain'), { headers }),
  ];
  for (const answer of successes) expectSuccess(answer);
});

test('12.13 errors of the token endpoint carry `hint?, title, type, status, detail`', async (context) => {
  const { admin, technicalAccount: account, privateIntegration: keys } = given(context, ...needed);
  const request = codeGrant(keys, await codeBy(browserOf(admin), keys, account));
  expect((await requestTokens(account.host, request)).status).toBe(200);
  const used = await requestTokens(account.host, request);
  expectRefusal(used, 400, 'Authorization code has been revoked', 'invalid_grant');
  expectTrueDate(used);
  const wrong = await requestTokens(account.host, { ...request, client_secret: 'x'.repeat(64) });
  expectRefusal(wrong, 401, undefined, 'invalid_client');
  expectTrueDate(wrong);
});

test('12.13 errors of the API are problem documents with a true `Date`', async (context) => {
  const { admin, technicalAccount: account, privateIntegration: keys } = given(context, ...needed);
  const issued = await requestTokens(account.host, codeGrant(keys, await codeBy(browserOf(admin), keys, account)));
  const { access_token: token } = json<Pair>(issued);
  const errors = {
    401: await call(account.host, '/api/v4/account', 'nonsense'),
    404: await call(account.host, '/api/v4/users/999999999', token),
    405: await call(account.host, '/api/v4/account', token, { method: 'POST' }),
    422: await call(account.host, '/api/v4/users?limit=1000', token),
  };
  for (const [status, answer] of Object.entries(errors)) {
    expectProblem(answer, Number(status));
    expectTrueDate(answer);
  }
});
