import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { addMember, addStaff, createAccount } from '../../../apps/server/src/cli/accounts.ts';
import {
  createIntegrationCommand,
  deleteIntegrationCommand,
  publishAsAsked,
  unpublishIntegrationCommand,
} from '../../../apps/server/src/cli/integrations.ts';
import {
  listAccounts,
  listInstallations,
  listIntegrations,
  listMembers,
  listUsers,
  showAccount,
  showIntegration,
  showUser,
} from '../../../apps/server/src/cli/listings.ts';
import { removeMember, resetPassword } from '../../../apps/server/src/cli/users.ts';
import { aVisitor } from '../../harness/browser-session.ts';
import { asUrl, bareDatabase } from '../../harness/database.ts';
import { command } from '../../harness/node-process.ts';
import { aUser, anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform, testSecretKeys } from '../../harness/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform();
  await anAccount(platform, 'demo', true);
  await anAccount(platform, 'berth');
});
afterAll(async () => platform.close());

const world = () => platform.world;
const silent = () => undefined;

async function recorded(kind: string) {
  return world()
    .db.selectFrom('audit')
    .select(['kind', 'user_id'])
    .where('kind', '=', kind as never)
    .execute();
}

describe('the lists of the command line', () => {
  test('commands list accounts, people and members, page by page', async () => {
    const first = await listAccounts(world(), { limit: '1' });
    expect(first).toMatchObject({ accounts: [{ subdomain: 'demo', domain: 'demo.accounts.test' }] });
    const second = await listAccounts(world(), { limit: '1', after: String(first['next_after']) });
    expect(second).toMatchObject({ accounts: [{ subdomain: 'berth' }], next_after: null });
    expect(await showAccount(world(), { account: 'demo' })).toMatchObject({
      subdomain: 'demo',
      members: 2,
      integrations: 0,
    });
    expect(await listUsers(world(), {})).toMatchObject({
      users: [{ email: 'admin@demo.test' }, { email: 'member@demo.test' }, { email: 'admin@berth.test' }],
      next_after: null,
    });
    expect(await showUser(world(), { email: 'admin@demo.test' })).toMatchObject({
      accounts: [{ subdomain: 'demo', role: 'admin', state: 'active' }],
    });
    expect(await listMembers(world(), { account: 'demo' })).toMatchObject({
      members: [
        { email: 'admin@demo.test', role: 'admin' },
        { email: 'member@demo.test', role: 'member' },
      ],
    });
    await expect(listUsers(world(), { limit: '0' })).rejects.toThrow('--limit must be 1 to 1000');
    await expect(listUsers(world(), { after: 'x' })).rejects.toThrow('next_after');
  });

  test('commands list integrations and the accounts where they are installed', async () => {
    const one = await anIntegration(platform, 'berth', { name: 'First' });
    const two = await anIntegration(platform, 'demo', { name: 'Second', kind: 'private' });
    await tokens(platform, one, { account: 'demo', email: 'admin@demo.test' });
    await tokens(platform, one, { account: 'berth', email: 'admin@berth.test' });
    const all = await listIntegrations(world(), {});
    expect(all['integrations']).toHaveLength(2);
    expect(await listIntegrations(world(), { account: 'berth' })).toMatchObject({
      integrations: [{ client_id: one.client_id, name: 'First', kind: 'public', published: true, state: 'active' }],
    });
    const shown = await showIntegration(world(), { clientId: two.client_id });
    expect(shown).toMatchObject({ account: 'demo', name: 'Second', kind: 'private', published: false });
    expect(JSON.stringify(shown)).not.toContain(two.client_secret);
    const first = await listInstallations(world(), { clientId: one.client_id, limit: '1' });
    expect(first).toMatchObject({ installations: [{ account: 'demo', state: 'enabled' }] });
    expect(
      await listInstallations(world(), { clientId: one.client_id, after: String(first['next_after']) }),
    ).toMatchObject({ installations: [{ account: 'berth' }], next_after: null });
    await expect(listInstallations(world(), {})).rejects.toThrow('--account, --client-id, or both');
  });
});

