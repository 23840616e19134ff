import { afterAll, beforeEach, expect, test } from 'vitest';
import { expectProblem, expectRefusal } from '../errors.ts';
import { confirm } from '../installation.ts';
import { call, codeBy, codeGrant, pairBy, refreshGrant, requestTokens } from '../integrator.ts';
import { browserOf } from '../browser.ts';
import type { Receiver } from '../receiver.ts';
import { openReceiver } from '../receiver.ts';
import { given, pathOf, settings } from '../settings.ts';
import { disconnectSignature } from '../signatures.ts';

const needed = ['admin', 'technicalAccount', 'publishedIntegration', 'disablePath'] as const;
let receiver: Receiver | undefined;
beforeEach(async () => {
  if (settings.receiver !== undefined) receiver ??= await openReceiver(settings.receiver);
  receiver?.empty();
});
afterAll(async () => receiver?.close());

test('12.9 the suite’s own signature equals the contract’s example', () => {
  const signed = disconnectSignature('0b0832f6-0000-4000-8000-00000000abcd', 12345678, 'test-secret-0123456789');
  expect(signed).toBe('9ddd42542be46b22b9df0af24c649d45f501d6065d2abe144d20790bb4e0366b');
});

test('12.9 disabling sends the disconnect hook, signed with the client secret over client id, pipe, account id', async (context) => {
  const {
    admin,
    technicalAccount: account,
    publishedIntegration: keys,
    disablePath,
  } = given(context, ...needed, 'receiver');
  const browser = browserOf(admin);
  await pairBy(browser, keys, account);
  await confirm(browser, pathOf(disablePath, account, keys));
  const [hook] = (await receiver?.got(1)) ?? [];
  expect(hook).toMatchObject({ method: 'GET', path: '/disconnect' });
  expect(hook?.headers['user-agent']).toBe('amoService-oAuth-Code-Sender/1.0');
  expect(Object.fromEntries(hook?.query ?? [])).toEqual({
    client_uuid: keys.clientId,
    account_id: String(account.id),
    signature: disconnectSignature(keys.clientId, account.id, keys.clientSecret),
  });
});

test('12.12 after disabling: access token 401, refresh token 401 and a waiting code 400, both `… has been revoked`', async (context) => {
  const { admin, technicalAccount: account, publishedIntegration: keys, disablePath } = given(context, ...needed);
  const browser = browserOf(admin);
  const pair = await pairBy(browser, keys, account);
  const code = await codeBy(browser, keys, account);
  expect((await call(account.host, '/api/v4/account', pair.access_token)).status).toBe(200);
  await confirm(browser, pathOf(disablePath, account, keys));
  expectProblem(await call(account.host, '/api/v4/account', pair.access_token), 401);
  const refreshed = await requestTokens(account.host, refreshGrant(keys, pair.refresh_token));
  expectRefusal(refreshed, 401, 'Token has been revoked', 'invalid_grant');
  const exchanged = await requestTokens(account.host, codeGrant(keys, code));
  expectRefusal(exchanged, 400, 'Authorization code has been revoked', 'invalid_grant');
});

test('12.12 enabling again revives no token, and a new consent gives working ones', async (context) => {
  const { admin, technicalAccount: account, publishedIntegration: keys, disablePath } = given(context, ...needed);
  const browser = browserOf(admin);
  const before = await pairBy(browser, keys, account);
  await confirm(browser, pathOf(disablePath, account, keys));
  const after = await pairBy(browser, keys, account);
  expectProblem(await call(account.host, '/api/v4/account', before.access_token), 401);
  expect((await call(account.host, '/api/v4/account', after.access_token)).status).toBe(200);
});

test('12.12 another account’s installation of the same integration goes on', async (context) => {
  const {
    admin,
    technicalAccount: account,
    otherAccount,
    publishedIntegration: keys,
    disablePath,
  } = given(context, ...needed, 'otherAccount');
  const browser = browserOf(admin);
  const elsewhere = await pairBy(browser, keys, otherAccount);
  await pairBy(browser, keys, account);
  await confirm(browser, pathOf(disablePath, account, keys));
  expect((await call(otherAccount.host, '/api/v4/account', elsewhere.access_token)).status).toBe(200);
});
