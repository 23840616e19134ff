import { afterAll, beforeAll, expect, test } from 'vitest';
import { disableCommand } from '../../../apps/server/src/cli/integrations.ts';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { newestSecretId } from '../../harness/newest-secret.ts';
import { aVisitor } from '../../harness/browser-session.ts';
import { aCode, anAccount, anIntegration } from '../../harness/fixtures.ts';
import type { Integration } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let developer: ApiCaller;
let owner: Awaited<ReturnType<typeof anAccount>>;
let keys: Integration;
const names = ['first', 'second', 'third'];
beforeAll(async () => {
  platform = await openPlatform();
  owner = await anAccount(platform, 'owner', true);
  developer = await apiCaller(platform, owner.admin);
  keys = await anIntegration(platform, 'owner', { name: 'Harbour Mail' });
  for (const name of names) {
    await anAccount(platform, name);
    await aCode(platform, keys, { account: name, email: `admin@${name}.test` });
    platform.clock.advance(1000);
  }
});
afterAll(async () => platform.close());

interface Customers {
  readonly accounts: readonly { readonly name: string; readonly state: string; readonly since: number }[];
  readonly next_before: string | null;
}
const path = () => `/accounts/${owner.id}/integrations/${keys.client_id}`;
async function read(query = '') {
  const response = await developer('GET', `${path()}/accounts${query}`);
  expect(response.statusCode).toBe(200);
  return response.json<Customers>();
}

test('200 for the accounts that installed an integration: newest first, with name, domain, state and last use', async () => {
  const { accounts } = await read();
  expect(accounts).toMatchObject([
    { name: 'Account third', domain: 'third.accounts.test', state: 'enabled', last_used_at: null },
    { name: 'Account second', state: 'enabled' },
    { name: 'Account first', state: 'enabled' },
  ]);
});

test('an account that disabled the integration keeps its position in the list of accounts, with the time', async () => {
  platform.clock.advance(5000);
  await disableCommand(platform.world, { clientId: keys.client_id, account: 'second' });
  const [, second] = (await read()).accounts;
  expect(second).toMatchObject({ name: 'Account second', state: 'disabled' });
  expect(Math.abs((second?.since ?? 0) - platform.clock.now() / 1000)).toBeLessThan(5);
});

test('the list of accounts that installed an integration has no gaps or repeats between its pages', async () => {
  const one = await read('?limit=2');
  expect(one.accounts.map(({ name }) => name)).toEqual(['Account third', 'Account second']);
  const rest = await read(`?limit=2&before=${one.next_before}`);
  expect(rest).toMatchObject({ accounts: [{ name: 'Account first' }], next_before: null });
});

test('403 for a member who lists an integration’s accounts, 404 for a stranger or another’s integration, 400 for a bad cursor', async () => {
  const member = await apiCaller(platform, owner.member);
  expect((await member('GET', `${path()}/accounts`)).statusCode).toBe(403);
  const stranger = await anAccount(platform, 'stranger');
  const theirs = await apiCaller(platform, stranger.admin);
  expect((await theirs('GET', `${path()}/accounts`)).statusCode).toBe(404);
  const foreign = `/accounts/${stranger.id}/integrations/${keys.client_id}/accounts`;
  expect((await theirs('GET', foreign)).statusCode).toBe(404);
  expect((await developer('GET', `${path()}/accounts?before=x`)).statusCode).toBe(400);
});

test('the consent page says that the developer sees the account’s name', async () => {
  const visitor = aVisitor(platform);
  await visitor.signIn('admin@first.test');
  const page = await visitor.get(`/oauth?client_id=${keys.client_id}`);
  expect(page.body).toMatch(/developer sees this account’s name|Разработчик увидит название/);
});

test('each active secret is listed by its last four characters, even one that was never shown', async () => {
  const replaces = await newestSecretId(platform.world, keys.client_id);
  const rotated = await developer('POST', `${path()}/secret/rotation`, { replaces });
  const { client_secret: newest } = rotated.json<{ client_secret: string }>();
  const { secrets } = (await developer('GET', `${path()}/secrets`)).json<{ secrets: { last_four: string }[] }>();
  expect(secrets.map(({ last_four }) => last_four)).toEqual([newest.slice(-4), keys.client_secret.slice(-4)]);
});

test('an installation shows its developer, its scopes, and the host that gets its codes', async () => {
  const first = await platform.world.store.accounts.accountByName('first');
  const user = await platform.world.store.accounts.userByEmail('admin@first.test');
  const admin = await apiCaller(platform, { id: user?.userId ?? 0 });
  const one = await admin('GET', `/accounts/${first?.accountId}/installations/${keys.client_id}`);
  expect(one.json()).toMatchObject({ developer: 'Account owner', scopes: ['crm'], host: 'shop.test' });
});