describe('a refused command', () => {
  const pictured = { account: 'demo', name: 'Pictured', redirectUri: 'https://shop.test/callback' };
  test.each([
    ['account', 'unknown', () => showAccount(world(), { account: 'nobody' })],
    ['email', 'unknown', () => showUser(world(), { email: 'nobody@nowhere.test' })],
    ['name', 'malformed', () => createAccount(world(), { subdomain: 'fits', name: '' })],
    ['subdomain', 'taken', () => createAccount(world(), { subdomain: 'demo', name: 'Demo' })],
    ['subdomain', 'reserved', () => createAccount(world(), { subdomain: 'www', name: 'W' })],
    ['role', 'malformed', () => addMember(world(), { account: 'demo', email: 'admin@demo.test', role: 'boss' })],
    ['logo', 'unreadable', () => createIntegrationCommand(world(), { ...pictured, logo: '/nonexistent/logo.png' })],
    ['logo', 'unreadable', () => createIntegrationCommand(world(), { ...pictured, logo: '/' })],
    ['logo', 'unreadable', () => createIntegrationCommand(world(), { ...pictured, logo: '/dev/zero' })],
    ['role', 'malformed', () => addStaff(world(), { email: 'admin@demo.test', role: 'king' })],
  ])('a refused command names its option (%s) and a stable code (%s)', async (field, error, run) => {
    await expect(run()).rejects.toMatchObject({ name: 'CommandRefused', field, error });
  });
});

describe('the operator’s commands', () => {
  test('the operator unpublishes an integration: existing installations still work, new ones wait for its next publication', async () => {
    const integration = await anIntegration(platform, 'berth', { name: 'Taken back' });
    const pair = await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' });
    expect(await unpublishIntegrationCommand(world(), { clientId: integration.client_id })).toEqual({
      client_id: integration.client_id,
      published: false,
    });
    expect(await recorded('integration_unpublished')).toEqual([{ kind: 'integration_unpublished', user_id: null }]);
    await expect(unpublishIntegrationCommand(world(), { clientId: integration.client_id })).rejects.toThrow(
      'is not published',
    );
    const call = await platform.inject({
      url: '/api/v4/account',
      host: 'demo.accounts.test',
      headers: { authorization: `Bearer ${pair.access_token}` },
    });
    expect(call.statusCode).toBe(200);
    await aUser(platform, 'other@other.test');
    await anAccount(platform, 'other');
    await expect(tokens(platform, integration, { account: 'other', email: 'admin@other.test' })).rejects.toMatchObject({
      name: 'CommandRefused',
    });
    await publishAsAsked(world(), { clientId: integration.client_id }, { canAnswer: true, line: silent });
    await tokens(platform, integration, { account: 'other', email: 'admin@other.test' });
  });

  test('publishing makes a private integration public only with confirmation or --yes; a script is told so in one line', async () => {
    const integration = await anIntegration(platform, 'berth', { name: 'Private', kind: 'private' });
    const options = { clientId: integration.client_id };
    const lines: string[] = [];
    const line = (text: string) => void lines.push(text);
    await expect(publishAsAsked(world(), options, { canAnswer: true, line })).rejects.toThrow(/becomes public.*--yes/);
    expect(await showIntegration(world(), options)).toMatchObject({ kind: 'private' });
    expect(await publishAsAsked(world(), options, { canAnswer: false, line })).toMatchObject({ kind: 'public' });
    expect(lines).toEqual([expect.stringContaining('"Private" is private and becomes public')]);
  });

  test('the operator deletes an integration and every access to it, with --yes', async () => {
    const integration = await anIntegration(platform, 'berth', { name: 'Gone' });
    const pair = await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' });
    const clientId = integration.client_id;
    await expect(deleteIntegrationCommand(world(), { clientId })).rejects.toThrow('--yes');
    expect(await deleteIntegrationCommand(world(), { clientId, yes: true })).toEqual({
      client_id: clientId,
      deleted: true,
    });
    await expect(showIntegration(world(), { clientId })).rejects.toThrow('There is no integration');
    const call = await platform.inject({
      url: '/api/v4/account',
      host: 'demo.accounts.test',
      headers: { authorization: `Bearer ${pair.access_token}` },
    });
    expect(call.statusCode).toBe(401);
    expect(await recorded('integration_deleted')).toEqual([{ kind: 'integration_deleted', user_id: null }]);
  });

  test('the operator deactivates a member, but never the last admin', async () => {
    await aUser(platform, 'leaving@demo.test', { demo: 'member' });
    const leaving = { account: 'demo', email: 'leaving@demo.test', yes: true };
    expect(await removeMember(world(), leaving)).toMatchObject({ state: 'deactivated' });
    expect(await recorded('member_changed')).toEqual([{ kind: 'member_changed', user_id: null }]);
    await expect(removeMember(world(), { ...leaving, email: 'admin@demo.test' })).rejects.toThrow('the last admin');
    await expect(removeMember(world(), { ...leaving, email: 'admin@berth.test' })).rejects.toThrow('is not a member');
  });

  test('the operator resets a password by a link, or to a printed one, which ends all sessions and the link', async () => {
    const email = 'member@demo.test';
    const visitor = aVisitor(platform);
    await visitor.signIn(email);
    const link = await resetPassword(world(), { email }, silent);
    const path = String('url' in link ? link.url : '').replace('https://pristan.test', '');
    expect((await aVisitor(platform).get(path)).statusCode).toBe(200);
    const made = await resetPassword(world(), { email, generatePassword: true }, silent);
    const password = String('password' in made ? made.password : '');
    expect((await aVisitor(platform).signIn(email)).statusCode).toBe(401);
    expect((await aVisitor(platform).signIn(email, password)).statusCode).toBe(303);
    expect(await visitor.isSignedIn()).toBe(false);
    expect((await aVisitor(platform).get(path)).statusCode).not.toBe(200);
  });

  test('the operator reads a sentence about each error of a command; a program reads its code and field', async () => {
    const created = createIntegrationCommand(world(), {
      account: 'demo',
      name: '',
      redirectUri: 'http://shop.test/callback',
    });
    await expect(created).rejects.toThrow(/The redirect URI \(--redirect-uri\) must use https/);
    await expect(created).rejects.toMatchObject({ error: 'required', field: 'name' });
    await expect(created).rejects.not.toThrow(/not_https|redirect_uri/);
  });
});

