import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { mailsTo } from '../../harness/mails.ts';
import { anAccount, aUser } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let demo: Awaited<ReturnType<typeof anAccount>>;
let other: Awaited<ReturnType<typeof anAccount>>;
let admin: ApiCaller;
let member: ApiCaller;
let stranger: ApiCaller;
let members: string;
let invitations: string;
beforeAll(async () => {
  platform = await openPlatform();
  demo = await anAccount(platform, 'demo', true);
  other = await anAccount(platform, 'other');
  admin = await apiCaller(platform, demo.admin);
  member = await apiCaller(platform, demo.member);
  stranger = await apiCaller(platform, other.admin);
  members = `/accounts/${demo.id}/members`;
  invitations = `/accounts/${demo.id}/invitations`;
});
afterAll(async () => platform.close());

const codeOf = (response: { json(): unknown }): unknown => (response.json() as { code?: unknown }).code;

describe('member management under attack', () => {
  test('403 for a member-management write from another site or without an origin; 415 for a form', async () => {
    for (const headers of [
      { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' },
      { origin: 'https://demo.accounts.test', 'sec-fetch-site': 'same-site' },
      { origin: undefined, 'sec-fetch-site': undefined },
    ]) {
      const answer = await admin('PATCH', `${members}/${demo.member?.id}`, { role: 'admin' }, headers);
      expect([answer.statusCode, codeOf(answer)]).toEqual([403, 'foreign_request']);
      expect((await admin('POST', invitations, { email: 'x@demo.test', role: 'admin' }, headers)).statusCode).toBe(403);
      expect((await admin('DELETE', '/sessions', undefined, headers)).statusCode).toBe(403);
    }
    expect(
      (
        await admin('PATCH', `${members}/${demo.member?.id}`, 'role=admin', {
          'content-type': 'application/x-www-form-urlencoded',
        })
      ).statusCode,
    ).toBe(415);
    const place = await platform.world.store.installs.membership(demo.id, demo.member?.id ?? 0);
    expect(place).toEqual({ role: 'member', state: 'active' });
  });

  test('403 for a member who manages members, 404 for a stranger, 401 without a session', async () => {
    const nobody = await apiCaller(platform, undefined);
    for (const [method, path, body] of [
      ['GET', members, undefined],
      ['PATCH', `${members}/${demo.admin.id}`, { role: 'member' }],
      ['GET', invitations, undefined],
      ['POST', invitations, { email: 'x@demo.test', role: 'admin' }],
      ['DELETE', `${invitations}/00000000-0000-4000-8000-000000000000`, undefined],
    ] as const) {
      expect(codeOf(await member(method, path, body))).toBe('admin_required');
      expect(codeOf(await stranger(method, path, body))).toBe('account_not_found');
      expect(codeOf(await nobody(method, path, body))).toBe('unauthenticated');
    }
  });

  test('404 for managing a person or an invitation of another account', async () => {
    const sent = await stranger('POST', `/accounts/${other.id}/invitations`, {
      email: 'theirs@demo.test',
      role: 'member',
    });
    const { invitation_id: theirs } = sent.json<{ invitation_id: string }>();
    expect(codeOf(await admin('PATCH', `${members}/${other.admin.id}`, { state: 'deactivated' }))).toBe(
      'member_not_found',
    );
    expect(codeOf(await admin('DELETE', `${invitations}/${theirs}`))).toBe('invitation_not_found');
    expect(await platform.world.store.accounts.openInvitations(other.id, platform.clock.now())).toHaveLength(1);
  });

  test('nobody can end another person’s session', async () => {
    const [theirs] = await platform.world.store.sessions.list(other.admin.id, platform.clock.now());
    expect((await admin('DELETE', `/sessions/${theirs?.sessionId}`)).statusCode).toBe(204);
    expect((await stranger('GET', '/me')).statusCode).toBe(200);
  });
});

test('200 for GET /me: the signed-in person, their accounts and their sessions', async () => {
  expect((await admin('GET', '/me')).json()).toMatchObject({
    user: { id: demo.admin.id, email: 'admin@demo.test', language: 'en' },
  });
  expect((await member('GET', '/accounts')).json()).toEqual({
    accounts: [
      {
        id: demo.id,
        name: 'Account demo',
        subdomain: 'demo',
        domain: 'demo.accounts.test',
        role: 'member',
        state: 'active',
      },
    ],
  });
  const person = await aUser(platform, 'places@demo.test');
  const [here, there] = [await apiCaller(platform, person), await apiCaller(platform, person)];
  const { sessions } = (await here('GET', '/sessions')).json<{
    sessions: { session_id: string; current: boolean }[];
  }>();
  expect(sessions.filter((one) => one.current)).toHaveLength(1);
  expect((await here('DELETE', '/sessions')).statusCode).toBe(204);
  expect((await there('GET', '/me')).statusCode).toBe(401);
  const mine = sessions.find((one) => one.current)?.session_id;
  expect((await here('DELETE', `/sessions/${mine}`)).statusCode).toBe(204);
  expect((await here('GET', '/me')).statusCode).toBe(401);
});

test('200 for listing members page by page, and for a change of role or state', async () => {
  const first = await admin('GET', `${members}?limit=1`);
  expect(first.json()).toEqual({
    members: [{ user_id: demo.admin.id, name: 'admin', email: 'admin@demo.test', role: 'admin', state: 'active' }],
    total: 2,
    admins: 1,
    next_after: demo.admin.id,
  });
  const second = await admin('GET', `${members}?limit=1&offset=1`);
  expect(second.json<{ members: { user_id: number }[] }>().members[0]?.user_id).toBe(demo.member?.id);
  const path = `${members}/${demo.member?.id}`;
  expect((await admin('PATCH', path, { state: 'deactivated' })).json()).toMatchObject({
    role: 'member',
    state: 'deactivated',
  });
  expect(codeOf(await member('GET', members))).toBe('membership_deactivated');
  expect((await admin('PATCH', path, { state: 'active' })).json()).toMatchObject({ state: 'active' });
  expect((await admin('PATCH', path, {})).statusCode).toBe(200);
});

test('400 for malformed parameters and bodies of member management', async () => {
  for (const [method, path, body] of [
    ['GET', `${members}?limit=0`, undefined],
    ['GET', `${members}?page=1`, undefined],
    ['PATCH', `${members}/x`, {}],
    ['PATCH', `${members}/${demo.member?.id}`, { role: 'owner' }],
    ['PATCH', `${members}/${demo.member?.id}`, { name: 'Other' }],
    ['POST', invitations, { email: 'x@demo.test' }],
    ['DELETE', `${invitations}/x`, undefined],
  ] as const) {
    expect(codeOf(await admin(method, path, body))).toBe('invalid_request');
  }
});

test('201 for an invitation, which is sent and listed; 204 when it is withdrawn, then 404', async () => {
  const sent = await admin('POST', invitations, {
    email: ' Vera@Shop.test',
    name: 'Vera',
    role: 'member',
    language: 'ru',
  });
  expect([sent.statusCode, sent.json()]).toEqual([201, { invitation_id: expect.any(String), email: 'vera@shop.test' }]);
  const [letter] = await mailsTo(platform, 'vera@shop.test');
  expect(letter?.subject).toContain('приглашает');
  const list = await admin('GET', invitations);
  const rows = list.json<{ invitations: { invitation_id: string; email: string; name: string }[] }>().invitations;
  expect(rows).toMatchObject([{ email: 'vera@shop.test', name: 'Vera', role: 'member' }]);
  const path = `${invitations}/${rows[0]?.invitation_id}`;
  expect((await admin('DELETE', path)).statusCode).toBe(204);
  expect(codeOf(await admin('DELETE', path))).toBe('invitation_not_found');
});

test('409 for demoting the last admin or inviting a member, 422 for an invalid e-mail address', async () => {
  expect(codeOf(await admin('PATCH', `${members}/${demo.admin.id}`, { role: 'member' }))).toBe('last_admin');
  expect(codeOf(await admin('POST', invitations, { email: 'member@demo.test', role: 'admin' }))).toBe('already_member');
  const answer = await admin('POST', invitations, { email: 'nobody', role: 'member' });
  expect([answer.statusCode, answer.json()]).toMatchObject([
    422,
    { errors: [{ field: 'email', code: 'not_an_email' }] },
  ]);
});

test.each([
  [{ email: 'a\u0000b@demo.test' }, 'email', 'not_an_email'],
  [{ email: 'new@demo.test', name: 'Ve\u0000ra' }, 'name', 'control_characters'],
  [{ email: 'new@demo.test', name: 'x'.repeat(256) }, 'name', 'too_long'],
])('422 for an invitation that the database cannot store: %j', async (body, field, code) => {
  const answer = await admin('POST', invitations, { role: 'member', ...body });
  expect([answer.statusCode, answer.json()]).toMatchObject([422, { errors: [{ field, code }] }]);
});

test('429 after a hundred invitation mails of an account in an hour', async () => {
  const busy = await anAccount(platform, 'busy');
  const caller = await apiCaller(platform, busy.admin);
  const path = `/accounts/${busy.id}/invitations`;
  for (let letter = 0; letter < 100; letter++) {
    expect((await caller('POST', path, { email: 'same@busy.test', role: 'member' })).statusCode).toBe(201);
  }
  const answer = await caller('POST', path, { email: 'same@busy.test', role: 'member' });
  expect([answer.statusCode, codeOf(answer)]).toEqual([429, 'too_many_requests']);
  expect(Number(answer.headers['retry-after'])).toBeGreaterThan(3000);
});

test('a person sets their language; 400 for an unknown language or other fields, 403 from another site', async () => {
  const person = await aUser(platform, 'lena@demo.test', { demo: 'member' }, 'en');
  const lena = await apiCaller(platform, person);
  const chosen = await lena('PATCH', '/me', { language: 'ru' });
  expect(chosen.json()).toMatchObject({ user: { id: person.id, language: 'ru' } });
  expect(chosen.cookies).toMatchObject([{ name: 'pristan_language', value: 'ru', httpOnly: true, secure: true }]);
  expect((await lena('PATCH', '/me', { language: 'tlh' })).statusCode).toBe(400);
  expect((await lena('PATCH', '/me', { language: 'en', email: 'admin@demo.test' })).statusCode).toBe(400);
  expect(
    (await lena('PATCH', '/me', { language: 'en' }, { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' }))
      .statusCode,
  ).toBe(403);
  expect((await lena('GET', '/me')).json()).toMatchObject({ user: { language: 'ru', email: 'lena@demo.test' } });
});
