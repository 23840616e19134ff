import { afterAll, beforeAll } from 'vitest';
import { apiCaller } from '../harness/api-caller.ts';
import { aClone } from '../harness/clones.ts';
import { anIntegration, aUser, tokens } from '../harness/fixtures.ts';
import { widgetZip } from '../harness/widget.ts';
import type { Journey } from './journey.ts';
import { recorded } from './journey.ts';
import type { GoldenFixture } from './fixture.ts';
import { admin, member, named, openGoldenFixture } from './fixture.ts';
import type { GoldenRequest } from './wire.ts';
import { exchange } from './wire.ts';

let stand: GoldenFixture;
beforeAll(async () => {
  stand = await openGoldenFixture();
});
afterAll(async () => stand.platform.close());

const journey = recorded('api', () => stand.places());

/** Calls the account API with a token, each call in a new second unless several must fall into the same one. */
function caller(to: Journey, token?: string) {
  return async (about: string, url: string, { headers, ...asked }: GoldenRequest = {}, pauseMs?: number) =>
    exchange(stand.platform, to, about, {
      method: 'GET',
      url,
      host: 'demo.accounts.test',
      headers: { ...(token === undefined ? {} : { authorization: `Bearer ${token}` }), ...headers },
      ...asked,
      pauseMs,
    });
}

/** Issues tokens of the admin and of the member to a new integration. */
async function pairs(to: Journey, scope: readonly string[] = ['crm']) {
  const keys = named(to.places, await anIntegration(stand.platform, 'demo', { scope }));
  return {
    keys,
    admins: await tokens(stand.platform, keys, admin),
    members: await tokens(stand.platform, keys, member),
  };
}

journey('the account', async (to) => {
  const { admins, members } = await pairs(to);
  const call = caller(to, admins.access_token);
  await call('the account', '/api/v4/account');
  await call(
    'all that it can have with it',
    '/api/v4/account?with=version,is_api_filter_enabled,amojo_rights,users_groups,task_types,datetime_settings,amojo_id',
  );
  await call('a list of names', '/api/v4/account?with[]=version&with[]=users_groups');
  await call('slashes', '//api/v4/account/');
  await call('HEAD', '/api/v4/account', { method: 'HEAD' });
  await call('a body that is ignored', '/api/v4/account', {
    headers: { 'content-type': 'application/json' },
    payload: '[]',
  });
  await call('POST is not served', '/api/v4/account', { method: 'POST' });
  await call('OPTIONS is not served', '/api/v4/account', { method: 'OPTIONS' });
  await call('no such address', '/api/v4/leads');
  await caller(to, members.access_token)('for a member', '/api/v4/account');
});

journey('tokens that are not taken', async (to) => {
  const { admins } = await pairs(to);
  await caller(to)('no token', '/api/v4/account');
  await caller(to, 'nonsense')('nonsense', '/api/v4/account');
  await caller(to, admins.refresh_token)('a refresh token', '/api/v4/account');
  const call = caller(to, admins.access_token);
  await call('another account’s host', '/api/v4/account', { host: 'other.accounts.test' });
  await call('the host of no account', '/api/v4/account', { host: 'nobody.accounts.test' });
  await call('the public site', '/api/v4/account', { host: 'pristan.test' });
  await call('the base domain', '/api/v4/account', { host: 'accounts.test' });
  await call('the API domain', '/api/v4/account', { host: 'api.accounts.test' });
  await call('Basic', '/api/v4/account', { headers: { authorization: 'Basic eDp5' } });
  await call('a health check', '/');
  await call('a browser at an account’s host', '/', { headers: { 'sec-fetch-mode': 'navigate' } });
  stand.platform.clock.advance(86_400_000);
  await call('a token a day old', '/api/v4/account');
});

