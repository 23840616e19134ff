import { expect, test } from 'vitest';
import { expectProblem, expectRefusal } from '../errors.ts';
import { onHost, send } from '../http.ts';
import { codeGrant, pairBy, refreshGrant, requestTokens } from '../integrator.ts';
import { browserOf } from '../browser.ts';
import { given } from '../settings.ts';

const needed = ['technicalAccount', 'privateIntegration'] as const;

test('13.2 each defect of a code grant has its own hint, in amoCRM’s words and in RFC 6749’s', async (context) => {
  const { technicalAccount: account, privateIntegration: keys } = given(context, ...needed);
  const whole = codeGrant(keys, 'nonsense');
  const unknown = '0b0832f6-0000-4000-8000-00000000abcd';
  const defects = [
    [{ grant_type: undefined }, 'Check that all required parameters have been provided', 'unsupported_grant_type'],
    [
      { grant_type: 'client_credentials' },
      'Check that all required parameters have been provided',
      'unsupported_grant_type',
    ],
    [{ client_id: undefined }, 'Check the `client_id` parameter', 'invalid_request'],
    [{ client_id: unknown }, 'Check the `client_id` parameter', 'invalid_request'],
    [{ client_secret: undefined }, 'Check the `client_secret` parameter', 'invalid_request'],
    [{ redirect_uri: undefined }, 'Check the `redirect_uri` parameter', 'invalid_request'],
    [{ code: undefined }, 'Check the `code` parameter', 'invalid_request'],
    [{}, 'Cannot decrypt the authorization code', 'invalid_grant'],
  ] as const;
  for (const [change, hint, error] of defects)
    expectRefusal(await requestTokens(account.host, { ...whole, ...change }), 400, hint, error);
});

test('13.2 a parameter twice in a form: 400', async (context) => {
  const { technicalAccount: account, privateIntegration: keys } = given(context, ...needed);
  const fields = Object.entries(codeGrant(keys, 'nonsense')).map(([name, value = '']): [string, string] => [
    name,
    value,
  ]);
  const answer = await send(onHost(account.host, '/oauth2/access_token'), {
    method: 'POST',
    headers: { 'content-type': 'application/x-www-form-urlencoded' },
    body: new URLSearchParams([...fields, ['code', 'other']]).toString(),
  });
  expectRefusal(answer, 400, 'Check the `code` parameter', 'invalid_request');
});

test('13.2 dead refresh tokens: 401 with their hint and without a challenge', async (context) => {
  const {
    admin,
    technicalAccount: account,
    privateIntegration: keys,
    unmoderatedIntegration: others,
  } = given(context, ...needed, 'admin', 'unmoderatedIntegration');
  const nonsense = await requestTokens(account.host, refreshGrant(keys, 'nonsense'));
  expectRefusal(nonsense, 401, 'Cannot decrypt the refresh token', 'invalid_grant');
  const { refresh_token } = await pairBy(browserOf(admin), others, account);
  const foreign = await requestTokens(account.host, refreshGrant(keys, refresh_token));
  expectRefusal(foreign, 401, 'Token is not linked to client', 'invalid_grant');
});

test('13.6 a 401 of the API is a problem document, with and without a token', async (context) => {
  const { technicalAccount: account } = given(context, 'technicalAccount');
  const paths = ['/api/v4/account', '/api/v4/users', '/api/v4/widgets', '/v3/user', '/oauth2/account/subdomain'];
  for (const path of paths) {
    expectProblem(await send(onHost(account.host, path)), 401);
    expectProblem(await send(onHost(account.host, path), { headers: { authorization: 'Bearer x' } }), 401);
  }
  const accept = { accept: 'application/json' };
  const root = await send(onHost(account.host, '/'), { headers: accept });
  expect(root.status).toBe(401);
  expect(root.headers['content-type']).toMatch(/json$/);
});
