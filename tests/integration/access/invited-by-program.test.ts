import { disableInstallation } from '@pristan/flows';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import type { Visitor } from '../../harness/browser-session.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { mailsTo, mailLinkTo } from '../../harness/mails.ts';
import type { Integration } from '../../harness/fixtures.ts';
import { anAccount, anIntegration, aUser, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { callApi } from './call.ts';

let platform: Platform;
let accountId: number;
let adminId: number;
let admin: ApiCaller;
beforeAll(async () => {
  platform = await openPlatform();
  const account = await anAccount(platform, 'demo', true);
  accountId = account.id;
  adminId = account.admin.id;
  admin = await apiCaller(platform, account.admin);
});
afterAll(async () => platform.close());

/** A private integration of the account, with a grant given by the user with this address. */
async function aProgram(email = 'admin@demo.test', name = 'Acme Mail') {
  const integration = await anIntegration(platform, 'demo', { kind: 'private', name });
  const pair = await tokens(platform, integration, { account: 'demo', email });
  return { integration, token: pair.access_token };
}

type Program = Awaited<ReturnType<typeof aProgram>>;

async function invite({ token }: Program, email: string, isAdmin = false) {
  return callApi(platform, token, '/api/v4/users', {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    payload: JSON.stringify([{ name: 'N', email, rights: { is_admin: isAdmin } }]),
  });
}

interface Listed {
  readonly invitation_id: string;
  readonly email: string;
  readonly role: string;
  readonly ended: string | null;
  readonly asks_admin: boolean;
}
const listed = async (email: string) =>
  (await admin('GET', `/accounts/${accountId}/invitations`))
    .json<{ invitations: Listed[] }>()
    .invitations.filter((one) => one.email === email);

const noticesOf = async (caller: ApiCaller) =>
  (await caller('GET', '/notices')).json<{
    notices: { kind: string; title: string; text: string; url: string | null }[];
  }>().notices;

async function signedIn(email: string): Promise<Visitor> {
  const visitor = aVisitor(platform);
  expect((await visitor.signIn(email)).statusCode).toBe(303);
  return visitor;
}

/** Accepts the invitation by the mail's link and returns the status. */
async function accept(email: string, link: string): Promise<number> {
  const visitor = await signedIn(email);
  const page = await visitor.get(link);
  if (page.statusCode !== 200) return page.statusCode;
  return (await visitor.post(`${link}/accept`, hiddenFields(page.body, `${link}/accept`))).statusCode;
}

const membershipOf = async (email: string) => {
  const user = await platform.world.store.accounts.userByEmail(email);
  return user === undefined ? undefined : platform.world.store.installs.membership(accountId, user.userId);
};

const demote = async (userId: number, change: object) =>
  expect((await admin('PATCH', `/accounts/${accountId}/members/${userId}`, change)).statusCode).toBe(200);

describe('an admin who was deactivated', () => {
  test('a deactivated admin cannot make somebody an admin with the token of their own integration', async () => {
    const mallory = await aUser(platform, 'mallory@demo.test', { demo: 'admin' });
    const program = await aProgram('mallory@demo.test', 'Mallory’s');
    await demote(mallory.id, { state: 'deactivated' });
    await aUser(platform, 'puppet@evil.test');
    const response = await invite(program, 'puppet@evil.test', true);
    expect([response.statusCode, response.json().detail]).toEqual([403, expect.stringContaining('no admin')]);
    expect(await listed('puppet@evil.test')).toEqual([]);
    // Other calls with the full-access token still work.
    expect((await callApi(platform, program.token, '/api/v4/users')).statusCode).toBe(200);
  });

  test.each([{ state: 'deactivated' }, { role: 'member' }])(
    'an invitation sent by an admin’s integration lets nobody in once that admin became %o',
    async (change) => {
      const name = Object.values(change)[0] ?? '';
      const email = `mallory-${name}@demo.test`;
      const mallory = await aUser(platform, email, { demo: 'admin' });
      const program = await aProgram(email, 'Mallory’s');
      const puppet = `puppet-${name}@evil.test`;
      await aUser(platform, puppet);
      expect((await invite(program, puppet, true)).statusCode).toBe(201);
      expect(await listed(puppet)).toMatchObject([{ role: 'member', asks_admin: true, ended: null }]);
      const link = await mailLinkTo(platform, puppet);
      await demote(mallory.id, change);
      expect(await accept(puppet, link)).not.toBe(303);
      expect(await membershipOf(puppet)).toBeUndefined();
      expect(await listed(puppet)).toMatchObject([{ ended: expect.any(String) }]);
    },
  );
});

describe('a program’s request for an admin', () => {
  test('an integration’s request to invite an admin notifies the account’s admins before and after the person joins, as a member', async () => {
    const program = await aProgram();
    await aUser(platform, 'wanted@demo.test');
    const asked = async () => (await noticesOf(admin)).filter(({ title }) => title.includes('wanted@demo.test'));
    await invite(program, 'wanted@demo.test', true);
    const before = (await noticesOf(admin)).filter(
      ({ kind, text }) => kind === 'admin_requested' && text.includes('wanted@'),
    );
    expect(before).toMatchObject([{ url: `/console/accounts/${accountId}/people` }]);
    expect(before[0]?.text).toContain('After they join, an admin can make them an admin');
    await invite(program, 'wanted@demo.test', true);
    expect((await noticesOf(admin)).filter(({ text }) => text.includes('wanted@'))).toHaveLength(1);
    await accept('wanted@demo.test', await mailLinkTo(platform, 'wanted@demo.test'));
    expect(await membershipOf('wanted@demo.test')).toEqual({ role: 'member', state: 'active' });
    expect(await asked()).toMatchObject([
      { kind: 'admin_requested_joined', url: `/console/accounts/${accountId}/people` },
    ]);
    const { userId = 0 } = (await platform.world.store.accounts.userByEmail('wanted@demo.test')) ?? {};
    await demote(userId, { role: 'admin' });
    expect(await asked()).toEqual([]);
  });
});

describe('an address with a pending invitation', () => {
  test('400 NotUnique when an integration invites an address that a person has invited: that invitation stays as it was', async () => {
    const sent = await admin('POST', `/accounts/${accountId}/invitations`, {
      email: 'theirs@demo.test',
      role: 'member',
    });
    expect(sent.statusCode).toBe(201);
    const before = await listed('theirs@demo.test');
    const response = await invite(await aProgram(), 'theirs@demo.test', true);
    expect([response.statusCode, response.json()['validation-errors'][0].errors[0].code]).toEqual([400, 'NotUnique']);
    expect(await listed('theirs@demo.test')).toEqual(before);
    expect(await mailsTo(platform, 'theirs@demo.test')).toHaveLength(1);
  });

  test('400 NotUnique for an address that another integration has invited; the same integration replaces its own invitation', async () => {
    const one = await aProgram();
    expect((await invite(one, 'shared@demo.test')).statusCode).toBe(201);
    const [before] = await listed('shared@demo.test');
    const other = await invite(await aProgram(), 'shared@demo.test');
    expect([other.statusCode, other.json()['validation-errors'][0].errors[0].code]).toEqual([400, 'NotUnique']);
    expect((await listed('shared@demo.test'))[0]?.invitation_id).toBe(before?.invitation_id);
    expect((await invite(one, 'shared@demo.test')).statusCode).toBe(201);
    const after = await listed('shared@demo.test');
    expect(after).toHaveLength(1);
    expect(after[0]?.invitation_id).not.toBe(before?.invitation_id);
  });

  test('409 when an admin invites an address that an integration has invited; 201 after the withdrawal of that invitation', async () => {
    await invite(await aProgram(), 'busy@demo.test');
    const path = `/accounts/${accountId}/invitations`;
    const body = { email: 'busy@demo.test', role: 'admin' };
    const refused = await admin('POST', path, body);
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([409, 'already_invited']);
    const [open] = await listed('busy@demo.test');
    expect((await admin('DELETE', `${path}/${open?.invitation_id}`)).statusCode).toBe(204);
    expect((await admin('POST', path, body)).statusCode).toBe(201);
  });

  test('of three integrations that invite one address at once one succeeds, the others get 400', async () => {
    const programs = [await aProgram(), await aProgram(), await aProgram()];
    const answers = await Promise.all(programs.map((one) => invite(one, 'race@demo.test')));
    expect(answers.map(({ statusCode }) => statusCode).toSorted((a, b) => a - b)).toEqual([201, 400, 400]);
    expect(await listed('race@demo.test')).toHaveLength(1);
  });
});

/** Events that can end the grant with which an integration sent an invitation. */
const ends: Readonly<Record<string, (integration: Integration) => Promise<unknown>>> = {
  'the installation is disabled': async ({ client_id }) =>
    disableInstallation(platform.world, {
      accountId,
      integrationId: client_id,
      by: { userId: adminId, address: '' },
      press: undefined,
    }),
  'the grant is revoked': async ({ client_id }) =>
    platform.world.db.updateTable('grants').set({ revoked_at: 1 }).where('integration_id', '=', client_id).execute(),
  'the integration is paused': async ({ client_id }) =>
    expect(
      (await admin('PUT', `/accounts/${accountId}/integrations/${client_id}/state`, { state: 'stopped' })).statusCode,
    ).toBeLessThan(300),
  'the integration is deleted': async ({ client_id }) =>
    expect((await admin('DELETE', `/accounts/${accountId}/integrations/${client_id}`)).statusCode).toBe(204),
  'its secret is revoked': async ({ client_id }) => {
    const path = `/accounts/${accountId}/integrations/${client_id}`;
    const { secrets } = (await admin('GET', `${path}/secrets`)).json<{ secrets: { secret_id: string }[] }>();
    const body = { replaces: secrets[0]?.secret_id, revoke_now: true };
    const rotated = await admin('POST', `${path}/secret/rotation`, body);
    expect(rotated.statusCode, rotated.body).toBeLessThan(300);
  },
  'the grant loses its scope': async ({ client_id }) =>
    platform.world.db.updateTable('grants').set({ scopes: [] }).where('integration_id', '=', client_id).execute(),
};

describe.each(Object.keys(ends))('the grant of an inviting integration, when %s', (how) => {
  const email = `${how.replaceAll(' ', '-')}@demo.test`;

  test('an integration’s invitation stops working with its grant; the admins see why, and its queued mail is not sent', async () => {
    await aUser(platform, email);
    const program = await aProgram();
    await invite(program, email);
    const link = await mailLinkTo(platform, email);
    await ends[how]?.(program.integration);
    expect(await accept(email, link)).toBe(410);
    expect((await aVisitor(platform).get(link)).body).toMatch(/no longer holds|больше не действует/);
    expect(await membershipOf(email)).toBeUndefined();
    expect(await listed(email)).toMatchObject([{ ended: 'access_ended' }]);
    expect(await mailsTo(platform, email)).toEqual([]);
    // An admin's new invitation of the same address works.
    const again = await admin('POST', `/accounts/${accountId}/invitations`, { email, role: 'member' });
    expect(again.statusCode).toBe(201);
    expect(await accept(email, await mailLinkTo(platform, email))).toBe(303);
  });
});
