import { request as httpRequest } from 'node:http';
import type { InjectOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Integration } from '../../harness/fixtures.ts';
import { anAccount, anIntegration } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import type { TokenPair } from './token-request.ts';
import {
  statusAndBody,
  requestTokens,
  issueCode,
  codeGrant,
  issueTokenPair,
  refreshGrant,
  tokenError,
  wrongClient,
} from './token-request.ts';

let platform: Platform;
let integration: Integration;
beforeAll(async () => {
  platform = await openPlatform();
  await anAccount(platform, 'demo');
  integration = await anIntegration(platform, 'demo');
});
afterAll(async () => platform.close());

const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});
const post = (headers: Record<string, string>, payload: InjectOptions['payload']) =>
  platform.inject({
    method: 'POST',
    url: '/oauth2/access_token',
    host: 'demo.accounts.test',
    headers,
    ...(payload === undefined ? {} : { payload }),
  });
const hinted = (hint: string, status = 400) => tokenError(status, hint, 'invalid_request');
const unsupportedGrant = tokenError(
  400,
  'Check that all required parameters have been provided',
  'unsupported_grant_type',
);

test('400 for a form of more than 1,000 fields at the token endpoint', async () => {
  const fields = (count: number) => Array.from({ length: count }, (_, index) => `f${index}=`).join('&');
  expect(statusAndBody(await post(form, fields(1000)))).toEqual(unsupportedGrant);
  expect(statusAndBody(await post(form, fields(1001)))).toEqual(hinted('Check the request body'));
  expect(statusAndBody(await post(form, '&'.repeat(60_000)))).toEqual(hinted('Check the request body'));
  const page = await platform.inject({ method: 'POST', url: '/sign-in', headers: form, payload: fields(1001) });
  expect(page.statusCode).toBe(400);
  expect(page.body).toContain('</html>');
});

describe('client authentication at the token endpoint', () => {
  test('client credentials in the body take precedence over a Basic header, right or wrong', async () => {
    const { refresh_token } = await issueTokenPair(platform, integration);
    const right = await requestTokens(platform, integration, {
      ...refreshGrant(refresh_token),
      headers: basic('x', 'wrong'),
    });
    expect(right.statusCode).toBe(200);
    const wrong = await requestTokens(platform, integration, {
      ...refreshGrant(refresh_token, { client_secret: 'wrong' }),
      headers: basic(integration.client_id, integration.client_secret),
    });
    expect(statusAndBody(wrong)).toEqual(wrongClient);
  });

  test('401 with WWW-Authenticate for a wrong Basic header without client credentials in the body', async () => {
    const response = await requestTokens(platform, integration, {
      ...refreshGrant('x', { client_id: undefined, client_secret: undefined }),
      headers: basic(integration.client_id, 'wrong'),
    });
    expect(statusAndBody(response)).toEqual(wrongClient);
    expect(response.headers['www-authenticate']).toBe('Basic realm="pristan"');
  });

  test('a Basic header supplies only the client credentials that the body leaves out', async () => {
    const { refresh_token } = await issueTokenPair(platform, integration);
    const response = await requestTokens(platform, integration, {
      ...refreshGrant(refresh_token, { client_secret: undefined }),
      headers: basic('another-id', integration.client_secret),
    });
    expect(response.statusCode).toBe(200);
  });

  test.each([
    ['a dead Bearer', 'Bearer eyJ0eXAiOiJKV1QifQ.e30.x'],
    ['no scheme', 'abc'],
    ['Basic without a colon', `Basic ${Buffer.from('abc').toString('base64')}`],
    ['Basic that is not base64', 'Basic ***'],
    ['nothing', ''],
  ])(
    'an Authorization header with %s is ignored when the body has client credentials',
    async (_what, authorization) => {
      const { refresh_token } = await issueTokenPair(platform, integration);
      const response = await requestTokens(platform, integration, {
        ...refreshGrant(refresh_token),
        headers: { authorization },
      });
      expect(response.statusCode).toBe(200);
    },
  );

  test('400 for an empty password in a Basic header: it counts as a missing secret', async () => {
    const response = await requestTokens(platform, integration, {
      ...refreshGrant('x', { client_id: undefined, client_secret: undefined }),
      headers: basic(integration.client_id, ''),
    });
    expect(statusAndBody(response)).toEqual(hinted('Check the `client_secret` parameter'));
  });

  test('200 for a client id in upper case', async () => {
    const { refresh_token } = await issueTokenPair(platform, integration);
    const response = await requestTokens(
      platform,
      integration,
      refreshGrant(refresh_token, { client_id: integration.client_id.toUpperCase() }),
    );
    expect(response.statusCode).toBe(200);
  });

  test.each(['', 'nobody', '00000000-0000-4000-8000-000000000000', "' or 1=1 --", '\u0000', 'ё'.repeat(500)])(
    '400 for a token request with the client id %j',
    async (client_id) => {
      expect(statusAndBody(await requestTokens(platform, integration, refreshGrant('x', { client_id })))).toEqual(
        hinted('Check the `client_id` parameter'),
      );
    },
  );
});

