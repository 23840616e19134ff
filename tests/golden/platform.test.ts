import { afterAll, beforeAll } from 'vitest';
import { addStaff } from '../../apps/server/src/cli/accounts.ts';
import type { EndpointDescription } from '../../apps/server/src/http/platform-endpoint.ts';
import type { ApiCaller } from '../harness/api-caller.ts';
import { apiCaller } from '../harness/api-caller.ts';
import { endpointsOf } from '../harness/keyed-calls.ts';
import type { Integration } from '../harness/fixtures.ts';
import { anIntegration, aUser, tokens } from '../harness/fixtures.ts';
import { png, widgetFiles, widgetZip } from '../harness/widget.ts';
import { zipOf } from '../harness/zip.ts';
import { recordingCaller } from './calling.ts';
import type { FullFixture } from './full-fixture.ts';
import { openFullFixture, callersOf } from './full-fixture.ts';
import type { Journey } from './journey.ts';
import { recorded } from './journey.ts';
import { admin, member, named } from './fixture.ts';

let ground: FullFixture;
beforeAll(async () => {
  ground = await openFullFixture();
});
afterAll(async () => ground.platform.close());

const journey = recorded('platform', () => ground.places());
const zip = { 'content-type': 'application/zip' };
const unknown = '0b0832f6-0000-4000-8000-00000000abcd';

/** Returns the URL of an endpoint in `demo`, with existing ids in place of its parameters. */
function addressOf({ path }: EndpointDescription): string {
  const { demo, acme, ids } = ground;
  return path
    .replace(':account_id', String(demo.id))
    .replace(':account', String(demo.id))
    .replace(':client_id', acme.client_id)
    .replace(':user_id', String(demo.member?.id))
    .replace(':number', '1')
    .replace('/texts/:language', '/texts/es')
    .replace(/:(grant|delivery|adoption|invitation|token|notice)_id/, (_, name: keyof FullFixture['ids']) => ids[name])
    .replace(':kind', 'token_reused')
    .replace(':code', 'invalid_fields')
    .replace(/:\w+/g, 'x');
}

async function callers(to: Journey): Promise<Readonly<Record<keyof ReturnType<typeof callersOf>, ApiCaller>>> {
  const made = await Promise.all(
    Object.entries(callersOf(ground)).map(async ([name, person]) => {
      const call = await apiCaller(ground.platform, person);
      return [name, recordingCaller(ground.platform, to, call, name)] as const;
    }),
  );
  return Object.fromEntries(made) as Awaited<ReturnType<typeof callers>>;
}

const consoleOf = (to: Journey): ApiCaller => recordingCaller(ground.platform, to, ground.callAsAdmin);
const account = (): string => `/accounts/${ground.demo.id}`;

/** Creates an integration of `demo`; returns the paths of the API below which its endpoints are. */
async function own(to: Journey, kind: 'private' | 'published' = 'private', installed = true) {
  const keys: Integration = named(to.places, await anIntegration(ground.platform, 'demo', { kind }));
  if (installed) await tokens(ground.platform, keys, admin);
  const { client_id } = keys;
  return { keys, at: `${account()}/integrations/${client_id}`, there: `${account()}/installations/${client_id}` };
}

for (const name of ['nobody', 'stranger', 'member'] as const)
  journey(`every endpoint, called by ${name}`, async (to) => {
    const call = (await callers(to))[name];
    for (const endpoint of endpointsOf(ground.platform)) {
      const body = endpoint.method === 'GET' ? undefined : {};
      await call(endpoint.method, addressOf(endpoint), body);
    }
  });

journey('every endpoint, by an admin from another site and with a member that is not described', async (to) => {
  const call = consoleOf(to);
  const foreign = { 'sec-fetch-site': 'cross-site', origin: 'https://evil.test' };
  for (const endpoint of endpointsOf(ground.platform)) {
    const path = addressOf(endpoint).replace(ground.acme.client_id, unknown);
    await call(endpoint.method, path, endpoint.method === 'GET' ? undefined : {}, foreign);
    if (endpoint.body !== undefined) await call(endpoint.method, path, { colour: 1 });
    else if (path.includes(unknown)) await call(endpoint.method, path);
  }
});

