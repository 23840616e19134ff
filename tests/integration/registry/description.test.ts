import { switchIntegration } from '@pristan/flows';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller, sessionCookie } from '../../harness/api-caller.ts';
import type { Integration } from '../../harness/fixtures.ts';
import { aCode, aUser, anAccount, anIntegration } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let cookies: Readonly<Record<'nobody' | 'owner' | 'member' | 'elsewhere' | 'left', Record<string, string>>>;
let owner: ApiCaller;
let ownerId: number;
let accountId: number;
beforeAll(async () => {
  platform = await openPlatform();
  const demo = await anAccount(platform, 'demo', true);
  const other = await anAccount(platform, 'other');
  const left = await aUser(platform, 'left@demo.test', { demo: 'member' });
  await platform.world.db
    .updateTable('memberships')
    .set({ state: 'deactivated' })
    .where('user_id', '=', left.id)
    .execute();
  const cookie = async (id: number) => ({ cookie: await sessionCookie(platform, id) });
  accountId = demo.id;
  ownerId = demo.admin.id;
  owner = await apiCaller(platform, demo.admin);
  cookies = {
    nobody: {},
    owner: await cookie(demo.admin.id),
    member: await cookie(demo.member?.id ?? 0),
    elsewhere: await cookie(other.admin.id),
    left: await cookie(left.id),
  };
});
afterAll(async () => platform.close());

let integration: Integration;
const secretWords = 'Only for the people of this account';
async function described(kind: 'private' | 'unmoderated' | 'published'): Promise<void> {
  integration = await anIntegration(platform, 'demo', { kind });
  const path = `/accounts/${accountId}/integrations/${integration.client_id}`;
  const kept = await owner('PATCH', path, { version: 1, description: `<p>${secretWords}</p>` });
  expect(kept.statusCode).toBe(200);
}

const read = async (clientId: string, headers: Record<string, string>) => {
  const answer = await platform.inject({
    url: `/integrations/${clientId}/description`,
    headers: { ...headers, 'accept-language': 'en' },
  });
  return { status: answer.statusCode, shows: answer.body.includes(secretWords), body: answer.body };
};
const whoReads = async () =>
  Object.fromEntries(
    await Promise.all(
      Object.entries(cookies).map(async ([who, cookie]) => [who, (await read(integration.client_id, cookie)).shows]),
    ),
  );

test('a published integration’s description is public', async () => {
  await described('published');
  expect(await whoReads()).toEqual({ nobody: true, owner: true, member: true, elsewhere: true, left: true });
});

test('a private or unmoderated integration’s description is shown only to active members of its own account', async () => {
  for (const kind of ['private', 'unmoderated'] as const) {
    await described(kind);
    expect(await whoReads()).toEqual({ nobody: false, owner: true, member: true, elsewhere: false, left: false });
  }
});

test('a published but paused integration’s description is shown to its own account and to accounts that installed it', async () => {
  await described('published');
  const stop = async () =>
    switchIntegration(
      platform.world,
      { accountId, integrationId: integration.client_id, by: { userId: ownerId, address: '127.0.0.1' } },
      'stopped',
    );
  await aCode(platform, integration, { account: 'other', email: 'admin@other.test' });
  await stop();
  expect(await whoReads()).toEqual({ nobody: false, owner: true, member: true, elsewhere: true, left: false });
});

test('404 for a description shown to anybody else, with the same page as for an unknown integration', async () => {
  await described('private');
  const shape = ({ status, body }: { status: number; body: string }) => [
    status,
    // The two pages differ in the request id and the sealed form values, which are new each time.
    body.replaceAll(/value="[A-Za-z0-9_-]+"|<bdi class="mono">[^<]*<\/bdi>/g, ''),
  ];
  const unknown = '0b0832f6-0000-4000-8000-00000000abcd';
  for (const who of ['nobody', 'elsewhere', 'left'] as const) {
    const refused = shape(await read(integration.client_id, cookies[who]));
    expect(refused[0]).toBe(404);
    expect(refused).toEqual(shape(await read(unknown, cookies[who])));
  }
});
