import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Integration } from '../../harness/fixtures.ts';
import { aUser, anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { callApi } from './call.ts';

let platform: Platform;
let integration: Integration;
let admin: string;
let member: string;
let adminId: number;
let memberId: number;
let strangerId: number;
beforeAll(async () => {
  platform = await openPlatform();
  const account = await anAccount(platform, 'demo', true);
  adminId = account.admin.id;
  memberId = account.member?.id ?? 0;
  strangerId = (await anAccount(platform, 'other')).admin.id;
  integration = await anIntegration(platform, 'demo');
  admin = (await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' })).access_token;
  member = (await tokens(platform, integration, { account: 'demo', email: 'member@demo.test' })).access_token;
});
afterAll(async () => platform.close());

describe('GET /api/v4/users', () => {
  test('200 for GET /api/v4/users: everybody in the account, with their role and state', async () => {
    const response = await callApi(platform, admin, '/api/v4/users');
    expect(response.statusCode).toBe(200);
    expect(response.headers['content-type']).toBe('application/hal+json');
    const body = response.json();
    expect(body).toMatchObject({
      _total_items: 2,
      _page: 1,
      _page_count: 1,
      _links: { self: { href: 'https://demo.accounts.test/api/v4/users?page=1&limit=50' } },
      _embedded: {
        users: [
          {
            id: adminId,
            name: 'admin',
            email: 'admin@demo.test',
            lang: 'en',
            rights: { is_admin: true, is_active: true, is_free: false },
          },
          {
            id: memberId,
            email: 'member@demo.test',
            rights: { is_admin: false, is_active: true, group_id: null, role_id: null },
          },
        ],
      },
    });
    expect(body._embedded.users[0]._links.self.href).toBe(`https://demo.accounts.test/api/v4/users/${adminId}`);
  });

  test('200 for GET /api/v4/users: `rights` has exactly the members and types that clients read', async () => {
    const { rights } = (await callApi(platform, admin, '/api/v4/users')).json()._embedded.users[1];
    const entity = { view: 'M', edit: 'M', add: 'M', delete: 'M', export: 'M' };
    // The members of `rights` have amoCRM's own order and values; rights by status stay a list even when empty.
    expect(JSON.stringify(rights)).toBe(
      JSON.stringify({
        leads: entity,
        contacts: entity,
        companies: entity,
        tasks: { edit: 'M', delete: 'M' },
        mail_access: false,
        catalog_access: false,
        files_access: false,
        status_rights: [],
        catalog_rights: null,
        custom_fields_rights: null,
        oper_day_reports_view_access: false,
        oper_day_user_tracking: false,
        is_admin: false,
        is_free: false,
        is_active: true,
        group_id: null,
        role_id: null,
      }),
    );
  });

  test('200 for GET /api/v4/users: each page links to the next, the last to none', async () => {
    const first = (await callApi(platform, admin, '/api/v4/users?limit=1')).json();
    expect([first._page_count, first._links.next.href]).toEqual([
      2,
      'https://demo.accounts.test/api/v4/users?page=2&limit=1',
    ]);
    const last = (await callApi(platform, admin, '/api/v4/users?page=2&limit=1')).json();
    expect([last._embedded.users[0].id, last._links.next]).toEqual([memberId, undefined]);
    expect((await callApi(platform, admin, '/api/v4/users?limit=250')).statusCode).toBe(200);
  });

  test('204 for any page of GET /api/v4/users beyond the last', async () => {
    for (const page of [2, 999_999_999]) {
      const response = await callApi(platform, admin, `/api/v4/users?page=${page}&limit=250`);
      expect([response.statusCode, response.body]).toEqual([204, '']);
    }
  });

  test('403 for GET /api/v4/users by a member, with the reason that only an admin may', async () => {
    const response = await callApi(platform, member, '/api/v4/users');
    expect(response.statusCode).toBe(403);
    expect(response.json()).toMatchObject({
      title: 'Forbidden',
      status: 403,
      detail: 'This method needs the rights of an account admin',
    });
  });

  test('422 for GET /api/v4/users with more than 250 a page or an invalid page number', async () => {
    expect((await callApi(platform, admin, '/api/v4/users?limit=251')).json()).toMatchObject({
      status: 422,
      detail: 'Limit 250 per page',
    });
    for (const query of ['limit=0', 'limit=all', 'page=-1', 'page=0', 'page=', 'page=99999999999999999999']) {
      expect([query, (await callApi(platform, admin, `/api/v4/users?${query}`)).statusCode]).toEqual([query, 422]);
    }
  });
});

test('403 for GET /api/v4/users by an external integration, even with an admin’s grant; it may read the account', async () => {
  const own = await anIntegration(platform, 'demo');
  const pair = await tokens(platform, own, { account: 'demo', email: 'admin@demo.test' });
  await platform.world.db
    .updateTable('integrations')
    .set({ kind: 'external' })
    .where('id', '=', own.client_id)
    .execute();
  expect((await callApi(platform, pair.access_token, '/api/v4/account')).statusCode).toBe(200);
  for (const url of ['/api/v4/users', `/api/v4/users/${adminId}`]) {
    const response = await callApi(platform, pair.access_token, url);
    expect([response.statusCode, response.json()['detail']]).toEqual([
      403,
      'External integrations may not call the users methods',
    ]);
  }
});

describe('GET /api/v4/users/{id}', () => {
  test('200 for GET /api/v4/users/{id}: one user', async () => {
    expect((await callApi(platform, admin, `/api/v4/users/${memberId}`)).json()).toMatchObject({
      id: memberId,
      email: 'member@demo.test',
    });
  });

  test('403 for GET /api/v4/users/{id} by a member, even about themselves', async () => {
    expect((await callApi(platform, member, `/api/v4/users/${memberId}`)).statusCode).toBe(403);
  });

  test('404 for GET /api/v4/users/{id} with another account’s user or an unknown id', async () => {
    for (const id of [strangerId, 1, 'nobody', '0', '99999999999999999999']) {
      const response = await callApi(platform, admin, `/api/v4/users/${id}`);
      expect([id, response.statusCode]).toEqual([id, 404]);
      expect(response.json()['detail']).toBe(`Cannot GET https://demo.accounts.test/api/v4/users/${id}`);
    }
  });

  test('405 for changing or deleting a user through /api/v4/users/{id}', async () => {
    for (const method of ['PATCH', 'DELETE', 'POST'] as const) {
      expect((await callApi(platform, admin, `/api/v4/users/${memberId}`, { method })).statusCode).toBe(405);
    }
  });
});

describe('POST /api/v4/users', () => {
  const post = (
    token: string,
    payload: unknown,
    headers: Record<string, string> = { 'content-type': 'application/json' },
  ) => callApi(platform, token, '/api/v4/users', { method: 'POST', payload: JSON.stringify(payload), headers });

  const invitations = () =>
    platform.world.db.selectFrom('invitations').selectAll().where('revoked_at', 'is', null).execute();

  test('201 for POST /api/v4/users: each person gets a pending invitation as a member, even when asked to be an admin', async () => {
    const response = await post(admin, [
      {
        name: 'Nina',
        email: ' Nina@Shop.test ',
        password: 'chosen by a program',
        lang: 'ru',
        rights: { is_admin: true },
      },
      { name: 'Oleg', email: 'oleg@shop.test', request_id: 'mine' },
    ]);
    expect(response.statusCode).toBe(201);
    expect(response.json()).toMatchObject({
      _total_items: 2,
      _embedded: {
        users: [
          {
            id: null,
            name: 'Nina',
            email: 'nina@shop.test',
            lang: 'ru',
            request_id: '0',
            rights: { is_admin: false, is_active: false },
          },
          {
            id: null,
            name: 'Oleg',
            email: 'oleg@shop.test',
            lang: 'ru',
            request_id: 'mine',
            rights: { is_admin: false },
          },
        ],
      },
    });
    expect((await invitations()).map(({ email, role }) => ({ email, role }))).toEqual([
      { email: 'nina@shop.test', role: 'member' },
      { email: 'oleg@shop.test', role: 'member' },
    ]);
    expect((await callApi(platform, admin, '/api/v4/users')).json()._total_items).toBe(2);
  });

  test('201 for POST /api/v4/users: the invitation mail is queued, and its sealed link opens only in its own row', async () => {
    await post(admin, [{ name: 'Pia', email: 'pia@shop.test' }]);
    const mail = await platform.world.db
      .selectFrom('mails')
      .selectAll()
      .where('recipient', '=', 'pia@shop.test')
      .executeTakeFirstOrThrow();
    const [invitation] = (await invitations()).filter(({ email }) => email === 'pia@shop.test');
    const token = platform.world.vault.open(
      { table: 'mails', column: 'sealed_secret', id: mail.id },
      mail.sealed_secret ?? new Uint8Array(),
    );
    expect(Buffer.from(platform.world.secrets.hash(token))).toEqual(Buffer.from(invitation?.token_hash ?? []));
  });

  test('201 for POST /api/v4/users: the invitation has no inviting person; the log names the admin and the integration', async () => {
    await post(admin, [{ name: 'Rita', email: 'rita@shop.test' }]);
    const [invitation] = (await invitations()).filter(({ email }) => email === 'rita@shop.test');
    expect(invitation?.created_by).toBeNull();
    const entries = await platform.world.db
      .selectFrom('audit')
      .selectAll()
      .where('kind', '=', 'invitation_sent')
      .execute();
    expect(entries.at(-1)).toMatchObject({ user_id: adminId, integration_id: integration.client_id });
  });

  test('201 for inviting an existing user, who keeps name and password; the answer does not reveal that they exist', async () => {
    const before = await platform.world.db
      .selectFrom('users')
      .selectAll()
      .where('id', '=', strangerId)
      .executeTakeFirstOrThrow();
    const response = await post(admin, [{ name: 'Renamed', email: 'admin@other.test', password: 'taken over' }]);
    expect(response.statusCode).toBe(201);
    expect(response.json()._embedded.users[0]).toMatchObject({ id: null, name: 'Renamed' });
    expect(
      await platform.world.db.selectFrom('users').selectAll().where('id', '=', strangerId).executeTakeFirstOrThrow(),
    ).toEqual(before);
    expect(
      await platform.world.store.installs.membership(
        (await platform.world.store.accounts.accountByName('demo'))?.accountId ?? 0,
        strangerId,
      ),
    ).toBeUndefined();
  });

  test('201 for concurrent invitations of the same people, which leave one open invitation each', async () => {
    const people = ['s1', 's2', 's3'].map((name) => ({ name, email: `${name}@shop.test` }));
    const responses = await Promise.all(
      [people, people.toReversed(), people, people.toReversed()].map((payload) => post(admin, payload)),
    );
    expect(responses.map(({ statusCode }) => statusCode)).toEqual([201, 201, 201, 201]);
    const open = (await invitations()).filter(({ email }) => /^s\d@/.test(email));
    expect(open).toHaveLength(3);
  });

  test('400 for POST /api/v4/users when one element is invalid: nobody is invited, and the error has the element’s index', async () => {
    const count = (await invitations()).length;
    const response = await post(admin, [
      { name: 'Fine', email: 'fine@shop.test' },
      { name: 'Bad', email: 'no address' },
      { email: 7 },
      'x',
    ]);
    expect(response.statusCode).toBe(400);
    expect(response.headers['content-type']).toBe('application/problem+json');
    const body = response.json();
    expect(body).toMatchObject({ title: 'Bad Request', status: 400, detail: 'Request validation failed' });
    expect(Object.keys(body)[0]).toBe('validation-errors');
    expect(body['validation-errors'].map((entry: { request_id: string }) => entry.request_id)).toEqual(['2', '3']);
    expect(body['validation-errors'][0].errors.map((error: { path: string }) => error.path)).toEqual(['name', 'email']);
    const second = (
      await post(admin, [
        { name: 'Fine', email: 'fine@shop.test' },
        { name: 'Bad', email: 'no address' },
      ])
    ).json();
    expect(second['validation-errors']).toMatchObject([
      { request_id: '1', errors: [{ code: 'InvalidEmail', path: 'email' }] },
    ]);
    expect((await invitations()).length).toBe(count);
  });

  test('400 for inviting a member, the same address twice, eleven people, none, or without an array', async () => {
    const eleven = Array.from({ length: 11 }, (_, index) => ({ name: 'N', email: `n${index}@shop.test` }));
    const twice = [
      { name: 'A', email: 'a@shop.test' },
      { name: 'A', email: 'A@shop.test' },
    ];
    for (const payload of [[{ name: 'M', email: 'member@demo.test' }], twice, eleven, [], {}, null, 'text']) {
      const response = await post(admin, payload);
      expect([payload, response.statusCode]).toEqual([payload, 400]);
      expect(response.json()['validation-errors'][0].errors).toHaveLength(1);
    }
  });

  test('400 for POST /api/v4/users with invalid JSON, invalid UTF-8, or an empty body', async () => {
    for (const payload of ['{', Buffer.from([0x5b, 0x22, 0xff, 0x22, 0x5d]), '']) {
      const response = await callApi(platform, admin, '/api/v4/users', {
        method: 'POST',
        payload,
        headers: { 'content-type': 'application/json' },
      });
      expect(response.statusCode).toBe(400);
      expect(response.json()['validation-errors'][0].errors[0].code).toBe('InvalidJson');
    }
    expect((await callApi(platform, admin, '/api/v4/users', { method: 'POST' })).statusCode).toBe(400);
  });

  test('401 and 403 for POST /api/v4/users come before the body is read', async () => {
    expect(
      (
        await callApi(platform, undefined, '/api/v4/users', {
          method: 'POST',
          payload: '{',
          headers: { 'content-type': 'application/json' },
        })
      ).statusCode,
    ).toBe(401);
    expect((await post(member, [{ name: 'Q', email: 'q@shop.test' }])).statusCode).toBe(403);
  });

  test('403 for POST /api/v4/users in an account with more than 100 users', async () => {
    const big = await anAccount(platform, 'big');
    const own = await anIntegration(platform, 'big');
    const pair = await tokens(platform, own, { account: 'big', email: 'admin@big.test' });
    const add = () =>
      callApi(platform, pair.access_token, '/api/v4/users', {
        method: 'POST',
        host: 'big.accounts.test',
        payload: [{ name: 'R', email: 'r@shop.test' }],
      });
    const { rows } = await platform.world.pool.query(
      `insert into users (email, name, language, created_at) select 'u' || n || '@big.test', 'U', 'en', 0 from generate_series(1, 99) n returning id`,
    );
    for (const { id } of rows) {
      await platform.world.pool.query(`insert into memberships values ($1, $2, 'member', 'active', 0)`, [big.id, id]);
    }
    expect((await add()).statusCode).toBe(201);
    await aUser(platform, 'one-more@big.test', { big: 'member' });
    expect((await add()).statusCode).toBe(403);
  });

  test('413 for POST /api/v4/users with a body larger than 64 KiB', async () => {
    expect((await post(admin, [{ name: 'N'.repeat(70_000), email: 'n@shop.test' }])).statusCode).toBe(413);
  });

  test('415 for POST /api/v4/users with anything but JSON', async () => {
    for (const type of ['application/x-www-form-urlencoded', 'text/plain', 'multipart/form-data; boundary=x']) {
      const response = await callApi(platform, admin, '/api/v4/users', {
        method: 'POST',
        payload: 'name=N',
        headers: { 'content-type': type },
      });
      expect([type, response.statusCode, response.headers['content-type']]).toEqual([
        type,
        415,
        'application/problem+json',
      ]);
    }
  });

  test('429 for POST /api/v4/users after a hundred invitations an hour, with Retry-After', async () => {
    const own = await anIntegration(platform, 'other');
    const pair = await tokens(platform, own, { account: 'other', email: 'admin@other.test' });
    const ten = (round: number) =>
      Array.from({ length: 10 }, (_, index) => ({ name: 'N', email: `n${round}-${index}@shop.test` }));
    const send = (round: number) =>
      callApi(platform, pair.access_token, '/api/v4/users', {
        method: 'POST',
        host: 'other.accounts.test',
        payload: ten(round),
      });
    for (let round = 0; round < 10; round++) expect((await send(round)).statusCode).toBe(201);
    const response = await send(10);
    expect([response.statusCode, Number(response.headers['retry-after']) > 3_000]).toEqual([429, true]);
  });
});