journey('the description, problems, the person', async (to) => {
  const call = consoleOf(to);
  await call('GET', '/problems/invalid_fields');
  await call('GET', '/problems/nothing');
  await call('GET', '/nothing');
  await call('POST', '/me', {});
  await call('GET', '/me');
  await call('PATCH', '/me', { language: 'en' });
  await call('GET', '/accounts');
  await call('GET', '/sessions');
  await call('DELETE', '/sessions/x');
  await call('GET', '/notices');
  await call('GET', '/me/notices');
  await call('PUT', '/me/notices/secret_shown', { by_mail: false });
  await call('PUT', '/me/notices/nothing', { by_mail: true });
  await call('DELETE', `/notices/${ground.ids.notice}`);
  const leaving = await aUser(ground.platform, 'leaving@demo.test', { demo: 'member' });
  const second = await apiCaller(ground.platform, leaving);
  const { sessions } = (await second('GET', '/sessions')).json<{ sessions: { session_id: string }[] }>();
  const theirs = recordingCaller(ground.platform, to, await apiCaller(ground.platform, leaving), 'leaving');
  await theirs('DELETE', `/sessions/${sessions[0]?.session_id}`);
  await theirs('DELETE', '/sessions');
});

journey('people of an account', async (to) => {
  const call = consoleOf(to);
  const { demo } = ground;
  const person = await aUser(ground.platform, 'other-member@demo.test', { demo: 'member' });
  to.places.name(person.id, 'other member');
  await call('GET', `${account()}/members`);
  await call('GET', `${account()}/members?limit=0`);
  await call('GET', `${account()}/members/${demo.member?.id}/grants`);
  await call('PATCH', `${account()}/members/${person.id}`, { role: 'admin' });
  await call('PATCH', `${account()}/members/${person.id}`, { role: 'member', state: 'deactivated' });
  const gone = recordingCaller(ground.platform, to, await apiCaller(ground.platform, person), 'other member');
  await gone('GET', `${account()}/members`);
  await call('PATCH', `${account()}/members/${demo.admin.id}`, { role: 'member' });
  await call('PATCH', `${account()}/members/1`, { role: 'member' });
  await call('GET', `${account()}/invitations`);
  const sent = await call('POST', `${account()}/invitations`, { email: 'new@demo.test', role: 'member' });
  const { invitation_id: id } = sent.json<{ invitation_id: string }>();
  await call('POST', `${account()}/invitations`, { email: member.email, role: 'member' });
  await call('POST', `${account()}/invitations`, { email: 'no address', role: 'member' });
  const again = await call('POST', `${account()}/invitations/${id}/renewal`, { by: 'link' });
  const { invitation_id: newest } = again.json<{ invitation_id: string }>();
  await call('POST', `${account()}/invitations/${newest}/renewal`, { by: 'nothing' });
  const last = await call('POST', `${account()}/invitations/${newest}/renewal`, { by: 'letter' });
  const { invitation_id: withdrawn } = last.json<{ invitation_id: string }>();
  await call('DELETE', `${account()}/invitations/${withdrawn}`);
  await call('DELETE', `${account()}/invitations/${withdrawn}`);
  await call('GET', `${account()}/activity`);
  await call('GET', `${account()}/activity?kind=nothing`);
});