journey('people', async (to) => {
  const { admins, members } = await pairs(to);
  const call = caller(to, admins.access_token);
  await call('all', '/api/v4/users');
  await call('a page', '/api/v4/users?page=1&limit=1');
  await call('a page beyond the last', '/api/v4/users?page=9');
  await call('a limit too large', '/api/v4/users?limit=251');
  await call('a page that is none', '/api/v4/users?page=0');
  await call('one', `/api/v4/users/${stand.demo.admin.id}`);
  await call('somebody of another account', `/api/v4/users/${stand.other.admin.id}`);
  await call('an id that can be none', '/api/v4/users/x');
  const bounded = caller(to, members.access_token);
  await bounded('all, for a member', '/api/v4/users');
  await bounded('oneself, for a member', `/api/v4/users/${stand.demo.member?.id}`);
});

journey('people are added', async (to) => {
  const { admins, members } = await pairs(to);
  const call = caller(to, admins.access_token);
  const add = async (about: string, payload: unknown, headers: GoldenRequest['headers'] = {}, by = call) =>
    by(about, '/api/v4/users', {
      method: 'POST',
      headers: { 'content-type': 'application/json', ...headers },
      payload: typeof payload === 'string' ? payload : JSON.stringify(payload),
    });
  const key = { 'idempotency-key': 'golden' };
  const person = { name: 'New', email: 'new@shop.test', lang: 'ru', rights: { is_admin: true }, request_id: 'mine' };
  await add('one, with a key', [person], key);
  await add('the same with the same key', [person], key);
  await add('another with the same key', [{ ...person, name: 'Newer' }], key);
  await add('a key that can be none', [person], { 'idempotency-key': '' });
  await add('two', [
    { name: 'One', email: 'one@shop.test' },
    { name: 'Two', email: 'two@shop.test' },
  ]);
  await add('a member', [{ name: 'Member', email: member.email }]);
  await add('what does not pass', [
    { name: '', email: 'no address' },
    { name: 'x'.repeat(256), email: 'a@shop.test' },
    { name: 'a\u202eb', email: 'a@shop.test' },
    { email: 1 },
    'x',
  ]);
  await add('nobody', []);
  await add(
    'eleven',
    Array.from({ length: 11 }, (_, n) => ({ name: 'N', email: `n${n}@shop.test` })),
  );
  await add('no list', {});
  await add('no JSON', '[');
  await add('another content type', '[]', { 'content-type': 'text/plain' });
  await add('a body over 64 KiB', 'x'.repeat(65_600));
  await add('by a member', [person], {}, caller(to, members.access_token));
});

journey('the person, in the context of somebody else too', async (to) => {
  const { admins, members } = await pairs(to);
  const call = caller(to, admins.access_token);
  const as = (id: string | number | undefined) => ({ headers: { 'x-context-user-id': String(id) } });
  await call('the person', '/v3/user');
  await call('the member', '/v3/user', as(stand.demo.member?.id));
  await call('the account, for the member', '/api/v4/account', as(stand.demo.member?.id));
  await call('people, for the member', '/api/v4/users', as(stand.demo.member?.id));
  await call('somebody of another account', '/v3/user', as(stand.other.admin.id));
  await call('an empty value', '/v3/user', as(''));
  await caller(to, members.access_token)('with a member’s grant', '/v3/user', as(stand.demo.admin.id));
  await caller(to)('nobody', '/v3/user');
  await call('POST is not served', '/v3/user', { method: 'POST' });
});

journey('grants without a scope, and of external integrations', async (to) => {
  const { admins } = await pairs(to, ['notifications']);
  const call = caller(to, admins.access_token);
  for (const url of ['/api/v4/account', '/v3/user', '/api/v4/users', '/api/v4/widgets', '/oauth2/account/subdomain'])
    await call('without the scope', url);
  const clone = named(to.places, await aClone(stand.platform, stand.demo), 'external');
  const { access_token } = await tokens(stand.platform, clone, admin);
  const external = caller(to, access_token);
  for (const url of ['/api/v4/account', '/v3/user', '/api/v4/users', '/api/v4/widgets', '/oauth2/account/subdomain'])
    await external('of an external integration', url);
  await external('in the context of somebody', '/v3/user', {
    headers: { 'x-context-user-id': String(stand.demo.admin.id) },
  });
});

