import { expect, test } from 'vitest';
import { moveTime } from '../clock.ts';
import { expectRefusal } from '../errors.ts';
import { json } from '../http.ts';
import { basic, codeBy, codeGrant, pairBy, refreshGrant, requestTokens } from '../integrator.ts';
import type { Pair } from '../integrator.ts';
import { browserOf, signedInBrowser } from '../browser.ts';
import { given } from '../settings.ts';

const differs = 'Redirect URI is not associated with client';

test('12.1 the same code twice: 200, then 400 `Authorization code has been revoked`, and the tokens stay', async (context) => {
  const {
    admin,
    technicalAccount: account,
    privateIntegration: keys,
  } = given(context, 'admin', 'technicalAccount', 'privateIntegration');
  const request = codeGrant(keys, await codeBy(browserOf(admin), keys, account));
  const first = await requestTokens(account.host, request);
  expect(first.status, first.text).toBe(200);
  expectRefusal(
    await requestTokens(account.host, request),
    400,
    'Authorization code has been revoked',
    'invalid_grant',
  );
  const refreshed = await requestTokens(account.host, refreshGrant(keys, json<Pair>(first).refresh_token));
  expect(refreshed.status, refreshed.text).toBe(200);
});

test('12.2 a code works for 20 minutes, and a second later gets 400 `Authorization code has expired`', async (context) => {
  const {
    admin,
    technicalAccount: account,
    privateIntegration: keys,
    moveTimeCommand,
  } = given(context, 'admin', 'technicalAccount', 'privateIntegration', 'moveTimeCommand');
  const browser = await signedInBrowser(admin);
  const [late, tooLate] = await Promise.all([codeBy(browser, keys, account), codeBy(browser, keys, account)]);
  await moveTime(moveTimeCommand, 19 * 60 + 30);
  expect((await requestTokens(account.host, codeGrant(keys, late))).status).toBe(200);
  await moveTime(moveTimeCommand, 31);
  const answer = await requestTokens(account.host, codeGrant(keys, tooLate));
  expectRefusal(answer, 400, 'Authorization code has expired', 'invalid_grant');
});

test('12.3 a redirect URI with another slash at its end gets 400 in both grants, and uses nothing up', async (context) => {
  const {
    admin,
    technicalAccount: account,
    privateIntegration: keys,
  } = given(context, 'admin', 'technicalAccount', 'privateIntegration');
  const { redirectUri } = keys;
  const other = { redirect_uri: redirectUri.endsWith('/') ? redirectUri.slice(0, -1) : `${redirectUri}/` };
  const request = codeGrant(keys, await codeBy(browserOf(admin), keys, account));
  expectRefusal(await requestTokens(account.host, { ...request, ...other }), 400, differs, 'invalid_grant');
  const issued = await requestTokens(account.host, request);
  expect(issued.status, issued.text).toBe(200);
  const refresh = refreshGrant(keys, json<Pair>(issued).refresh_token);
  expectRefusal(await requestTokens(account.host, { ...refresh, ...other }), 400, differs, 'invalid_grant');
  expect((await requestTokens(account.host, refresh)).status).toBe(200);
});

test('12.4 the same refresh token twice: the same successor or 401, and 401 once the successor was presented', async (context) => {
  const {
    admin,
    technicalAccount: account,
    privateIntegration: keys,
  } = given(context, 'admin', 'technicalAccount', 'privateIntegration');
  const first = await pairBy(browserOf(admin), keys, account);
  const presented = refreshGrant(keys, first.refresh_token);
  const second = json<Pair>(await requestTokens(account.host, presented));
  expect(second.refresh_token).not.toBe(first.refresh_token);
  const repeated = await requestTokens(account.host, presented);
  if (repeated.status === 200) expect(json<Pair>(repeated).refresh_token).toBe(second.refresh_token);
  else expectRefusal(repeated, 401, 'Token has been revoked', 'invalid_grant');
  expect((await requestTokens(account.host, refreshGrant(keys, second.refresh_token))).status).toBe(200);
  expectRefusal(await requestTokens(account.host, presented), 401, 'Token has been revoked', 'invalid_grant');
});

test('12.5 JSON and form bodies, a slash behind the path, and Basic beside the body: 200', async (context) => {
  const {
    admin,
    technicalAccount: account,
    privateIntegration: keys,
  } = given(context, 'admin', 'technicalAccount', 'privateIntegration');
  const browser = await signedInBrowser(admin);
  const headers = basic(keys);
  const slash = '/oauth2/access_token/';
  const ways = [{}, { form: true }, { path: slash }, { form: true, path: slash }, { form: true, headers }];
  const codes = await Promise.all(ways.map(async () => codeBy(browser, keys, account)));
  for (const [at, way] of ways.entries()) {
    const answer = await requestTokens(account.host, codeGrant(keys, codes[at] ?? ''), way);
    expect(answer.status, `${JSON.stringify(way)}: ${answer.text}`).toBe(200);
  }
});