describe('a form at the token endpoint', () => {
  test.each(['client_id', 'client_secret', 'redirect_uri', 'code', 'grant_type', 'code_verifier', 'refresh_token'])(
    '400 for a form with %s twice, even with equal values, which uses up no code',
    async (member) => {
      const drawn = await issueCode(platform, integration);
      const fields = new URLSearchParams({
        grant_type: 'authorization_code',
        client_id: integration.client_id,
        client_secret: integration.client_secret,
        redirect_uri: integration.redirectUri,
        code: drawn,
        code_verifier: 'v',
        refresh_token: 'r',
      });
      fields.append(member, fields.get(member) ?? '');
      expect(statusAndBody(await post(form, fields.toString()))).toEqual(hinted(`Check the \`${member}\` parameter`));
      expect((await requestTokens(platform, integration, codeGrant(integration, drawn))).statusCode).toBe(200);
    },
  );

  test('a form with a repeated parameter is refused after the host and the grant type are checked, before the client is', async () => {
    expect(statusAndBody(await post(form, 'code=1&code=1'))).toEqual(unsupportedGrant);
    expect(statusAndBody(await post(form, 'grant_type=password&code=1&code=1'))).toEqual(unsupportedGrant);
    expect(statusAndBody(await post(form, 'grant_type=refresh_token&code=1&code=1'))).toEqual(
      hinted('Check the `code` parameter'),
    );
    const elsewhere = {
      method: 'POST',
      url: '/oauth2/access_token',
      host: 'nobody.accounts.test',
      headers: form,
    } as const;
    const noAccount = tokenError(404, 'Account not found', 'invalid_request');
    expect(
      statusAndBody(await platform.inject({ ...elsewhere, payload: 'grant_type=refresh_token&code=1&code=1' })),
    ).toEqual(noAccount);
    expect(statusAndBody(await platform.inject({ ...elsewhere, payload: 'grant_type=password' }))).toEqual(noAccount);
  });

  test('a form at the token endpoint may carry unknown parameters, even twice', async () => {
    const { refresh_token } = await issueTokenPair(platform, integration);
    const fields = new URLSearchParams({
      grant_type: 'refresh_token',
      refresh_token,
      client_id: integration.client_id,
      client_secret: integration.client_secret,
    });
    fields.append('scope', 'a');
    fields.append('scope', 'b');
    expect((await post(form, fields.toString())).statusCode).toBe(200);
  });

  test('a form at the token endpoint may name a charset in its content type', async () => {
    const { refresh_token } = await issueTokenPair(platform, integration);
    const response = await requestTokens(platform, integration, {
      ...refreshGrant(refresh_token),
      form: true,
      headers: { 'content-type': 'application/x-www-form-urlencoded; charset=UTF-8' },
    });
    expect(response.statusCode).toBe(200);
  });
});

