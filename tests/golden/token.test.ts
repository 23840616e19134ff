import { createHash } from 'node:crypto';
import { disableInstallation, giveConsent, revokeGrant } from '@pristan/flows';
import { dayMs, minuteMs } from '@pristan/rules';
import { afterAll, beforeAll } from 'vitest';
import type { Integration } from '../harness/fixtures.ts';
import { anIntegration, aCode, tokens } from '../harness/fixtures.ts';
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

const journey = recorded('token', () => stand.places());
const host = 'demo.accounts.test';
const json = { 'content-type': 'application/json' };
const form = { 'content-type': 'application/x-www-form-urlencoded' };

type Fields = Readonly<Record<string, unknown>>;

/** Creates an integration of `demo` with named keys, and a function that calls the token endpoint with them. */
async function client(to: Journey, kind: 'private' | 'published' = 'published', name = 'client') {
  const keys = named(to.places, await anIntegration(stand.platform, 'demo', { kind }), name);
  const ask = async (about: string, fields: Fields, more: GoldenRequest = {}) =>
    exchange(stand.platform, to, about, {
      method: 'POST',
      url: '/oauth2/access_token',
      host,
      headers: json,
      payload: JSON.stringify({ client_id: keys.client_id, client_secret: keys.client_secret, ...fields }),
      ...more,
    });
  return { keys, ask, ...grantsOf(keys), code: async () => (await aCode(stand.platform, keys, admin)).code };
}

const grantsOf = (keys: Integration) => ({
  byCode: (code: string, more: Fields = {}) => ({
    grant_type: 'authorization_code',
    redirect_uri: keys.redirectUri,
    code,
    ...more,
  }),
  byRefresh: (refresh_token: string, more: Fields = {}) => ({ grant_type: 'refresh_token', refresh_token, ...more }),
});

const encoded = (fields: Fields) =>
  new URLSearchParams(Object.entries(fields).map(([name, value]) => [name, String(value)])).toString();
const basic = ({ client_id, client_secret }: Integration) => ({
  authorization: `Basic ${Buffer.from(`${client_id}:${client_secret}`).toString('base64')}`,
});

journey('a code is exchanged, and refreshed within and after the grace', async (to) => {
  const { ask, byCode, byRefresh, code } = await client(to);
  const drawn = await code();
  const first = (await ask('code', byCode(drawn))).json<{ refresh_token: string }>();
  await ask('the same code again', byCode(drawn));
  const second = (await ask('refresh', byRefresh(first.refresh_token))).json<{ refresh_token: string }>();
  await ask('refresh within the grace', byRefresh(first.refresh_token));
  await ask(
    'refresh with the redirect URI',
    byRefresh(second.refresh_token, { redirect_uri: 'https://shop.test/callback' }),
  );
  await ask('refresh after its successor was used', byRefresh(first.refresh_token));
  stand.platform.clock.advance(11 * minuteMs);
  await ask('refresh after the grace', byRefresh(second.refresh_token));
});

journey('a member’s code and a private integration’s code are exchanged', async (to) => {
  const published = await client(to);
  await aCode(stand.platform, published.keys, admin);
  const { code } = await aCode(stand.platform, published.keys, member);
  await published.ask('the member’s code', published.byCode(code));
  const own = await client(to, 'private', 'private client');
  await own.ask('the private integration’s code', own.byCode(await own.code()));
});

