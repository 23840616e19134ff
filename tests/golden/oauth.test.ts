import { disableInstallation, revokeGrant } from '@pristan/flows';
import { dayMs, minuteMs } from '@pristan/rules';
import { afterAll, beforeAll } from 'vitest';
import { createResourceServer } from '../../apps/server/src/cli/resource-servers.ts';
import { moveDueAdoptions } from '../../apps/server/src/workers/adopt.ts';
import type { ApiCaller } from '../harness/api-caller.ts';
import { apiCaller } from '../harness/api-caller.ts';
import { aClone } from '../harness/clones.ts';
import type { Integration } from '../harness/fixtures.ts';
import { aCode, anIntegration, aUser, tokens } from '../harness/fixtures.ts';
import type { Journey } from './journey.ts';
import { recorded } from './journey.ts';
import type { GoldenFixture } from './fixture.ts';
import { admin, member, named, openGoldenFixture } from './fixture.ts';
import type { GoldenRequest } from './wire.ts';
import { exchange } from './wire.ts';

let stand: GoldenFixture;
let server: { readonly id: string; readonly secret: string };
beforeAll(async () => {
  stand = await openGoldenFixture();
  server = await createResourceServer(stand.platform.world, { name: 'CRM' });
});
afterAll(async () => stand.platform.close());

const journey = recorded('oauth', () => stand.places());
const form = { 'content-type': 'application/x-www-form-urlencoded' };
const encoded = (fields: Readonly<Record<string, string>>) => new URLSearchParams(fields).toString();
/** Each call signs the admin in anew: some journeys take longer than a session lives. */
const callAsAdmin: ApiCaller = async (...call) => (await apiCaller(stand.platform, stand.demo.admin))(...call);
const basic = (id: string, secret: string) => ({
  authorization: `Basic ${Buffer.from(`${id}:${secret}`).toString('base64')}`,
});

/** Asks the introspection endpoint as the resource server. */
function introspection(to: Journey) {
  to.places.name(server.id, 'resource server');
  to.places.name(server.secret, 'resource server secret');
  return async (about: string, fields: Readonly<Record<string, string>>, more: GoldenRequest = {}) =>
    exchange(stand.platform, to, about, {
      method: 'POST',
      url: '/oauth/v2/introspect',
      headers: { ...form, ...basic(server.id, server.secret) },
      payload: encoded(fields),
      ...more,
    });
}

/** Asks the endpoint that explains tokens as an integration. */
function explanation(to: Journey, { client_id, client_secret }: Integration) {
  return async (about: string, fields: Readonly<Record<string, unknown>>, more: GoldenRequest = {}) =>
    exchange(stand.platform, to, about, {
      method: 'POST',
      url: '/oauth2/explain',
      headers: { 'content-type': 'application/json' },
      payload: JSON.stringify({ client_id, client_secret, ...fields }),
      ...more,
    });
}

async function client(to: Journey, kind: 'private' | 'published' = 'published', name = 'client') {
  return named(to.places, await anIntegration(stand.platform, 'demo', { kind, scope: ['crm', 'files'] }), name);
}

async function disable({ client_id }: Integration): Promise<void> {
  const about = { accountId: stand.demo.id, integrationId: client_id };
  await disableInstallation(stand.platform.world, { ...about, by: 'operator', press: undefined });
}

/** Creates a long-lived token as the console does. */
async function longLived({ client_id }: Integration): Promise<string> {
  const expires_at = Math.floor(stand.platform.clock.now() / 1000) + 7 * 86_400;
  const path = `/accounts/${stand.demo.id}/integrations/${client_id}/tokens`;
  return (await callAsAdmin('POST', path, { name: 'Nightly', expires_at })).json<{ token: string }>().token;
}

journey('introspection of tokens', async (to) => {
  const ask = introspection(to);
  const keys = await client(to);
  const admins = await tokens(stand.platform, keys, admin);
  const members = await tokens(stand.platform, keys, member);
  await ask('an admin’s token', { token: admins.access_token });
  await ask('a member’s token', { token: members.access_token, token_type_hint: 'refresh_token' });
  await ask('a refresh token', { token: admins.refresh_token });
  await ask('nonsense', { token: 'nonsense' });
  const own = await client(to, 'private', 'private client');
  await tokens(stand.platform, own, admin);
  await ask('a long-lived token', { token: await longLived(own) });
  const external = named(to.places, await aClone(stand.platform, stand.demo), 'external');
  await ask('of an external integration', { token: (await tokens(stand.platform, external, admin)).access_token });
  await ask(
    'credentials in the form',
    {},
    {
      headers: form,
      payload: encoded({ client_id: server.id, client_secret: server.secret, token: admins.access_token }),
    },
  );
  await disable(keys);
  await ask('after a disable', { token: admins.access_token });
});