describe('an unreadable body at the token endpoint', () => {
  const unreadable = hinted('Check the request body');
  test.each([
    ['JSON that does not parse', json, '{'],
    ['an array', json, '[]'],
    ['a string', json, '"grant_type"'],
    ['a member that is not a string', json, '{"grant_type":"refresh_token","refresh_token":7}'],
    ['invalid UTF-8 in JSON', json, Buffer.from([0x7b, 0x22, 0xff, 0x22, 0x7d])],
    ['invalid UTF-8 in a form', form, Buffer.concat([Buffer.from('code='), Buffer.from([0xff])])],
  ])('400 for a token request whose body is %s', async (_what, headers, payload) => {
    expect(statusAndBody(await post(headers, payload))).toEqual(unreadable);
  });

  test.each([
    ['text/plain', 'grant_type=refresh_token'],
    ['multipart/form-data; boundary=x', '--x--'],
    ['application/xml', '<a/>'],
    ['application/jsonx', '{}'],
  ])('415 for a token request with the content type %s', async (type, payload) => {
    expect(statusAndBody(await post({ 'content-type': type }, payload))).toEqual(
      hinted('Check the `Content-Type` header', 415),
    );
  });

  test('415 for a token request without a content type', async () => {
    expect(statusAndBody(await post({}, Buffer.from('grant_type=refresh_token')))).toEqual(
      hinted('Check the `Content-Type` header', 415),
    );
  });

  test('400 for a token request with an empty body, because the grant type is missing', async () => {
    expect(statusAndBody(await post({}, undefined))).toEqual(unsupportedGrant);
    expect(statusAndBody(await post(json, '{}'))).toEqual(unsupportedGrant);
    expect(statusAndBody(await post(form, ''))).toEqual(unsupportedGrant);
  });

  test('a token request of 64 KiB is accepted; one byte more gets 413', async () => {
    const padded = (bytes: number) => `{"grant_type":"${'x'.repeat(bytes - '{"grant_type":""}'.length)}"}`;
    expect(statusAndBody(await post(json, padded(65_536)))).toEqual(unsupportedGrant);
    expect(statusAndBody(await post(json, padded(65_537)))).toEqual(
      hinted('The request body is larger than 64 KiB', 413),
    );
  });

  test('`__proto__` in the JSON of a token request sets no parameter', async () => {
    expect(statusAndBody(await post(json, '{"__proto__":{"grant_type":"refresh_token"}}'))).toEqual(unsupportedGrant);
  });
});

describe('the token endpoint', () => {
  test.each(['GET', 'PUT', 'DELETE'] as const)(
    'the token endpoint answers %s with 405 and a token error body',
    async (method) => {
      const response = await platform.inject({ method, url: '/oauth2/access_token', host: 'demo.accounts.test' });
      expect(statusAndBody(response)).toEqual(hinted('Check the method of the request', 405));
    },
  );

  test('the token endpoint ignores the query string', async () => {
    const { refresh_token } = await issueTokenPair(platform, integration);
    const url = '/oauth2/access_token?grant_type=authorization_code&client_id=x';
    expect((await requestTokens(platform, integration, { ...refreshGrant(refresh_token), url })).statusCode).toBe(200);
  });
});

describe('an answer of the token endpoint over a real socket', () => {
  test('an answer of the token endpoint has the current date, the dialect’s content type, no cookie and `no-store`', async () => {
    const port = await platform.listen();
    const { refresh_token } = await issueTokenPair(platform, integration);
    const send = (body: object) =>
      new Promise<{ status: number | undefined; headers: Record<string, unknown>; body: string }>((resolve, reject) => {
        const asked = httpRequest(
          {
            host: '127.0.0.1',
            port,
            path: '/oauth2/access_token',
            method: 'POST',
            headers: { ...json, host: 'demo.accounts.test' },
          },
          (response) => {
            let text = '';
            response.setEncoding('utf8').on('data', (chunk: string) => (text += chunk));
            response.on('end', () => resolve({ status: response.statusCode, headers: response.headers, body: text }));
          },
        );
        asked.on('error', reject);
        asked.end(JSON.stringify(body));
      });
    const { client_id, client_secret } = integration;
    const issued = await send({ grant_type: 'refresh_token', client_id, client_secret, refresh_token });
    const denied = await send({ grant_type: 'refresh_token', client_id, client_secret: 'wrong', refresh_token });
    expect([issued.status, denied.status]).toEqual([200, 401]);
    for (const { headers } of [issued, denied]) {
      expect(headers).toMatchObject({
        'content-type': 'application/json',
        'cache-control': 'no-store',
        pragma: 'no-cache',
      });
      expect(headers).not.toHaveProperty('set-cookie');
      expect(Math.abs(Date.parse(String(headers['date'])) - Date.now())).toBeLessThan(5_000);
    }
    const serverTime = (JSON.parse(issued.body) as TokenPair & { server_time: number }).server_time;
    expect(Math.abs(serverTime - Date.now() / 1000)).toBeLessThan(5);
  });
});