journey('bodies, paths and credentials in every form', async (to) => {
  const { keys, ask, byCode, code } = await client(to);
  const { client_id, client_secret } = keys;
  const whole = async () => ({ client_id, client_secret, ...byCode(await code()) });
  await ask('a form', {}, { headers: form, payload: encoded(await whole()) });
  await ask(
    'a form with a charset',
    {},
    { headers: { 'content-type': `${form['content-type']}; charset=utf-8` }, payload: encoded(await whole()) },
  );
  await ask('a slash at the end', byCode(await code()), { url: '/oauth2/access_token/' });
  await ask('two slashes', byCode(await code()), { url: '//oauth2//access_token' });
  await ask('a query that is ignored', byCode(await code()), { url: '/oauth2/access_token?client_id=x&code=y' });
  await ask('the public site', byCode(await code()), { host: 'pristan.test' });
  await ask('the host in capitals', byCode(await code()), { host: 'DEMO.Accounts.Test' });
  await ask(
    'Basic in place of the body',
    {},
    { headers: { ...json, ...basic(keys) }, payload: JSON.stringify(byCode(await code())) },
  );
  const wrong = { ...byCode(await code()), client_id, client_secret: 'x'.repeat(64) };
  await ask(
    'Basic beside a wrong secret: the body wins',
    {},
    { headers: { ...json, ...basic(keys) }, payload: JSON.stringify(wrong) },
  );
  await ask('a dead Bearer that is ignored', byCode(await code()), {
    headers: { ...json, authorization: 'Bearer dead' },
  });
  await ask('an unknown member that is ignored', byCode(await code(), { colour: 1 }));
});

journey('what fails before there are parameters', async (to) => {
  const { ask, byCode } = await client(to);
  await ask('no content type', {}, { headers: {}, payload: '{}' });
  await ask('another content type', {}, { headers: { 'content-type': 'text/plain' }, payload: 'x' });
  await ask('no JSON', {}, { payload: '{' });
  await ask('a list', {}, { payload: '[]' });
  await ask('no UTF-8', {}, { payload: Buffer.from([0x7b, 0xff, 0x7d]) });
  await ask('a member that is no string', byCode('x', { code: 1 }));
  await ask('an object as a member', byCode('x', { client_secret: {} }));
  await ask('a control character', byCode('a\u0000b'));
  await ask('a body over 64 KiB', {}, { payload: JSON.stringify({ code: 'x'.repeat(65_600) }) });
  await ask('an empty body', {}, { payload: '' });
  for (const method of ['GET', 'PUT', 'DELETE', 'OPTIONS', 'HEAD'] as const)
    await exchange(stand.platform, to, `${method} is not served`, { method, url: '/oauth2/access_token', host });
  await ask('an address beside it', {}, { url: '/oauth2/access_tokens' });
});

journey('errors that both grants begin with, in their order', async (to) => {
  const { keys, ask, byCode } = await client(to);
  await ask('1: the host of no account', byCode('x'), { host: 'nobody.accounts.test' });
  await ask('1: the API domain', byCode('x'), { host: 'api.accounts.test' });
  await ask('1: the base domain', byCode('x'), { host: 'accounts.test' });
  await ask('1: another host', byCode('x'), { host: 'elsewhere.test' });
  await ask('2: no grant type', {});
  await ask('2: an unknown grant type', { grant_type: 'password' });
  await ask('3: a parameter twice', {}, { headers: form, payload: `${encoded({ ...keys, ...byCode('x') })}&code=y` });
  await ask('4: no client_id', byCode('x', { client_id: undefined }));
  await ask('4: an empty client_id', byCode('x', { client_id: '' }));
  await ask('5: an unknown client', byCode('x', { client_id: '0b0832f6-0000-4000-8000-00000000abcd' }));
  await ask('5: a client_id that can be none', byCode('x', { client_id: 'acme' }));
  await ask('6: no secret', byCode('x', { client_secret: undefined }));
  await ask('7: a wrong secret', byCode('x', { client_secret: 'x'.repeat(64) }));
});