describe('a command in its own process', { timeout: 60_000 }, () => {
  const variables = async () => ({
    PRISTAN_SECRET_KEYS: testSecretKeys,
    PRISTAN_DATABASE_URL: asUrl(await bareDatabase()),
  });
  const ending = (words: Promise<unknown>) =>
    words.then(
      () => ({ code: 0, stdout: '', stderr: '' }),
      (error: { code: number; stdout: string; stderr: string }) => error,
    );

  test('a command creates no platform unless --new is given', async () => {
    const at = await variables();
    const account = ['account', 'create', '--subdomain', 'demo', '--name', 'Demo'];
    const refused = await ending(command(at, ...account));
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringMatching(/^There is no platform[^\n]*--new\.\n$/) });
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: 'no_platform', field: null });
    expect(await ending(command(at, 'doctor'))).toMatchObject({
      code: 1,
      stdout: expect.stringContaining('There is no platform'),
    });
    expect(await command(at, ...account, '--new')).toMatchObject({ subdomain: 'demo' });
    expect(await command(at, 'account', 'list')).toMatchObject({ accounts: [{ subdomain: 'demo' }] });

    const embedded = { PRISTAN_SECRET_KEYS: testSecretKeys, PRISTAN_DATA_DIR: '/nonexistent/pristan' };
    expect(await ending(command(embedded, 'user', 'list'))).toMatchObject({
      code: 1,
      stderr: expect.stringContaining('There is no platform in /nonexistent/pristan. Start one with npm start'),
    });
  });

  test('a command exits with 2 for invalid usage, and with 1 and a sentence when the database is away', async () => {
    expect(await ending(command({}, 'account', 'create'))).toMatchObject({ code: 2 });
    expect(await ending(command({}, 'no-such-command'))).toMatchObject({ code: 2 });
    // Without this refusal the last value of a repeated option would win, and that one be deleted.
    const twice = await ending(command({}, 'integration', 'delete', '--client-id', 'a', '--client-id', 'b', '--yes'));
    expect(twice).toMatchObject({ code: 2, stderr: expect.stringContaining("'--client-id <id>' is given twice") });
    expect(JSON.parse(twice.stdout)).toMatchObject({ error: 'usage', field: null });
    const away = await ending(
      command(
        { PRISTAN_SECRET_KEYS: testSecretKeys, PRISTAN_DATABASE_URL: 'postgresql://nobody@127.0.0.1:1/none' },
        'user',
        'list',
      ),
    );
    expect(away).toMatchObject({ code: 1, stderr: expect.stringMatching(/^The database cannot be used [^\n]*\n$/) });
  });

  test('the command line accepts no password as an argument in production, and prints a generated one', async () => {
    const at = await variables();
    const person = ['user', 'create', '--email', 'a@demo.test', '--name', 'A', '--language', 'en', '--new'];
    const refused = await ending(command(at, ...person, '--password', 'a long password'));
    expect(refused).toMatchObject({ code: 1, stderr: expect.stringContaining('not accepted in production') });
    expect(JSON.parse(refused.stdout)).toMatchObject({ error: 'password_shown', field: 'password' });
    const { password } = await command<{ password: string }>(at, ...person, '--generate-password');
    expect(password).toMatch(/^[\w-]{20}$/);
  });
});