journey('integrations', async (to) => {
  const call = consoleOf(to);
  const all = `${account()}/integrations`;
  const redirect_uri = 'https://shop.test/callback';
  await call('GET', all);
  await call('GET', `${all}?q=acme&limit=1`);
  const made = await call('POST', all, { kind: 'private', name: 'New one', redirect_uri });
  const { client_id } = made.json<{ integration: { client_id: string } }>().integration;
  to.places.name(client_id, 'client');
  const at = `${all}/${client_id}`;
  const another = { kind: 'public', name: 'Another', redirect_uri };
  await call('POST', all, {
    ...another,
    name: '',
    redirect_uri: 'http://shop.test/callback',
    summary: 'x'.repeat(301),
    button_origins: ['https://shop.test/path', 'http://shop.test', 'https://shop.test', 'https://shop.test'],
    disconnect_uri: 'https://вход.test/',
    scopes: ['crm', 'crm', 'nothing'],
  });
  await call('POST', all, { ...another, redirect_uri: 'nowhere', disconnect_uri: 'https://user@shop.test/' });
  await call('POST', all, { ...another, redirect_uri: 'https://shop.test/#x', disconnect_uri: 'https://shop.test/#x' });
  const origins = Array.from({ length: 21 }, (_, number) => `https://shop-${number}.test`);
  await call('POST', all, { ...another, button_origins: origins });
  await call('POST', all, { ...another, description: '<b>'.repeat(60) });
  await call('POST', all, { kind: 'other', name: 1 });
  await call('POST', all, { kind: 'private', name: 'a\u202eb', redirect_uri: 'x', scopes: [] });
  await call('POST', all, {
    kind: 'private',
    name: 'x'.repeat(256),
    redirect_uri,
    description: '<p></p>'.repeat(1_100),
  });
  await call('POST', all, '{');
  await call('POST', all, 'x', { 'content-type': 'text/plain' });
  await call('POST', all, 'x'.repeat(600_000));
  await call('GET', at);
  await call('GET', `${at}/reach`);
  await call('GET', `${at}/accounts`);
  await call('PATCH', at, { version: 1, name: 'Renamed' });
  await call('PATCH', at, { version: 1, name: 'Renamed again' });
  await call('PUT', `${at}/state`, { state: 'stopped' });
  await call('PUT', `${at}/state`, { state: 'active' });
  await call('GET', `${at}/first-token`);
  await call('DELETE', at);
  await call('GET', at);
});

journey('a secret', async (to) => {
  const call = consoleOf(to);
  const { at } = await own(to);
  await call('GET', `${at}/secret`);
  const listed = await call('GET', `${at}/secrets`);
  const { secrets } = listed.json<{ secrets: { secret_id: string }[] }>();
  const replaces = secrets[0]?.secret_id;
  await call('POST', `${at}/secret/rotation`, { replaces, revoke_now: true, overlap_hours: 1 });
  await call('POST', `${at}/secret/rotation`, { replaces });
  await call('POST', `${at}/secret/rotation`, { replaces });
  await call('POST', `${at}/secret/rotation`, {});
});

journey('texts and the logo', async (to) => {
  const call = consoleOf(to);
  const { at } = await own(to);
  await call('GET', `${at}/texts`);
  await call('PUT', `${at}/texts/en`, { version: 1, summary: 'Letters', description: '<p>Letters</p>' });
  await call('PUT', `${at}/texts/xx`, { version: 2, summary: '', description: '' });
  await call('POST', `${at}/texts/preview`, { language: 'en', summary: 'Letters', description: '<script>' });
  await call('DELETE', `${at}/texts/en?version=2`);
  await call('DELETE', `${at}/texts/en?version=3`);
  await call('DELETE', `${at}/texts/ru?version=3`);
  await call('PUT', `${at}/logo`, await png(400, 272), { 'content-type': 'image/png' });
  await call('PUT', `${at}/logo`, new Uint8Array([1, 2, 3]), { 'content-type': 'image/png' });
  await call('PUT', `${at}/logo`, new Uint8Array(5_000_000), { 'content-type': 'image/png' });
  await call('DELETE', `${at}/logo`);
});

journey('a widget', async (to) => {
  const call = consoleOf(to);
  const { at } = await own(to);
  const widgets = `${at}/widgets`;
  await call('GET', widgets);
  await call('POST', widgets, await widgetZip(), zip);
  await call('POST', widgets, new Uint8Array([1, 2, 3]), zip);
  await call('POST', widgets, zipOf([{ path: '../x', data: Buffer.from('x') }]), zip);
  await call('POST', widgets, await widgetZip({ 'manifest.json': '{' }), zip);
  await call('POST', widgets, {});
  await call('GET', `${widgets}/1`);
  await call('GET', `${widgets}/9`);
  await call('GET', `${widgets}/1/archive`);
  await call('PUT', `${widgets}/live`, { number: 1 });
  await call('PUT', `${widgets}/live`, { number: 9 });
  await call('PUT', `${widgets}/live`, { number: null });
  const published = await own(to, 'published');
  await call(
    'POST',
    `${published.at}/widgets`,
    await widgetZip({ 'images/logo.png': undefined, 'i18n/en.json': '{}' }),
    zip,
  );
  await call('PUT', `${published.at}/widgets/live`, { number: 1 });
});