journey('errors of the code grant, in their order', async (to) => {
  const { keys, ask, byCode, code } = await client(to);
  const stranger = await client(to, 'published', 'another client');
  const drawn = await code();
  await ask('c1: no redirect URI', byCode(drawn, { redirect_uri: undefined }));
  await ask('c2: no code', byCode('', {}));
  await ask('c3: a code that was never issued', byCode('k1.abc-def'));
  await ask('c3: a code that was altered', byCode(altered(drawn)));
  await ask('c6: a code of another client', byCode(await stranger.code()));
  await ask('c8: another redirect URI', byCode(drawn, { redirect_uri: `${keys.redirectUri}/` }));
  await ask('c9: another account’s host', byCode(drawn), { host: 'other.accounts.test' });
  await ask('c11: a verifier that was not expected', byCode(drawn, { code_verifier: 'v'.repeat(64) }));
  await ask('nothing of it used the code up', byCode(drawn));
  const old = await code();
  stand.platform.clock.advance(20 * minuteMs);
  await ask('c4: a code of 20 minutes', byCode(old));
  const dead = await code();
  const about = { accountId: stand.demo.id, integrationId: keys.client_id };
  await disableInstallation(stand.platform.world, { ...about, by: 'operator', press: undefined });
  await ask('c7: a code of a grant that ended', byCode(dead));
});

journey('a code with a challenge', async (to) => {
  const { keys, ask, byCode } = await client(to);
  const verifier = 'v'.repeat(64);
  const code_challenge = createHash('sha256').update(verifier).digest('base64url');
  const drawn = await challengedCode(keys, code_challenge);
  await ask('c10: no verifier', byCode(drawn));
  await ask('c10: a verifier too short', byCode(drawn, { code_verifier: 'v' }));
  await ask('c11: another verifier', byCode(drawn, { code_verifier: 'w'.repeat(64) }));
  await ask('the right verifier', byCode(drawn, { code_verifier: verifier }));
});

journey('errors of the refresh grant, in their order', async (to) => {
  const { keys, ask, byRefresh } = await client(to);
  const other = await client(to, 'published', 'another client');
  const { refresh_token } = await tokens(stand.platform, keys, admin);
  await ask('r1: no refresh token', byRefresh(''));
  await ask('r2: a refresh token that was never issued', byRefresh('k1.abc-def.1.xyz'));
  await ask('r2: one that was altered', byRefresh(altered(refresh_token)));
  await other.ask('r3: of another client', byRefresh(refresh_token));
  await ask('r6: another redirect URI', byRefresh(refresh_token, { redirect_uri: 'https://shop.test/else' }));
  await ask('r7: another account’s host', byRefresh(refresh_token), { host: 'other.accounts.test' });
  await ask(
    'a form',
    {},
    {
      headers: form,
      payload: encoded({ client_id: keys.client_id, client_secret: keys.client_secret, ...byRefresh(refresh_token) }),
    },
  );
  const idle = await tokens(stand.platform, keys, admin);
  stand.platform.clock.advance(90 * dayMs);
  await ask('r4: not used for 90 days', byRefresh(idle.refresh_token));
  const ended = await tokens(stand.platform, keys, admin);
  const { rows } = await stand.platform.world.pool.query<{ id: string }>(
    'select id from grants where integration_id = $1',
    [keys.client_id],
  );
  await revokeGrant(stand.platform.world, {
    accountId: stand.demo.id,
    grantId: rows[0]?.id ?? '',
    by: 'operator',
    press: undefined,
  });
  await ask('r5: its grant was revoked', byRefresh(ended.refresh_token));
});

/** Returns a code from the admin's consent to a request with this PKCE challenge. */
async function challengedCode({ client_id }: Integration, codeChallenge: string): Promise<string> {
  const { admin: person, id: accountId } = stand.demo;
  const outcome = await giveConsent(stand.platform.world, {
    integrationId: client_id,
    accountId,
    userId: person.id,
    actor: { userId: person.id, address: '192.0.2.1' },
    codeChallenge,
    press: undefined,
    copyable: false,
  });
  if (outcome.kind !== 'granted') throw new Error(outcome.kind);
  return outcome.code;
}

/** Changes one character near the end of a text. */
function altered(text: string): string {
  return `${text.slice(0, -10)}${text.at(-10) === 'A' ? 'B' : 'A'}${text.slice(-9)}`;
}
