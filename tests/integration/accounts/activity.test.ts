import { revokeGrant } from '@pristan/flows';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createIntegrationCommand, disableCommand } from '../../../apps/server/src/cli/integrations.ts';
import { resetPassword } from '../../../apps/server/src/cli/users.ts';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { newestSecretId } from '../../harness/newest-secret.ts';
import { aCode, anAccount, anIntegration, aUser, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

interface Entry {
  readonly at: number;
  readonly kind: string;
  readonly person: { readonly id: number; readonly name: string } | null;
  readonly address: string | null;
  readonly actor: string | null;
  readonly client_id: string | null;
  readonly integration_name: string | null;
  readonly integration_installed: boolean;
  readonly integration_own: boolean;
  readonly facts: Readonly<Record<string, unknown>>;
}

let platform: Platform;
let demo: Awaited<ReturnType<typeof anAccount>>;
let other: Awaited<ReturnType<typeof anAccount>>;
let admin: ApiCaller;
let stranger: ApiCaller;
let activity: string;
beforeAll(async () => {
  platform = await openPlatform();
  demo = await anAccount(platform, 'demo', true);
  other = await anAccount(platform, 'other');
  admin = await apiCaller(platform, demo.admin);
  stranger = await apiCaller(platform, other.admin);
  activity = `/accounts/${demo.id}/activity`;
});
afterAll(async () => platform.close());

const codeOf = (response: { json(): unknown }): unknown => (response.json() as { code?: unknown }).code;
async function read(query = '', caller = admin, path = activity) {
  const response = await caller('GET', `${path}${query}`);
  expect(response.statusCode).toBe(200);
  return response.json<{ entries: Entry[]; next_before: string | null }>();
}
const isAbout = (person: unknown, id: number) => (person as { id?: number } | null)?.id === id;
const kindsOf = ({ entries }: { entries: readonly Entry[] }) => entries.map(({ kind }) => kind);

describe('the activity log under attack', () => {
  test('403 for a member who reads the activity log, 404 for a stranger, 401 without a session', async () => {
    expect(codeOf(await (await apiCaller(platform, demo.member))('GET', activity))).toBe('admin_required');
    const refused = await stranger('GET', activity);
    expect([refused.statusCode, codeOf(refused)]).toEqual([404, 'account_not_found']);
    expect((await (await apiCaller(platform, undefined))('GET', activity)).statusCode).toBe(401);
  });

  test('the activity log contains no secret, code or token', async () => {
    const { client_id: clientId, client_secret: secret } = await anIntegration(platform, 'demo', { name: 'Harbour' });
    const given = await tokens(
      platform,
      { client_id: clientId, client_secret: secret, redirectUri: 'https://shop.test/callback' },
      { account: 'demo', email: 'admin@demo.test' },
    );
    const replaces = await newestSecretId(platform.world, clientId);
    const rotation = `/accounts/${demo.id}/integrations/${clientId}/secret/rotation`;
    expect((await admin('POST', rotation, { replaces, overlap_hours: 0 })).statusCode).toBe(200);
    const told = JSON.stringify(await read('?limit=100'));
    for (const one of [secret, given.access_token, given.refresh_token]) expect(told).not.toContain(one);
  });

  test('the activity log shows neither name nor address of another account’s person, and cannot be filtered by them', async () => {
    const at = platform.clock.now();
    const { client_id: integrationId } = await anIntegration(platform, 'other', { name: 'Elsewhere' });
    await platform.world.store.commit([
      {
        kind: 'installation_enabled',
        accountId: demo.id,
        integrationId,
        expectedEpoch: undefined,
        at,
        actor: { as: 'operator', userId: other.admin.id, address: '198.51.100.7' },
      },
    ]);
    const { entries } = await read(`?client_id=${integrationId}`);
    expect(entries).toMatchObject([{ kind: 'installation_enabled', person: null, address: null }]);
    expect((await read(`?person=${other.admin.id}`)).entries).toEqual([]);
  });

  test('the activity log never shows another account’s entries', async () => {
    const theirs = await read('', stranger, `/accounts/${other.id}/activity`);
    const mine = await read('?limit=100');
    expect(theirs.entries.length).toBeGreaterThan(0);
    expect(JSON.stringify(theirs)).not.toContain('Harbour');
    expect(mine.entries.filter(({ person }) => person?.id === other.admin.id)).toEqual([]);
  });

  test('400 for malformed parameters of the activity log', async () => {
    for (const query of [
      '?limit=0',
      '?limit=101',
      '?before=1',
      '?before=1-x',
      '?kind=secret',
      '?person=0',
      '?client_id=x',
      '?from=-1',
      '?to=x',
      '?offset=1',
    ])
      expect([query, codeOf(await admin('GET', `${activity}${query}`))]).toEqual([query, 'invalid_request']);
  });
});

test('an entry of the activity log says who did what to whom', async () => {
  const vera = await aUser(platform, 'vera@demo.test', { demo: 'member' });
  await admin('PATCH', `/accounts/${demo.id}/members/${vera.id}`, { role: 'admin' });
  const [changed] = (await read('?kind=member_changed')).entries;
  expect(changed).toMatchObject({
    kind: 'member_changed',
    person: { id: demo.admin.id, name: 'admin' },
    client_id: null,
    integration_name: null,
    facts: {
      person: { id: vera.id, name: 'vera' },
      before: { role: 'member', state: 'active' },
      after: { role: 'admin', state: 'active' },
    },
  });
  expect(typeof changed?.address).toBe('string');

  const sent = await admin('POST', `/accounts/${demo.id}/invitations`, { email: 'olga@demo.test', role: 'member' });
  const { invitation_id: invitation } = sent.json<{ invitation_id: string }>();
  await admin('DELETE', `/accounts/${demo.id}/invitations/${invitation}`);
  const [withdrawn] = (await read('?kind=invitation_revoked')).entries;
  expect(withdrawn?.facts).toMatchObject({ email: 'olga@demo.test' });
});

test('an entry about given access names the person who gave it, and the integration', async () => {
  const integration = await anIntegration(platform, 'other', { name: 'Tide Table' });
  await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' });
  await tokens(platform, integration, { account: 'demo', email: 'member@demo.test' });
  const { entries } = await read(`?client_id=${integration.client_id}&kind=grant_given`);
  expect(entries).toMatchObject([
    {
      kind: 'grant_given',
      client_id: integration.client_id,
      integration_name: 'Tide Table',
      facts: { person: { id: demo.member?.id, name: 'member' }, full_access: false },
    },
    { kind: 'grant_given', facts: { person: { id: demo.admin.id }, full_access: true } },
  ]);
});

test('entries of the activity log come newest first, page by page, without gaps or repeats', async () => {
  const whole = await read('?limit=100');
  expect(whole.next_before).toBeNull();
  const collected: Entry[] = [];
  let before: string | null = '';
  while (before !== null) {
    const page: Awaited<ReturnType<typeof read>> = await read(`?limit=3${before === '' ? '' : `&before=${before}`}`);
    expect(page.entries.length).toBeLessThanOrEqual(3);
    collected.push(...page.entries);
    before = page.next_before;
  }
  expect(collected).toEqual(whole.entries);
  expect(collected.length).toBeGreaterThan(6);
  const moments = collected.map(({ at }) => at);
  expect(moments).toEqual(moments.toSorted((a, b) => b - a));
});

test('an activity entry says whether its integration is installed here, developed here, both, or deleted', async () => {
  const placeOf = async (clientId: string) => {
    const [line] = (await read(`?client_id=${clientId}`)).entries;
    return [line?.integration_installed, line?.integration_own];
  };
  const foreign = await anIntegration(platform, 'other', { name: 'Foreign' });
  await tokens(platform, foreign, { account: 'demo', email: 'admin@demo.test' });
  const own = await anIntegration(platform, 'demo', { name: 'Own' });
  expect(await placeOf(foreign.client_id)).toEqual([true, false]);
  expect(await placeOf(own.client_id)).toEqual([false, true]);
  await tokens(platform, own, { account: 'demo', email: 'admin@demo.test' });
  expect(await placeOf(own.client_id)).toEqual([true, true]);
  await platform.world.db
    .updateTable('integrations')
    .set({ deleted_at: platform.clock.now() })
    .where('id', '=', own.client_id)
    .execute();
  expect(await placeOf(own.client_id)).toEqual([false, false]);
});

test('the activity log filtered by a person has what they did and what was done to them, newest first, each once', async () => {
  const nina = await aUser(platform, 'nina@demo.test', { demo: 'member' });
  platform.clock.advance(1000);
  const integration = await anIntegration(platform, 'other', { name: 'Gull Shop' });
  await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' });
  platform.clock.advance(1000);
  await tokens(platform, integration, { account: 'demo', email: 'nina@demo.test' });
  platform.clock.advance(1000);
  const { rows } = await platform.world.store.installs.grantsOf({ accountId: demo.id, userId: nina.id }, { limit: 1 });
  await revokeGrant(platform.world, {
    accountId: demo.id,
    grantId: rows[0]?.grantId ?? '',
    by: 'operator',
    press: undefined,
  });
  platform.clock.advance(1000);
  await admin('PATCH', `/accounts/${demo.id}/members/${nina.id}`, { role: 'admin' });
  const hers = await read(`?person=${nina.id}`);
  expect(hers.entries.map(({ kind, person }) => [kind, person?.name ?? null])).toEqual([
    ['member_changed', 'admin'],
    ['grant_revoked', null],
    // The operator's command gives the grant, as the person's consent would have.
    ['grant_given', null],
    ['member_added', null],
  ]);
  const [first, second] = [
    await read(`?person=${nina.id}&limit=3`),
    await read(`?person=${nina.id}&limit=3&before=${(await read(`?person=${nina.id}&limit=3`)).next_before}`),
  ];
  expect([...first.entries, ...second.entries]).toEqual(hers.entries);
  expect(kindsOf(await read(`?person=${nina.id}&kind=grant_revoked`))).toEqual(['grant_revoked']);
});

test('the activity log can be filtered by person, kind and time', async () => {
  const mine = await read(`?person=${demo.admin.id}&limit=100`);
  expect(mine.entries.length).toBeGreaterThan(0);
  const { id } = demo.admin;
  const others = mine.entries.filter(({ person, facts }) => person?.id !== id && !isAbout(facts['person'], id));
  expect(others).toEqual([]);
  expect(new Set(kindsOf(await read('?kind=member_added')))).toEqual(new Set(['member_added']));

  platform.clock.advance(3_600_000);
  const from = Math.floor(platform.clock.now() / 1000);
  await createIntegrationCommand(platform.world, {
    account: 'demo',
    name: 'Late',
    redirectUri: 'https://shop.test/callback',
    scope: ['crm'],
    public: false,
  });
  const late = await read(`?from=${from}`);
  expect(late.entries).toMatchObject([{ kind: 'integration_created', facts: { name: 'Late' }, person: null }]);
  expect((await read(`?to=${from}&limit=100`)).entries.some(({ facts }) => facts['name'] === 'Late')).toBe(false);
});

describe('the actor of an activity entry', () => {
  test('the actor of an operator’s command is the operator, even when it does what a person’s consent does', async () => {
    const { client_id: clientId } = await anIntegration(platform, 'demo', { name: 'By the operator' });
    await aCode(
      platform,
      { client_id: clientId, client_secret: '', redirectUri: 'https://shop.test/callback' },
      { account: 'demo', email: 'admin@demo.test' },
    );
    await disableCommand(platform.world, { clientId, account: 'demo' });
    const { entries } = await read(`?client_id=${clientId}`);
    expect(entries.map(({ kind, actor, person }) => [kind, actor, person])).toEqual([
      ['installation_disabled', 'operator', null],
      ['grant_given', 'operator', null],
      ['installation_enabled', 'operator', null],
      ['integration_published', 'operator', null],
      ['integration_created', 'operator', null],
    ]);
  });

  test('the actor of an entry is a person with their browser, or a program with its name', async () => {
    const visitor = aVisitor(platform);
    await visitor.signIn('admin@demo.test');
    await platform.world.pool.query("update sessions set user_agent = 'Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0'");
    const switched = await admin('PATCH', `/accounts/${demo.id}/members/${demo.member?.id}`, { state: 'deactivated' });
    expect(switched.statusCode).toBe(200);
    await admin('PATCH', `/accounts/${demo.id}/members/${demo.member?.id}`, { state: 'active' });
    const [changed] = (await read('?kind=member_changed')).entries;
    expect(changed).toMatchObject({ actor: 'person', browser: 'Firefox 128 · Linux', program: null });

    const keys = await anIntegration(platform, 'demo', { kind: 'private', name: 'Payroll' });
    const pair = await tokens(platform, keys, { account: 'demo', email: 'admin@demo.test' });
    const added = await platform.inject({
      method: 'POST',
      url: '/api/v4/users',
      host: 'demo.accounts.test',
      headers: { authorization: `Bearer ${pair.access_token}`, 'content-type': 'application/json' },
      payload: JSON.stringify([{ name: 'N', email: 'by-program@demo.test' }]),
    });
    expect(added.statusCode).toBe(201);
    const [invited] = (await read('?kind=invitation_sent')).entries;
    expect(invited).toMatchObject({
      actor: 'program',
      program: { client_id: keys.client_id, name: 'Payroll' },
      browser: null,
    });
  });
});

test('accepting an invitation is logged with the browser, for new and existing people', async () => {
  const agent = { 'user-agent': 'Mozilla/5.0 (X11; Linux x86_64) Firefox/128.0' };
  const invite = async (email: string) => {
    const all = `/accounts/${demo.id}/invitations`;
    const sent = await admin('POST', all, { email, role: 'member' });
    const id = sent.json<{ invitation_id: string }>().invitation_id;
    const renewed = await admin('POST', `${all}/${id}/renewal`, { by: 'link' });
    expect(renewed.statusCode).toBe(201);
    return new URL(renewed.json<{ link: string }>().link).pathname;
  };
  const newcomer = aVisitor(platform);
  const letter = await invite('newcomer@demo.test');
  const joined = await newcomer.post(
    `${letter}/accept`,
    {
      ...hiddenFields((await newcomer.get(letter)).body, `${letter}/accept`),
      name: 'New',
      password: 'a long password',
    },
    agent,
  );
  expect(joined.statusCode).toBe(303);
  await aUser(platform, 'known@elsewhere.test');
  const known = aVisitor(platform);
  await known.signIn('known@elsewhere.test');
  const second = await invite('known@elsewhere.test');
  const page = await known.get(second);
  expect(
    (await known.post(`${second}/accept`, hiddenFields(page.body, `${second}/accept`), agent)).statusCode,
  ).toBeLessThan(400);
  const told = { actor: 'invited', browser: 'Firefox 128 · Linux' };
  const [accepted] = (await read('?kind=invitation_accepted')).entries;
  expect(accepted).toMatchObject({ ...told, person: { name: 'known' } });
  expect((await read('?kind=person_joined')).entries).toMatchObject([{ ...told, person: { name: 'New' } }]);
});

test('a password reset by the operator is in the activity log of each account of the person, with the tokens it ended', async () => {
  const ann = await aUser(platform, 'reset@demo.test', { demo: 'admin', other: 'admin' });
  const token = await (
    await apiCaller(platform, ann)
  )('POST', `/accounts/${other.id}/access-tokens`, { name: 'Nightly', abilities: ['integrations:read'] });
  expect(token.statusCode).toBe(201);
  const email = 'reset@demo.test';
  await expect(resetPassword(platform.world, { email, password: 'short' }, () => undefined)).rejects.toThrow();
  expect((await read('?kind=member_password_reset')).entries).toEqual([]);
  await resetPassword(platform.world, { email, generatePassword: true }, () => undefined);
  const line = { actor: 'operator', person: null, facts: { person: { id: ann.id, name: 'reset' } } };
  expect((await read('?kind=member_password_reset')).entries).toMatchObject([line]);
  const elsewhere = `/accounts/${other.id}/activity`;
  expect((await read('?kind=member_password_reset', stranger, elsewhere)).entries).toMatchObject([line]);
  const [ended] = (await read('?kind=personal_token_revoked', stranger, elsewhere)).entries;
  expect(ended).toMatchObject({ actor: 'operator', person: null });
});

describe('the activity entry of an edit', () => {
  test('the activity entry of an edit lists every changed field with its value before and after', async () => {
    const { client_id: clientId } = await anIntegration(platform, 'demo', { kind: 'private', name: 'Tern' });
    const path = `/accounts/${demo.id}/integrations/${clientId}`;
    const edit = {
      version: 1,
      redirect_uri: 'https://new.test/cb',
      scopes: ['files', 'crm'],
      description: '<p>New</p>',
    };
    expect((await admin('PATCH', path, edit)).statusCode).toBe(200);
    const [entry] = (await read(`?kind=integration_edited&client_id=${clientId}`)).entries;
    expect(entry?.facts['changes']).toEqual([
      { field: 'description', before: null, after: null },
      { field: 'redirect_uri', before: 'https://shop.test/callback', after: 'https://new.test/cb' },
      { field: 'scopes', before: 'crm', after: 'crm, files' },
    ]);
  });
});

test('an activity entry keeps the names of its time after renaming and deleting', async () => {
  const { client_id: clientId } = await anIntegration(platform, 'demo', { kind: 'private', name: 'First name' });
  const pat = await aUser(platform, 'pat@demo.test', { demo: 'admin' });
  const path = `/accounts/${demo.id}/integrations/${clientId}`;
  expect((await (await apiCaller(platform, pat))('PUT', `${path}/state`, { state: 'stopped' })).statusCode).toBe(200);
  expect((await admin('PATCH', path, { version: 1, name: 'Second name' })).statusCode).toBe(200);
  expect((await admin('DELETE', path)).statusCode).toBe(204);
  const { pool } = platform.world;
  await pool.query("update users set name = 'Somebody else' where id = $1", [pat.id]);
  await pool.query('delete from memberships where user_id = $1', [pat.id]);
  const { entries } = await read(`?client_id=${clientId}`);
  expect(entries.map(({ kind, integration_name: name, person }) => [kind, name, person?.name ?? null])).toEqual([
    ['integration_deleted', 'Second name', 'admin'],
    ['integration_edited', 'Second name', 'admin'],
    ['integration_switched', 'First name', 'pat'],
    ['integration_created', 'First name', null],
  ]);
});

test('an activity entry of an earlier version has no actor and shows current names', async () => {
  const { client_id: clientId } = await anIntegration(platform, 'demo', { kind: 'private', name: 'Old' });
  await platform.world.pool.query(`update audit set facts = '{"name":"Old"}' where integration_id = $1`, [clientId]);
  const [entry] = (await read(`?client_id=${clientId}`)).entries;
  expect(entry).toMatchObject({ actor: null, browser: null, program: null, integration_name: 'Old' });
});
