import { hourMs } from '@pristan/rules';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Visitor } from '../../harness/browser-session.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { anAccount, aPerson } from '../../harness/people.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform();
});
afterAll(async () => platform.close());

async function at(email: string): Promise<Visitor> {
  const visitor = aVisitor(platform);
  expect((await visitor.signIn(email)).statusCode).toBe(303);
  return visitor;
}

function pathOf(account: { readonly id: number }): string {
  return `/accounts/${account.id}/members`;
}

async function formOf(visitor: Visitor, account: { readonly id: number }): Promise<string> {
  const page = await visitor.get(pathOf(account));
  return hiddenFields(page.body, `${pathOf(account)}/invite`)['form'] ?? '';
}

async function standing(account: { readonly id: number }, user: { readonly id: number }) {
  return platform.world.store.installs.membership(account.id, user.id);
}

describe('the last admin', () => {
  test('can neither be made a member nor be deactivated', async () => {
    const account = await anAccount(platform, 'lone', true);
    const admin = await at('admin@lone.test');
    const form = await formOf(admin, account);
    for (const to of ['member', 'deactivated']) {
      const answer = await admin.post(
        `${pathOf(account)}/change`,
        { form, user: String(account.admin.id), to },
        { cookie: cookies(admin, 'en') },
      );
      expect(answer.statusCode).toBe(409);
      expect(answer.body).toContain('at least one active admin');
    }
    expect(await standing(account, account.admin)).toEqual({ role: 'admin', state: 'active' });
  });

  test('of two admins who demote each other, or themselves, at once one stays', async () => {
    for (let round = 0; round < 5; round++) {
      const account = await anAccount(platform, `duel${round}`);
      const second = await aPerson(platform, `second@duel${round}.test`, { [`duel${round}`]: 'admin' });
      const one = await at(`admin@duel${round}.test`);
      const other = await at(second.email);
      const [form, otherForm] = await Promise.all([formOf(one, account), formOf(other, account)]);
      const target = (mine: { id: number }, theirs: { id: number }) => String(round % 2 === 0 ? theirs.id : mine.id);
      await Promise.all([
        one.post(`${pathOf(account)}/change`, { form, user: target(account.admin, second), to: 'member' }),
        other.post(`${pathOf(account)}/change`, {
          form: otherForm,
          user: target(second, account.admin),
          to: 'deactivated',
        }),
      ]);
      const left = [await standing(account, account.admin), await standing(account, second)];
      expect(left.filter((place) => place?.role === 'admin' && place.state === 'active')).toHaveLength(1);
    }
  });
});

test('a member manages nobody, and a stranger does not learn that the account exists', async () => {
  const account = await anAccount(platform, 'ranks', true);
  const admin = await at('admin@ranks.test');
  const form = await formOf(admin, account);
  const member = await at('member@ranks.test');
  await aPerson(platform, 'stranger@ranks.test');
  const stranger = await at('stranger@ranks.test');
  expect((await member.get(pathOf(account))).statusCode).toBe(403);
  expect((await stranger.get(pathOf(account))).statusCode).toBe(404);
  expect((await stranger.get('/accounts/1/members')).statusCode).toBe(404);
  for (const [path, fields] of [
    ['change', { user: String(account.member?.id), to: 'admin' }],
    ['invite', { email: 'friend@ranks.test', role: 'admin' }],
    ['withdraw', { invitation: '00000000-0000-4000-8000-000000000000' }],
  ] as const) {
    expect((await member.post(`${pathOf(account)}/${path}`, { form, ...fields })).statusCode).toBe(403);
    expect((await stranger.post(`${pathOf(account)}/${path}`, { form, ...fields })).statusCode).toBe(404);
  }
  expect(await standing(account, account.member ?? account.admin)).toEqual({ role: 'member', state: 'active' });
  expect(await platform.world.store.accounts.openInvitations(account.id, platform.clock.now())).toEqual([]);
});

