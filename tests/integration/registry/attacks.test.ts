import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { RegistryFixture } from './fixture.ts';
import { newIntegration, createdIntegration, openRegistryFixture } from './fixture.ts';

let stand: RegistryFixture;
let path: string;
beforeAll(async () => {
  stand = await openRegistryFixture();
  ({ path } = await createdIntegration(stand));
});
afterAll(async () => stand.platform.close());

const unknown = '0b0832f6-0000-4000-8000-00000000abcd';
const writes = () =>
  [
    ['POST', stand.integrations, newIntegration],
    ['PATCH', path, { version: 1, name: 'Taken over' }],
    ['PUT', `${path}/state`, { state: 'stopped' }],
    ['POST', `${path}/secret/rotation`, { replaces: unknown, revoke_now: true }],
    ['DELETE', `${path}/logo`, undefined],
    ['DELETE', path, undefined],
  ] as const;

async function untouched(): Promise<void> {
  expect((await stand.admin('GET', path)).json()).toMatchObject({
    version: 1,
    name: newIntegration.name,
    state: 'active',
  });
}

describe('a page of another site in an admin’s browser', () => {
  test.each([
    ['another origin', { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' }],
    ['an account’s host', { origin: 'https://demo.accounts.test', 'sec-fetch-site': 'same-site' }],
    ['the public site by http', { origin: 'http://pristan.test', 'sec-fetch-site': undefined }],
    ['the public site at another port', { origin: 'https://pristan.test:8443', 'sec-fetch-site': undefined }],
    [
      'a name that begins like the public site',
      { origin: 'https://pristan.test.evil.test', 'sec-fetch-site': undefined },
    ],
    ['a sandboxed frame', { origin: 'null', 'sec-fetch-site': 'cross-site' }],
    ['an old browser that sends no Origin', { origin: undefined, 'sec-fetch-site': undefined }],
    ['an Origin that is ours, sent from elsewhere', { origin: 'https://pristan.test', 'sec-fetch-site': 'cross-site' }],
  ])('403 for every write of another site’s page in an admin’s browser: %s', async (_, headers) => {
    for (const [method, address, body] of writes()) {
      const response = await stand.admin(method, address, body, headers);
      expect(response.statusCode, `${method} ${address}`).toBe(403);
      expect(response.json()).toMatchObject({ code: 'foreign_request' });
    }
    await untouched();
  });

  test('403 for reads of another site’s page in an admin’s browser; answers may not be framed', async () => {
    for (const site of ['cross-site', 'same-site']) {
      expect((await stand.admin('GET', `${path}/secret`, undefined, { 'sec-fetch-site': site })).statusCode).toBe(403);
    }
    const response = await stand.admin('GET', path);
    expect(response.headers).toMatchObject({
      'content-security-policy': "default-src 'none'; frame-ancestors 'none'",
      'cross-origin-resource-policy': 'same-origin',
      'x-content-type-options': 'nosniff',
    });
    expect(response.headers['access-control-allow-origin']).toBeUndefined();
  });

  test('415 for a form of another site’s page, even one that parses as JSON', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain']) {
      const text = '{"state":"stopped","x":"=' + '"}';
      const response = await stand.admin('PUT', `${path}/state`, text, { 'content-type': type });
      expect(response.statusCode).toBe(415);
    }
    await untouched();
  });

  test('405 for a preflight request, without CORS headers', async () => {
    const response = await stand.platform.inject({
      method: 'OPTIONS',
      url: `/api/platform${path}`,
      headers: { origin: 'https://evil.test', 'access-control-request-method': 'DELETE' },
    });
    expect(response.statusCode).toBe(405);
    expect(response.headers['access-control-allow-origin']).toBeUndefined();
  });
});

describe('the descriptions of an integration', () => {
  test.each([
    ['<script>alert(1)</script><p>Text</p>', '<p>Text</p>'],
    ['<p onclick="alert(1)" style="position:fixed" class="x" id="y">Text</p>', '<p>Text</p>'],
    ['<a href="javascript:alert(1)">a</a>', '<a rel="noopener noreferrer nofollow" target="_blank">a</a>'],
    ['<a href=" java\nscript:alert(1)">a</a>', '<a rel="noopener noreferrer nofollow" target="_blank">a</a>'],
    ['<a href="//evil.test/">a</a>', '<a rel="noopener noreferrer nofollow" target="_blank">a</a>'],
    [
      '<a href="https://shop.test/" rel="opener" target="_top">a</a>',
      '<a href="https://shop.test/" rel="noopener noreferrer nofollow" target="_blank">a</a>',
    ],
    ['<img src=x onerror=alert(1)><svg/onload=alert(1)><iframe src="https://evil.test">', ''],
    ['<style>body{display:none}</style><link rel=stylesheet href=//evil.test><base href=//evil.test>', ''],
    ['<form action="https://evil.test"><input name=password><button>Sign in</button></form>', 'Sign in'],
    ['<math><mtext><table><mglyph><style><!--</style><img title="--&gt;&lt;img src=1 onerror=alert(1)&gt;">', ''],
    ['<noscript><p title="</noscript><img src=x onerror=alert(1)>">', '<p></p>'],
    ['&lt;script&gt;alert(1)&lt;/script&gt;', '&lt;script&gt;alert(1)&lt;/script&gt;'],
  ])('a description loses everything that runs, loads or frames: %s', async (sent, kept) => {
    const { integration } = await createdIntegration(stand, { description: sent });
    expect(integration['description']).toBe(kept);
  });

  test('422 for a description with deep nesting, before it is parsed', async () => {
    const sent = {
      kind: 'private',
      name: 'Acme',
      redirect_uri: 'https://acme.test/callback',
      description: '<b>'.repeat(21_000),
    };
    const response = await stand.admin('POST', stand.integrations, sent);
    expect(response.statusCode).toBe(422);
    expect(response.json().errors).toMatchObject([{ field: 'description', code: 'nested_too_deep' }]);
  });

  test('an integration’s name and summary stay plain text, unchanged', async () => {
    const text = '<b onclick=alert(1)>&amp;\'"</b>';
    const { integration } = await createdIntegration(stand, { name: text, summary: text });
    expect(integration).toMatchObject({ name: text, summary: text });
  });
});

describe('unexpected members of a body', () => {
  test.each(['client_id', 'account_id', 'published', 'state', 'logo_url', 'logo_hash', 'key_epoch', 'client_secret'])(
    '400 for an integration’s %s in the body of an edit',
    async (member) => {
      const response = await stand.admin('POST', stand.integrations, { ...newIntegration, [member]: 'x' });
      expect(response.statusCode).toBe(400);
      expect(response.json()).toMatchObject({ errors: [{ field: member, code: 'unknown_field' }] });
    },
  );

  test('400 for an account id in the body of an edit; the integration stays in its account', async () => {
    const response = await stand.admin('PATCH', path, { version: 1, account_id: stand.otherAccountId });
    expect(response.statusCode).toBe(400);
    await untouched();
  });
});