journey('an archive that is refused', async (to) => {
  const call = consoleOf(to);
  const widgets = `${(await own(to)).at}/widgets`;
  const data = Buffer.from('x');
  const upload = async (archive: Uint8Array) => call('POST', widgets, archive, zip);
  await upload(
    zipOf([
      ...(await widgetFiles()),
      { path: 'link', data, unixMode: 0o120777 },
      { path: 'encrypted.js', data, flags: 1 },
      { path: 'more.zip', data: zipOf([{ path: 'x', data }]) },
    ]),
  );
  await upload(zipOf([...(await widgetFiles()), { path: 'size.js', data, claimedBytes: 500 }]));
  await upload(zipOf([...(await widgetFiles()), { path: 'checksum.js', data, checksum: 1 }]));
  await upload(zipOf([...(await widgetFiles()), { path: 'bomb.js', data: Buffer.alloc(3_000_000) }]));
  await upload(zipOf([...(await widgetFiles()), { path: 'large.js', data: Buffer.alloc(4_194_305), stored: true }]));
  await upload(await widgetZip({ 'manifest.json': Buffer.from('\ufeff{}', 'utf16le') }));
  await upload(await widgetZip({ 'images/logo.png': 'no picture' }));
  const folder = (await widgetFiles()).map((file) => ({ ...file, path: `widget/${file.path}` }));
  await upload(zipOf([...folder, { path: 'beside.md', data }]));
});

journey('an installation', async (to) => {
  const call = consoleOf(to);
  const { at, there, keys } = await own(to);
  await ground.callAsAdmin('POST', `${at}/widgets`, await widgetZip(), zip);
  await ground.callAsAdmin('PUT', `${at}/widgets/live`, { number: 1 });
  await call('GET', `${account()}/installations`);
  await call('GET', there);
  await call('GET', `${there}/grants`);
  await call('GET', `${there}/usage`);
  await call('GET', `${there}/refused-tokens`);
  await call('GET', `${there}/settings`);
  await call('PUT', `${there}/settings`, { values: { login: 'anna', password: 'letmein' } });
  await call('PUT', `${there}/settings`, { values: { login: '', nothing: 'x' } });
  await call('POST', `${there}/one-time-token`);
  const code = async (about: string, fields: object) => {
    const nobody = await apiCaller(ground.platform, undefined);
    await recordingCaller(ground.platform, to, nobody, about)('POST', `/installations/${ground.demo.id}/code`, fields);
  };
  const { client_id, client_secret } = keys;
  await code('the integration', { client_id, client_secret });
  await code('a wrong secret', { client_id, client_secret: 'x' });
  await code('an unknown grant', { client_id, client_secret, grant_id: unknown });
  await call('PUT', `${there}/fresh-codes`, { allowed: false });
  await code('forbidden', { client_id, client_secret });
  await call('PUT', `${there}/fresh-codes`, { allowed: true });
  for (let count = 0; count < 4; count += 1) await code('the integration, again', { client_id, client_secret });
  await code('the sixth within an hour', { client_id, client_secret });
  await call('PUT', `${at}/widgets/live`, { number: null });
  await code('no widget', { client_id, client_secret });
  await call('PUT', `${at}/state`, { state: 'stopped' });
  await code('switched off', { client_id, client_secret });
  await call('POST', `${there}/one-time-token`);
  const { there: elsewhere } = await own(to, 'private', false);
  await call('POST', `${elsewhere}/one-time-token`);
  await call('GET', elsewhere);
});

