import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { aCode, aUser, anAccount, anIntegration } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

interface List {
  readonly installations?: readonly {
    readonly name: string;
    readonly client_id: string;
    readonly grant_count: number;
  }[];
  readonly integrations?: readonly { readonly name: string }[];
  readonly grants?: readonly { readonly user: { readonly name: string }; readonly days: readonly unknown[] }[];
  readonly next_before: string | null;
}

let platform: Platform;
let accountId: number;
let otherId: number;
let admin: ApiCaller;
let other: ApiCaller;
const at = (path: string) => `/accounts/${accountId}${path}`;
const connect = async (name: string, by = 'admin@demo.test') => {
  platform.clock.advance(1000);
  const made = await anIntegration(platform, 'demo', { name });
  await aCode(platform, made, { account: 'demo', email: by });
  return made;
};
beforeAll(async () => {
  platform = await openPlatform();
  const demo = await anAccount(platform, 'demo', true);
  accountId = demo.id;
  admin = await apiCaller(platform, demo.admin);
  const stranger = await anAccount(platform, 'other');
  otherId = stranger.id;
  other = await apiCaller(platform, stranger.admin);
  for (const name of ['Anchor', 'Buoy', 'Cable', 'Dock', 'Ebb', 'Маяк 100%']) await connect(name);
  await anIntegration(platform, 'other', { name: 'Foreign' });
});
afterAll(async () => platform.close());

const read = async (path: string, caller = admin) => {
  const response = await caller('GET', path);
  expect(response.statusCode, response.body).toBe(200);
  return response.json<List>();
};
const names = ({ installations, integrations }: List) => (installations ?? integrations ?? []).map(({ name }) => name);

describe.each(['installations', 'integrations'])('the list of %s', (list) => {
  test('the list of an account’s installations or integrations has every row once, newest first, and says where it ends', async () => {
    const first = await read(at(`/${list}?limit=4`));
    const second = await read(at(`/${list}?limit=4&before=${first.next_before}`));
    expect([names(first), names(second)]).toEqual([
      ['Маяк 100%', 'Ebb', 'Dock', 'Cable'],
      ['Buoy', 'Anchor'],
    ]);
    expect(second.next_before).toBeNull();
    expect((await read(at(`/${list}?limit=6`))).next_before).toBeNull();
  });

  test('the list of installations or integrations has a default page size', async () => {
    expect(names(await read(at(`/${list}`)))).toHaveLength(6);
  });

  test('the search in the list of installations or integrations ignores case in any alphabet; wildcards are plain characters', async () => {
    expect(names(await read(at(`/${list}?q=AB`)))).toEqual(['Cable']);
    expect(names(await read(at(`/${list}?q=${encodeURIComponent('мАЯ')}`)))).toEqual(['Маяк 100%']);
    expect(names(await read(at(`/${list}?q=${encodeURIComponent('0%')}`)))).toEqual(['Маяк 100%']);
    expect(names(await read(at(`/${list}?q=${encodeURIComponent('%')}`)))).toEqual(['Маяк 100%']);
    expect(names(await read(at(`/${list}?q=_`)))).toEqual([]);
    expect(names(await read(at(`/${list}?q=%20%20`)))).toHaveLength(6);
    const first = await read(at(`/${list}?q=b&limit=2`));
    const second = await read(at(`/${list}?q=b&limit=2&before=${first.next_before}`));
    expect([...names(first), ...names(second)]).toEqual(['Ebb', 'Cable', 'Buoy']);
  });

  test.each([
    ['limit=0', 'limit'],
    ['limit=101', 'limit'],
    ['before=', 'before'],
    ['before=1', 'before'],
    ['before=1-2', 'before'],
    ["before=1-00000000-0000-4000-8000-00000000000'", 'before'],
    ['before=-1-00000000-0000-4000-8000-000000000000', 'before'],
    ['before=1-00000000-0000-4000-8000-000000000000&before=1-00000000-0000-4000-8000-000000000000', 'before'],
    [`q=${'x'.repeat(101)}`, 'q'],
    ['q=a%00b', 'q'],
    ['page=2', 'page'],
  ])('400 for a list of installations or integrations with %s; the error names the field', async (query, field) => {
    const response = await admin('GET', at(`/${list}?${query}`));
    expect([
      response.statusCode,
      response.json<{ errors: { field: string }[] }>().errors.map((one) => one.field),
    ]).toEqual([400, [field]]);
  });

  test('the cursor of one account’s list shows nothing of that account to another account', async () => {
    const { next_before } = await read(at(`/${list}?limit=1`));
    const theirs = await read(`/accounts/${otherId}/${list}?before=${next_before}`, other);
    expect(names(theirs).filter((name) => name !== 'Foreign')).toEqual([]);
  });
});