journey('introspection that is refused', async (to) => {
  const ask = introspection(to);
  const keys = await client(to);
  await ask('no token', {});
  await ask('a token twice', {}, { payload: 'token=a&token=b' });
  await ask('no credentials', { token: 'x' }, { headers: form });
  await ask('a wrong secret', { token: 'x' }, { headers: { ...form, ...basic(server.id, 'x'.repeat(43)) } });
  await ask(
    'an integration’s credentials',
    { token: 'x' },
    { headers: { ...form, ...basic(keys.client_id, keys.client_secret) } },
  );
  await ask('credentials both ways', { token: 'x', client_id: server.id, client_secret: server.secret });
  await ask('JSON', {}, { headers: { 'content-type': 'application/json' }, payload: '{"token":"x"}' });
  await ask('no content type', {}, { headers: basic(server.id, server.secret), payload: 'token=x' });
  await ask('a body over 64 KiB', {}, { payload: `token=${'x'.repeat(65_600)}` });
  await ask('an account’s host', { token: 'x' }, { host: 'demo.accounts.test' });
  await ask('GET is not served', {}, { method: 'GET', payload: '' });
  await ask('an address beside it', {}, { url: '/oauth/v2/revoke' });
});

journey('explanations', async (to) => {
  const keys = await client(to, 'private');
  const ask = explanation(to, keys);
  const { code } = await aCode(stand.platform, keys, admin);
  const pair = await tokens(stand.platform, keys, admin);
  await ask('a code', { token: code });
  await ask('an access token', { token: pair.access_token });
  await ask('a refresh token', { token: pair.refresh_token });
  await ask('a long-lived token', { token: await longLived(keys) });
  const refresh = async () =>
    stand.platform.inject({
      method: 'POST',
      url: '/oauth2/access_token',
      host: 'demo.accounts.test',
      payload: {
        ...keys,
        redirect_uri: keys.redirectUri,
        grant_type: 'refresh_token',
        refresh_token: pair.refresh_token,
      },
    });
  await refresh();
  await ask('a refresh token in its grace', { token: pair.refresh_token });
  stand.platform.clock.advance(11 * minuteMs);
  await ask('a refresh token after its grace', { token: pair.refresh_token });
  await refresh();
  await ask('a refresh token that was used again', { token: pair.refresh_token });
  stand.platform.clock.advance(10 * minuteMs);
  await ask('a code of 20 minutes', { token: code });
  await disable(keys);
  await ask('an access token after a disable', { token: pair.access_token });
});

const leaver = { account: 'demo', email: 'leaver@demo.test' } as const;

/** Events that end a grant or its tokens, each with how to cause it. */
const ends: Readonly<Record<string, (keys: Integration, at: string) => Promise<unknown>>> = {
  'a refresh token that nobody used': async () => Promise.resolve(stand.platform.clock.advance(90 * dayMs)),
  'a grant that was revoked': async ({ client_id }) => {
    const at = `/accounts/${stand.demo.id}/installations/${client_id}/grants`;
    const { grants } = (await callAsAdmin('GET', at)).json<{ grants: { grant_id: string }[] }>();
    const about = { accountId: stand.demo.id, grantId: grants[0]?.grant_id ?? '' };
    return revokeGrant(stand.platform.world, { ...about, by: 'operator', press: undefined });
  },
  'an integration that is switched off': async (_, at) => callAsAdmin('PUT', `${at}/state`, { state: 'stopped' }),
  'a secret that was revoked': async (_, at) => {
    const { secrets } = (await callAsAdmin('GET', `${at}/secrets`)).json<{ secrets: { secret_id: string }[] }>();
    return callAsAdmin('POST', `${at}/secret/rotation`, { replaces: secrets[0]?.secret_id, revoke_now: true });
  },
  'a person who was deactivated': async () => {
    const { members } = (await callAsAdmin('GET', `/accounts/${stand.demo.id}/members`)).json<{
      members: { user_id: number; email: string }[];
    }>();
    const found = members.find(({ email }) => email === leaver.email);
    return callAsAdmin('PATCH', `/accounts/${stand.demo.id}/members/${found?.user_id}`, { state: 'deactivated' });
  },
};

