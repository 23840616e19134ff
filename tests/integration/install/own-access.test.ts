import { afterAll, beforeAll, expect, test } from 'vitest';
import { disableInstallation } from '@pristan/flows';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

interface Own {
  readonly installations: readonly {
    readonly name: string;
    readonly state: string;
    readonly developer: string | null;
    readonly others: boolean;
    readonly grants: readonly { readonly grant_id: string; readonly full_access: boolean; readonly code: string }[];
  }[];
  readonly next_before: string | null;
}

let platform: Platform;
let accountId: number;
let member: ApiCaller;
const ids: Record<string, string> = {};
beforeAll(async () => {
  platform = await openPlatform();
  const demo = await anAccount(platform, 'demo', true);
  await anAccount(platform, 'berth');
  accountId = demo.id;
  member = await apiCaller(platform, demo.member);
  for (const name of ['Anchor', 'Buoy', 'Cable', 'Dock']) {
    platform.clock.advance(1000);
    const made = await anIntegration(platform, 'berth', { name });
    ids[name] = made.client_id;
    await tokens(platform, made, { account: 'demo', email: 'admin@demo.test' });
    if (name !== 'Cable') await tokens(platform, made, { account: 'demo', email: 'member@demo.test' });
  }
  const about = { accountId, integrationId: ids['Dock'] ?? '' };
  await disableInstallation(platform.world, { ...about, by: 'operator', press: undefined });
});
afterAll(async () => platform.close());

const read = async (query: string, caller = member): Promise<Own> => {
  const answer = await caller('GET', `/accounts/${accountId}/own-access${query}`);
  expect(answer.statusCode, answer.body).toBe(200);
  return answer.json<Own>();
};
const names = ({ installations }: Own) => installations.map(({ name }) => name);

test('200 for a member’s own access: what they gave, and of others’ access only that there is some', async () => {
  const { installations } = await read('?given=true');
  expect(installations).toMatchObject([
    { name: 'Buoy', state: 'enabled', developer: 'Account berth', others: true },
    { name: 'Anchor', state: 'enabled', others: true },
  ]);
  for (const { grants } of installations)
    expect(grants).toMatchObject([{ full_access: false, restricted: false, code: 'exchanged' }]);
  expect(JSON.stringify(installations)).not.toContain('admin');
});

test('200 for installations without a grant of the member: those that work through others’ access, and disabled ones', async () => {
  expect((await read('?given=false')).installations).toMatchObject([
    { name: 'Dock', state: 'disabled', grants: [], others: false },
    { name: 'Cable', state: 'enabled', grants: [], others: true },
  ]);
  expect(names(await read(''))).toEqual(['Dock', 'Cable', 'Buoy', 'Anchor']);
});

test('200 for a member’s own access page by page, each integration once', async () => {
  const first = await read('?given=true&limit=1');
  const second = await read(`?given=true&limit=1&before=${first.next_before}`);
  expect([names(first), names(second), second.next_before]).toEqual([['Buoy'], ['Anchor'], null]);
});

test('400 for a member’s own access with an invalid page or filter', async () => {
  for (const query of ['given=yes', 'given=true&given=false', 'limit=0', 'before=1', 'q=x'])
    expect((await member('GET', `/accounts/${accountId}/own-access?${query}`)).statusCode).toBe(400);
});

test('403 for the own access of a deactivated member, 404 for a member of another account', async () => {
  const left = await anAccount(platform, 'left', true);
  const admin = await apiCaller(platform, left.admin);
  const gone = await apiCaller(platform, left.member);
  const path = `/accounts/${left.id}/own-access`;
  expect((await gone('GET', path)).statusCode).toBe(200);
  await admin('PATCH', `/accounts/${left.id}/members/${left.member?.id}`, { state: 'deactivated' });
  expect((await gone('GET', path)).statusCode).toBe(403);
  expect((await member('GET', path)).statusCode).toBe(404);
});