test('a form counts for its own session, its own account and half a day, and from our own pages only', async () => {
  const account = await anAccount(platform, 'forms', true);
  const other = await anAccount(platform, 'others', true);
  const admin = await at('admin@forms.test');
  const form = await formOf(admin, account);
  const fields = { user: String(account.member?.id), to: 'admin' };
  const foreign = await at('admin@others.test');
  const post = (fieldsOf: Record<string, string>, headers = {}) =>
    admin.post(`${pathOf(account)}/change`, fieldsOf, headers);
  expect((await post({ ...fields, form }, { origin: 'https://evil.test' })).statusCode).toBe(403);
  expect((await post({ ...fields, form }, { origin: 'https://forms.accounts.test' })).statusCode).toBe(403);
  expect((await post(fields)).statusCode).toBe(403);
  expect((await post({ ...fields, form: await formOf(foreign, other) })).statusCode).toBe(409);
  platform.clock.advance(13 * hourMs);
  expect((await post({ ...fields, form })).statusCode).toBe(409);
  expect(await standing(account, account.member ?? account.admin)).toEqual({ role: 'member', state: 'active' });
});

test('an admin changes rights, deactivates and reactivates, and the page says what was done', async () => {
  const account = await anAccount(platform, 'works', true);
  const member = account.member ?? account.admin;
  const admin = await at('admin@works.test');
  const form = await formOf(admin, account);
  for (const [to, place, words] of [
    ['admin', { role: 'admin', state: 'active' }, 'The rights of member have changed.'],
    ['member', { role: 'member', state: 'active' }, 'The rights of member have changed.'],
    ['deactivated', { role: 'member', state: 'deactivated' }, 'member is deactivated.'],
    ['active', { role: 'member', state: 'active' }, 'member is active again.'],
  ] as const) {
    const answer = await admin.post(`${pathOf(account)}/change`, { form, user: String(member.id), to });
    expect(answer.statusCode).toBe(303);
    expect(await standing(account, member)).toEqual(place);
    expect((await admin.get(String(answer.headers.location))).body).toContain(words);
  }
});

test('a deactivated admin has no place in the account from that moment on', async () => {
  const account = await anAccount(platform, 'leaves');
  const second = await aPerson(platform, 'second@leaves.test', { leaves: 'admin' });
  const admin = await at('admin@leaves.test');
  const gone = await at(second.email);
  const goneForm = await formOf(gone, account);
  await admin.post(`${pathOf(account)}/change`, {
    form: await formOf(admin, account),
    user: String(second.id),
    to: 'deactivated',
  });
  expect((await gone.get(pathOf(account))).statusCode).toBe(404);
  expect(
    (await gone.post(`${pathOf(account)}/change`, { form: goneForm, user: String(second.id), to: 'active' }))
      .statusCode,
  ).toBe(404);
  expect(await standing(account, second)).toEqual({ role: 'admin', state: 'deactivated' });
});

test('bad fields are refused and change nothing', async () => {
  const account = await anAccount(platform, 'fields', true);
  const admin = await at('admin@fields.test');
  const form = await formOf(admin, account);
  const path = pathOf(account);
  expect((await admin.post(`${path}/change`, { form, user: 'x', to: 'admin' })).statusCode).toBe(400);
  expect((await admin.post(`${path}/change`, { form, user: '9999999999', to: 'admin' })).statusCode).toBe(400);
  expect((await admin.post(`${path}/change`, { form, user: String(account.member?.id), to: 'owner' })).statusCode).toBe(
    400,
  );
  expect((await admin.post(`${path}/withdraw`, { form, invitation: 'x' })).statusCode).toBe(400);
  expect((await admin.post(`${path}/invite`, { form, email: 'nobody', role: 'member' })).statusCode).toBe(422);
  expect((await admin.post(`${path}/invite`, { form, email: 'member@fields.test', role: 'member' })).statusCode).toBe(
    409,
  );
  expect((await admin.get(path)).body).toContain('member@fields.test');
});

function cookies(visitor: Visitor, language: string): string {
  return [...visitor.cookies, ['pristan_language', language] as const]
    .map(([name, value]) => `${name}=${value}`)
    .join('; ');
}
