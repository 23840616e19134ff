import { afterAll, beforeAll } from 'vitest';
import { hiddenFields } from '../harness/browser-session.ts';
import { anIntegration, tokens } from '../harness/fixtures.ts';
import { browserOf, walker } from './browsing.ts';
import { recorded } from './journey.ts';
import type { GoldenFixture } from './fixture.ts';
import { admin, named, openGoldenFixture } from './fixture.ts';
import { exchange } from './wire.ts';

let stand: GoldenFixture;
beforeAll(async () => {
  stand = await openGoldenFixture({ PRISTAN_PLATFORM: '2', PRISTAN_REFRESH_GRACE_SECONDS: '0' });
});
afterAll(async () => stand.platform.close());

const journey = recorded('kommo', () => stand.places());
const host = 'demo.accounts.test';

journey('the token endpoint', async (to) => {
  const keys = named(to.places, await anIntegration(stand.platform, 'demo'));
  const { client_id, client_secret } = keys;
  const { refresh_token } = await tokens(stand.platform, keys, admin);
  const ask = async (about: string, fields: object, at = host) =>
    exchange(stand.platform, to, about, {
      method: 'POST',
      url: '/oauth2/access_token',
      host: at,
      payload: { client_id, client_secret, ...fields },
    });
  const refresh = { grant_type: 'refresh_token', refresh_token };
  await ask('refresh', refresh);
  await ask('refresh without a grace', refresh);
  await ask('no grant type', {});
  await ask('a wrong secret', { ...refresh, client_secret: 'x' });
  await ask('the host of no account', refresh, 'nobody.accounts.test');
  await ask('a code that was never issued', {
    grant_type: 'authorization_code',
    redirect_uri: keys.redirectUri,
    code: 'x',
  });
  await exchange(stand.platform, to, 'GET is not served', { method: 'GET', url: '/oauth2/access_token', host });
});

journey('the API', async (to) => {
  const keys = named(to.places, await anIntegration(stand.platform, 'demo'));
  const { access_token } = await tokens(stand.platform, keys, admin);
  const call = async (about: string, url: string, token = access_token) =>
    exchange(stand.platform, to, about, { method: 'GET', url, host, headers: { authorization: `Bearer ${token}` } });
  await call('the account', '/api/v4/account?with=datetime_settings,version');
  await call('the person', '/v3/user');
  await call('people', '/api/v4/users');
  await call('a token that is not taken', '/api/v4/account', 'nonsense');
  await call('no such address', '/api/v4/nothing');
  await call('a limit too large', '/api/v4/users?limit=251');
});

journey('Allow and Deny', async (to) => {
  const keys = named(to.places, await anIntegration(stand.platform, 'demo'));
  const browser = walker(stand.platform, to, await browserOf(stand.platform, stand.demo.admin));
  const page = await browser.get('the consent page', `/es/oauth?client_id=${keys.client_id}&state=s`);
  const denied = await browser.post('Deny', '/oauth/deny', hiddenFields(page.body, '/oauth/deny'));
  await browser.get('the page that leaves', String(denied.headers.location));
  const allowed = await browser.post('Allow', '/oauth/allow', hiddenFields(page.body, '/oauth/allow'));
  await browser.get('the page that leaves', String(allowed.headers.location));
});