journey('the account’s address', async (to) => {
  const { admins } = await pairs(to);
  const call = caller(to, admins.access_token);
  await call('by an access token', '/oauth2/account/subdomain');
  await call('by an access token, at the public site', '/oauth2/account/subdomain', { host: 'pristan.test' });
  await caller(to)('by nothing', '/oauth2/account/subdomain');
  const current = '/oauth2/account/current/subdomain';
  const by = (token: string) => ({ host: 'api.accounts.test', headers: { 'x-refresh-token': token } });
  await caller(to)('by a refresh token', current, by(admins.refresh_token));
  await caller(to)('by nonsense', current, by('nonsense'));
  await caller(to)('by nothing', current, { host: 'api.accounts.test' });
  await caller(to)('by a refresh token, at the account’s host', current, {
    headers: { 'x-refresh-token': admins.refresh_token },
  });
});

journey('the widget', async (to) => {
  const keys = named(to.places, await anIntegration(stand.platform, 'demo', { kind: 'private', name: 'Widgets' }));
  const { access_token } = await tokens(stand.platform, keys, admin);
  const call = caller(to, access_token);
  await call('none', '/api/v4/widgets');
  const callAsAdmin = await apiCaller(stand.platform, stand.demo.admin);
  const widgets = `/accounts/${stand.demo.id}/integrations/${keys.client_id}/widgets`;
  await callAsAdmin('POST', widgets, await widgetZip(), { 'content-type': 'application/zip' });
  await callAsAdmin('PUT', `${widgets}/live`, { number: 1 });
  await call('without settings', '/api/v4/widgets');
  await callAsAdmin('PUT', `/accounts/${stand.demo.id}/installations/${keys.client_id}/settings`, {
    values: { login: 'anna', password: 'letmein' },
  });
  await call('with settings', '/api/v4/widgets');
  await call('a page beyond the last', '/api/v4/widgets?page=2');
  await call('a limit too large', '/api/v4/widgets?limit=251');
  await call('one', `/api/v4/widgets/${keys.client_id}`);
  await call('another integration’s', '/api/v4/widgets/0b0832f6-0000-4000-8000-00000000abcd');
  await caller(to)('nobody', '/api/v4/widgets');
});

journey('more than seven requests in a second, and somebody who goes on', async (to) => {
  const { admins } = await pairs(to);
  const call = caller(to, admins.access_token);
  const inOneSecond = async (about: string) => call(about, '/api/v4/account', {}, 0);
  const silently = async () =>
    stand.platform.inject({
      url: '/api/v4/account',
      host: 'demo.accounts.test',
      headers: { authorization: `Bearer ${admins.access_token}` },
    });
  for (let count = 0; count < 7; count += 1) await silently();
  await inOneSecond('the eighth');
  for (let count = 0; count < 9; count += 1) await silently();
  await inOneSecond('after ten refusals');
  stand.platform.clock.advance(60_000);
  await call('a minute later', '/api/v4/account');
});

journey('a grant that ended', async (to) => {
  const keys = named(to.places, await anIntegration(stand.platform, 'demo'));
  const second = await aUser(stand.platform, 'second@demo.test', { demo: 'admin' });
  const { access_token } = await tokens(stand.platform, keys, { account: 'demo', email: second.email });
  const call = caller(to, access_token);
  const callAsAdmin = await apiCaller(stand.platform, stand.demo.admin);
  await callAsAdmin('PATCH', `/accounts/${stand.demo.id}/members/${second.id}`, { role: 'member' });
  await call('of somebody who is no admin any more', '/api/v4/users');
  await call('inviting, of somebody who is no admin any more', '/api/v4/users', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    payload: '[{"name":"N","email":"late@shop.test"}]',
  });
  await callAsAdmin('PUT', `/accounts/${stand.demo.id}/integrations/${keys.client_id}/state`, { state: 'stopped' });
  await call('of an integration that is switched off', '/api/v4/account');
});
