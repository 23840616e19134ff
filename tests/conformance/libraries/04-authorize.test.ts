import { expect, test } from 'vitest';
import { onHost, send } from '../http.ts';
import { allow, codeGrant, requestTokens } from '../integrator.ts';
import { browserOf } from '../browser.ts';
import { given, settings } from '../settings.ts';

const needed = ['admin', 'technicalAccount', 'privateIntegration'] as const;
/** Further parameters of official and generic OAuth clients. */
const extras =
  '&response_type=code&approval_prompt=auto&grant_type=authorization_code&scope=&redirect_uri=https%3A%2F%2Fignored.example%2F';

test('13.10 `/oauth` and `/oauth/` with the extra parameters of OAuth clients end at the registered redirect URI', async (context) => {
  const { admin, technicalAccount: account, privateIntegration: keys } = given(context, ...needed);
  for (const path of ['/oauth', '/oauth/']) {
    const url = await allow(
      browserOf(admin),
      `${settings.url}${path}?client_id=${keys.clientId}&state=s1${extras}`,
      account,
    );
    expect(url.startsWith(keys.redirectUri), url).toBe(true);
    const { searchParams } = new URL(url);
    expect(searchParams.get('state')).toBe('s1');
    const answer = await requestTokens(account.host, codeGrant(keys, searchParams.get('code') ?? ''));
    expect(answer.status, answer.text).toBe(200);
  }
});

test('13.10 on an account’s host the request is sent to the public site with its query byte for byte', async (context) => {
  const { technicalAccount: account, privateIntegration: keys } = given(context, ...needed);
  const query = `client_id=${keys.clientId}&state=a+b%20c%2Fd${extras}`;
  const answer = await send(onHost(account.host, `/oauth?${query}`), { headers: { accept: 'text/html' } });
  expect(answer.status).toBeGreaterThanOrEqual(300);
  expect(answer.status).toBeLessThan(400);
  expect(answer.headers.location).toBe(`${settings.url}/oauth?${query}`);
});

test('13.10 an unencoded `origin` with a query of its own does not replace the button’s client id', async (context) => {
  const { admin, technicalAccount: account, privateIntegration: keys } = given(context, ...needed);
  const origin = 'https://shop.example/page?client_id=0b0832f6-0000-4000-8000-00000000abcd&lang=en';
  const url = `${settings.url}/oauth/?state=s1&mode=post_message&origin=${origin}&client_id=${keys.clientId}`;
  const { searchParams } = new URL(await allow(browserOf(admin), url, account));
  expect(searchParams.get('client_id')).toBe(keys.clientId);
  expect(searchParams.get('state')).toBe('s1');
});

test('13.10 the button script is served under both names', async () => {
  for (const name of ['button.js', 'button.min.js']) {
    const answer = await send(`${settings.url}/auth/${name}`);
    expect(answer.status).toBe(200);
    expect(answer.headers['content-type']).toMatch(/javascript/);
    expect(answer.text).toContain('No client_id or client_secret or script tag or metadata');
  }
});

test('13.11 client secrets have 64 letters and digits', (context) => {
  const { privateIntegration, publishedIntegration } = given(context, 'privateIntegration', 'publishedIntegration');
  for (const { clientSecret } of [privateIntegration, publishedIntegration])
    expect(clientSecret).toMatch(/^[a-zA-Z\d]{64}$/);
});