for (const [what, end] of Object.entries(ends))
  journey(`explanations: ${what}`, async (to) => {
    const keys = await client(to);
    const at = `/accounts/${stand.demo.id}/integrations/${keys.client_id}`;
    const { code } = await aCode(stand.platform, keys, admin);
    if (what.includes('person')) await aUser(stand.platform, leaver.email, { demo: 'member' });
    const pair = await tokens(stand.platform, keys, what.includes('person') ? leaver : admin);
    await end(keys, at);
    const { client_secret } = (await callAsAdmin('GET', `${at}/secret`)).json<{ client_secret: string }>();
    if (client_secret !== keys.client_secret) to.places.name(client_secret, 'new secret');
    const ask = explanation(to, { ...keys, client_secret });
    for (const token of [code, pair.access_token, pair.refresh_token]) await ask(what, { token });
  });

journey('explanations: a code that was used, a long-lived token that was revoked', async (to) => {
  const keys = await client(to, 'private');
  const { client_id, client_secret, redirectUri: redirect_uri } = keys;
  const ask = explanation(to, keys);
  const { code } = await aCode(stand.platform, keys, admin);
  const payload = { grant_type: 'authorization_code', client_id, client_secret, redirect_uri, code };
  await stand.platform.inject({ method: 'POST', url: '/oauth2/access_token', payload });
  await ask('a code that was used', { token: code });
  const token = await longLived(keys);
  const at = `/accounts/${stand.demo.id}/integrations/${client_id}/tokens`;
  const { tokens: minted } = (await callAsAdmin('GET', at)).json<{ tokens: { token_id: string }[] }>();
  await callAsAdmin('DELETE', `${at}/${minted[0]?.token_id}`);
  await ask('a long-lived token that was revoked', { token });
});

journey('explanations: an integration that was adopted', async (to) => {
  const published = await anIntegration(stand.platform, 'other', { redirectUri: 'https://gulls.test/callback' });
  const clone = named(to.places, await aClone(stand.platform, stand.demo), 'external');
  const pair = await tokens(stand.platform, clone, admin);
  const callAsOwner = await apiCaller(stand.platform, stand.other.admin);
  await callAsOwner('POST', `/accounts/${stand.other.id}/integrations/${published.client_id}/adoption`);
  stand.platform.clock.advance(7 * dayMs);
  await moveDueAdoptions(stand.platform.world);
  const ask = explanation(to, clone);
  await ask('a refresh token', { token: pair.refresh_token });
});

journey('explanations that are refused', async (to) => {
  const keys = await client(to);
  const other = await client(to, 'published', 'another client');
  const ask = explanation(to, keys);
  const { access_token } = await tokens(stand.platform, other, admin);
  await ask('no token', {});
  await ask('nonsense', { token: 'nonsense' });
  await ask('another client’s token', { token: access_token });
  await ask('no client', { token: 'x', client_id: undefined });
  await ask('an unknown client', { token: 'x', client_id: '0b0832f6-0000-4000-8000-00000000abcd' });
  await ask('no secret', { token: 'x', client_secret: undefined });
  await ask('a wrong secret', { token: 'x', client_secret: 'x'.repeat(64) });
  await ask('no JSON', {}, { payload: '{' });
  await ask('another content type', {}, { headers: { 'content-type': 'text/plain' } });
  await ask('an account’s host', { token: 'x' }, { host: 'demo.accounts.test' });
  await ask('GET is not served', {}, { method: 'GET', payload: '' });
});

journey('the signing keys', async (to) => {
  const ask = async (about: string, asked: GoldenRequest) =>
    exchange(stand.platform, to, about, { method: 'GET', url: '/.well-known/jwks.json', ...asked });
  await ask('the keys', {});
  await ask('HEAD', { method: 'HEAD' });
  await ask('POST is not served', { method: 'POST' });
  await ask('an account’s host', { host: 'demo.accounts.test' });
});

journey('one-time tokens', async (to) => {
  const keys = await client(to, 'private');
  await tokens(stand.platform, keys, admin);
  const url = `/api/platform/accounts/${stand.demo.id}/installations/${keys.client_id}/one-time-token`;
  const callAsMember = await apiCaller(stand.platform, stand.demo.member);
  // The response is part of the platform's API, but its token is verified by an integration.
  stand.platform.clock.advance(1_000);
  const answer = await callAsMember('POST', url.replace('/api/platform', ''));
  const { token = '' } = answer.json<{ token?: string }>();
  const [header, claims] = token.split('.').map((part) => Buffer.from(part, 'base64url').toString());
  to.add({
    about: 'a token for a member',
    status: answer.statusCode,
    header: to.places.json(JSON.parse(header ?? '')),
    claims: to.places.json(JSON.parse(claims ?? '')),
  });
});