test('rows created, deleted or changed between two pages of a list leave every other row on exactly one page', async () => {
  const gone = await connect('Flood');
  await connect('Gale');
  const first = await read(at('/installations?limit=4'));
  expect(names(first)).toEqual(['Gale', 'Flood', 'Маяк 100%', 'Ebb']);
  await connect('Harbour');
  await platform.world.db
    .updateTable('integrations')
    .set({ deleted_at: platform.clock.now() })
    .where('id', '=', gone.client_id)
    .execute();
  // A row that was disabled and enabled again stays at its position in the list.
  await platform.world.db
    .updateTable('installations')
    .set({ enabled_at: platform.clock.now() })
    .where('account_id', '=', accountId)
    .where('integration_id', 'in', (eb) => eb.selectFrom('integrations').select('id').where('name', '=', 'Dock'))
    .execute();
  const second = await read(at(`/installations?limit=4&before=${first.next_before}`));
  expect(names(second)).toEqual(['Dock', 'Cable', 'Buoy', 'Anchor']);
  expect(second.next_before).toBeNull();
});

describe('an installation granted by many people', () => {
  let path: string;
  beforeAll(async () => {
    const busy = await connect('Busy');
    for (let n = 0; n < 13; n++) {
      await aUser(platform, `p${n}@demo.test`, { demo: 'member' });
      await aCode(platform, busy, { account: 'demo', email: `p${n}@demo.test` });
    }
    path = at(`/installations/${busy.client_id}`);
  });

  test('an installation shows ten of the people who granted access, and the count of all', async () => {
    const [busy] = (await read(at('/installations?limit=1'))).installations ?? [];
    expect(busy).toMatchObject({ name: 'Busy', grant_count: 14, grants: { length: 10 } });
  });

  test('the people of an installation are each listed once over its pages, newest first, with their daily use', async () => {
    const whose = ({ grants = [] }: List) => grants.map(({ user }) => user.name);
    const first = await read(`${path}/grants?limit=10`);
    const second = await read(`${path}/grants?limit=10&before=${first.next_before}`);
    expect(whose(first).slice(0, 2)).toEqual(['p12', 'p11']);
    expect(whose(second)).toEqual(['p2', 'p1', 'p0', 'admin']);
    expect(second.next_before).toBeNull();
    expect(first.grants?.[0]?.days).toHaveLength(30);
  });

  test('404 for the people of an installation in an account that did not install it', async () => {
    const clientId = path.split('/').at(-1);
    expect((await other('GET', `/accounts/${otherId}/installations/${clientId}/grants`)).statusCode).toBe(404);
  });
});

test('the people of an installation are found by name or address, and read page by page', async () => {
  const people = (path: string) =>
    admin('GET', at(`/members${path}`)).then((response) =>
      response.json<{ members: { email: string; user_id: number }[]; next_after: number | null }>(),
    );
  expect((await people('?q=P1')).members.map(({ email }) => email)).toEqual([
    'p1@demo.test',
    'p10@demo.test',
    'p11@demo.test',
    'p12@demo.test',
  ]);
  const first = await people('?limit=10');
  const second = await people(`?limit=10&after=${first.next_after}`);
  const ids = [...first.members, ...second.members].map(({ user_id }) => user_id);
  expect([new Set(ids).size, second.next_after]).toEqual([15, null]);
});
