import { afterAll, beforeAll, expect, test } from 'vitest';
import { addMember } from '../../../apps/server/src/cli/accounts.ts';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { aCode, anAccount, anIntegration, aUser } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

interface List {
  readonly grants: readonly { readonly integration_name: string; readonly full_access: boolean }[];
  readonly next_before: string | null;
}

let platform: Platform;
let demo: Awaited<ReturnType<typeof anAccount>>;
let vera: { readonly id: number };
let admin: ApiCaller;
let grants: string;
beforeAll(async () => {
  platform = await openPlatform();
  demo = await anAccount(platform, 'demo', true);
  admin = await apiCaller(platform, demo.admin);
  vera = await aUser(platform, 'vera@demo.test');
  grants = `/accounts/${demo.id}/members/${vera.id}/grants`;
  await gives('Tide Table', 'admin');
  await gives('Acme Mail', 'member');
  await gives('Gull Shop', 'member');
  await gives('Harbour', 'admin');
});
afterAll(async () => platform.close());

/** Vera consents to a new integration in this role; when she is a member, an admin connects the integration first. */
async function gives(name: string, role: 'admin' | 'member', account = 'demo') {
  platform.clock.advance(1000);
  await addMember(platform.world, { account, email: 'vera@demo.test', role });
  const made = await anIntegration(platform, account, { name });
  if (role === 'member') await aCode(platform, made, { account, email: 'admin@demo.test' });
  await aCode(platform, made, { account, email: 'vera@demo.test' });
  return made;
}

async function read(query = ''): Promise<List> {
  const response = await admin('GET', `${grants}${query}`);
  expect(response.statusCode, response.body).toBe(200);
  return response.json<List>();
}
const names = ({ grants: rows }: List) => rows.map((row) => row.integration_name);
const codeOf = (response: { json(): unknown }) => (response.json() as { code?: unknown }).code;

test('200 for a person’s grants: newest first, filtered by full access, page by page', async () => {
  expect((await read()).grants).toMatchObject([
    { integration_name: 'Harbour', full_access: true },
    { integration_name: 'Gull Shop', full_access: false },
    { integration_name: 'Acme Mail', full_access: false },
    { integration_name: 'Tide Table', full_access: true },
  ]);
  expect(names(await read('?full_access=false'))).toEqual(['Gull Shop', 'Acme Mail']);
  const first = await read('?full_access=true&limit=1');
  const second = await read(`?full_access=true&limit=1&before=${first.next_before}`);
  expect([names(first), names(second), second.next_before]).toEqual([['Harbour'], ['Tide Table'], null]);
});

test('the list of a person’s grants excludes other people’s grants, other accounts’, and ended ones', async () => {
  const made = await anIntegration(platform, 'demo', { name: 'Of the admin' });
  await aCode(platform, made, { account: 'demo', email: 'admin@demo.test' });
  await anAccount(platform, 'other');
  await gives('Elsewhere', 'admin', 'other');
  const disabled = await gives('Disabled', 'admin');
  const deleted = await gives('Deleted', 'admin');
  const { db } = platform.world;
  await db
    .updateTable('installations')
    .set({ state: 'disabled' })
    .where('integration_id', '=', disabled.client_id)
    .execute();
  await db
    .updateTable('integrations')
    .set({ deleted_at: platform.clock.now() })
    .where('id', '=', deleted.client_id)
    .execute();
  expect(names(await read())).toEqual(['Harbour', 'Gull Shop', 'Acme Mail', 'Tide Table']);
});

test('deactivating a person ends exactly their grants without full access', async () => {
  await admin('PATCH', `/accounts/${demo.id}/members/${vera.id}`, { state: 'deactivated' });
  expect(names(await read())).toEqual(['Harbour', 'Tide Table']);
});

test('404 for the grants of another account’s person, or of an unknown one', async () => {
  const stranger = await aUser(platform, 'stranger@demo.test', { other: 'member' });
  for (const id of [stranger.id, 9_999_999]) {
    const refused = await admin('GET', `/accounts/${demo.id}/members/${id}/grants`);
    expect([refused.statusCode, codeOf(refused)]).toEqual([404, 'member_not_found']);
  }
});

test('400 for malformed parameters of a person’s list of grants', async () => {
  for (const query of ['?full_access=1', '?limit=0', '?before=x', '?offset=1'])
    expect([query, codeOf(await admin('GET', `${grants}${query}`))]).toEqual([query, 'invalid_request']);
});
