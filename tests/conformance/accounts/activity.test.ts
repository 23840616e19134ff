import { revokeGrant } from '@pristan/flows';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createIntegrationCommand } from '../../../apps/server/src/cli/integrations.ts';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { newestSecretId } from '../../harness/newest-secret.ts';
import { anAccount, anIntegration, aPerson, tokens } from '../../harness/people.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

interface Entry {
  readonly at: number;
  readonly kind: string;
  readonly person: { readonly id: number; readonly name: string } | null;
  readonly address: string | null;
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

describe('attacks', () => {
  test('a member reads no log, a stranger does not learn that the account exists', async () => {
    expect(codeOf(await (await apiCaller(platform, demo.member))('GET', activity))).toBe('admin_required');
    const refused = await stranger('GET', activity);
    expect([refused.statusCode, codeOf(refused)]).toEqual([404, 'account_not_found']);
    expect((await (await apiCaller(platform, undefined))('GET', activity)).statusCode).toBe(401);
  });

  test('no secret, code or token is in it', async () => {
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

  test('a person of another account is neither named nor located, and cannot be asked for', async () => {
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

  test('another account’s lines are in nobody else’s log', async () => {
    const theirs = await read('', stranger, `/accounts/${other.id}/activity`);
    const mine = await read('?limit=100');
    expect(theirs.entries.length).toBeGreaterThan(0);
    expect(JSON.stringify(theirs)).not.toContain('Harbour');
    expect(mine.entries.filter(({ person }) => person?.id === other.admin.id)).toEqual([]);
  });

  test('400: other forms than described', async () => {
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

test('tells who did what to whom', async () => {
  const vera = await aPerson(platform, 'vera@demo.test', { demo: 'member' });
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

test('tells whose access was given, with the integration’s name', async () => {
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

test('comes newest first, page after page, without a gap or a line twice', async () => {
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

test('says where the integration of a line stands: installed here, developed here, both, or gone', async () => {
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

test('of a person tells what they did and what was done to them, newest first and each line once', async () => {
  const nina = await aPerson(platform, 'nina@demo.test', { demo: 'member' });
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
    ['grant_given', 'nina'],
    ['member_added', null],
  ]);
  const [first, second] = [
    await read(`?person=${nina.id}&limit=3`),
    await read(`?person=${nina.id}&limit=3&before=${(await read(`?person=${nina.id}&limit=3`)).next_before}`),
  ];
  expect([...first.entries, ...second.entries]).toEqual(hers.entries);
  expect(kindsOf(await read(`?person=${nina.id}&kind=grant_revoked`))).toEqual(['grant_revoked']);
});

test('is narrowed by person, kind and time', async () => {
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