journey('long-lived and personal tokens', async (to) => {
  const call = consoleOf(to);
  const { at, keys } = await own(to);
  const expires_at = Math.floor(ground.platform.clock.now() / 1000) + 30 * 86_400;
  const minted = await call('POST', `${at}/tokens`, { name: 'Nightly', expires_at });
  await call('POST', `${at}/tokens`, { name: '', expires_at: 1 });
  await call('GET', `${at}/tokens`);
  const { token_id } = minted.json<{ token_id: string }>();
  await call('DELETE', `${at}/tokens/${token_id}`);
  await call('DELETE', `${at}/tokens/${unknown}`);
  await call('POST', `${(await own(to, 'published')).at}/tokens`, { name: 'Nightly', expires_at });
  await call('POST', `${(await own(to, 'private', false)).at}/tokens`, { name: 'Nightly', expires_at });

  const path = `${account()}/access-tokens`;
  const drawn = await call('POST', path, {
    name: 'Build',
    abilities: ['integrations:read'],
    client_id: keys.client_id,
  });
  const personal = drawn.json<{ token: string; token_id: string }>();
  await call('POST', path, { name: '', abilities: [] });
  await call('GET', path);
  const nobody = await apiCaller(ground.platform, undefined);
  const program = recordingCaller(ground.platform, to, nobody, 'a program');
  const bearer = { authorization: `Bearer ${personal.token}` };
  await program('GET', at, undefined, bearer);
  await program('GET', `${account()}/members`, undefined, bearer);
  await program('PATCH', at, { version: 1, name: 'By a program' }, bearer);
  await program('POST', `${at}/widgets`, await widgetZip(), { ...zip, ...bearer });
  await program('GET', at, undefined, { authorization: 'Bearer nonsense' });
  await call('DELETE', `${path}/${personal.token_id}`);
  await call('DELETE', `${path}/${unknown}`);
  await program('GET', at, undefined, bearer);
});

journey('hooks', async (to) => {
  const call = consoleOf(to);
  const { at } = await own(to);
  await call('GET', `${at}/test-deliveries`);
  await call('POST', `${at}/test-deliveries`, { hook: 'disconnect' });
  await call('POST', `${at}/test-deliveries`, { hook: 'secrets' });
  const sent = await call('POST', `${at}/test-deliveries`, { hook: 'install' });
  const delivery = `${at}/deliveries/${sent.json<{ delivery_id: string }>().delivery_id}`;
  await call('GET', `${at}/deliveries`);
  await call('GET', `${at}/deliveries?state=nothing`);
  await call('GET', delivery);
  await call('GET', `${at}/deliveries/${unknown}`);
  await call('POST', `${delivery}/resend`);
  const acme = `${account()}/integrations/${ground.acme.client_id}`;
  await call('POST', `${acme}/deliveries/${ground.ids.delivery}/resend`);
  await call('POST', `${acme}/deliveries/${ground.ids.delivery}/resend`);
  await call('POST', `${at}/stopped-receivers/enable`, { url: 'https://shop.test/callback' });
});

journey('idempotency', async (to) => {
  const call = consoleOf(to);
  const path = `${account()}/integrations`;
  const body = { kind: 'private', name: 'Once', redirect_uri: 'https://shop.test/callback' };
  const keyed = { 'idempotency-key': 'golden' };
  await call('POST', path, body, keyed);
  await call('POST', path, body, keyed);
  await call('POST', path, { ...body, name: 'Twice' }, keyed);
  await call('POST', path, body, { 'idempotency-key': '' });
});

journey('adoption', async (to) => {
  const call = consoleOf(to);
  const { at } = await own(to, 'published');
  await call('GET', `${at}/adoption`);
  await call('POST', `${at}/adoption`);
  await call('POST', `${(await own(to)).at}/adoption`);
  await call('GET', `${account()}/adoptions`);
  await call('POST', `${account()}/adoptions/${ground.ids.adoption}/refusal`);
  await call('POST', `${account()}/adoptions/${ground.ids.adoption}/refusal`);
  await call('POST', `${account()}/adoptions/${unknown}/refusal`);
  await call('GET', '/clone-groups');
  await addStaff(ground.platform.world, { email: admin.email, role: 'operator' });
  await call('GET', '/clone-groups');
});
