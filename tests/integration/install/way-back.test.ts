import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiCaller } from '../../harness/api-caller.ts';
import type { Visitor } from '../../harness/browser-session.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { anAccount, anIntegration, password, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { asksForNothing, widgetZip } from '../../harness/widget.ts';

let platform: Platform;
let admin: Visitor;
let account: string;
let clientId: string;

beforeAll(async () => {
  platform = await openPlatform();
  const berth = await anAccount(platform, 'berth', true);
  account = `/accounts/${berth.id}`;
  admin = aVisitor(platform);
  await admin.signIn('admin@berth.test');
  const call = await apiCaller(platform, berth.admin);
  const integration = await anIntegration(platform, 'berth', { kind: 'private', name: 'Tide Table' });
  clientId = integration.client_id;
  const widgets = `${account}/integrations/${clientId}/widgets`;
  await call('POST', widgets, await widgetZip(asksForNothing), { 'content-type': 'application/zip' });
  await call('PUT', `${widgets}/live`, { number: 1 });
  await tokens(platform, integration, { account: 'berth', email: 'admin@berth.test' });
});
afterAll(async () => platform.close());

const there = () => `/console${account}/installed/${clientId}`;
const question = (what: string) => `${account}/installations/${clientId}/${what}`;

async function grantPath(): Promise<string> {
  const grant = await platform.world.db
    .selectFrom('grants')
    .select('id')
    .where('revoked_at', 'is', null)
    .orderBy('created_at', 'desc')
    .executeTakeFirstOrThrow();
  return `${account}/grants/${grant.id}/revoke`;
}

/** Opens a page and confirms it; returns the page and the address that the answer redirects to. */
async function answered(path: string) {
  const { body } = await admin.get(path);
  platform.clock.advance(600);
  const answer = await admin.post(path, hiddenFields(body, path));
  expect(answer.statusCode).toBe(303);
  return { body, to: answer.headers.location };
}

const steps = [
  ['a grant is revoked', async () => grantPath(), 'revoked'],
  ['a fresh code is sent', () => question('install'), 'sent'],
  ['settings are saved', () => question('settings'), 'settings'],
  ['an integration is disabled', () => question('disable'), 'disabled'],
  ['an integration is enabled', () => question('install'), 'installed'],
] as const;

test.each(steps)(
  'when %s: Cancel and the button lead to the installation’s page in the console, the button with the result as `done`',
  async (...step) => {
    const [, pathOf, word] = step;
    const { body, to } = await answered(await pathOf());
    expect(body).toContain(`href="${there()}"`);
    expect(to).toBe(`${there()}?done=${word}`);
  },
);

test('a page opened from My access leads back to My access; so does a page that refuses a member', async () => {
  const mine = `/console${account}/my-access`;
  const path = await grantPath();
  const { body } = await admin.get(`${path}?from=my-access`);
  expect(body).toContain(`href="${mine}"`);
  expect(body).toContain(`action="${path}?from=my-access"`);
  const member = aVisitor(platform);
  await member.signIn('member@berth.test');
  const refused = await member.get(question('disable'));
  expect(refused.statusCode).toBe(403);
  expect(refused.body).toContain(`href="${mine}"`);
});

test.each(['from=https://evil.test', 'from=/console', 'from=my-access&from=my-access', 'from=my-access%2F..', 'to=x'])(
  'the query %s of a page does not change the way back to the installation’s page',
  async (query) => {
    const { body } = await admin.get(`${question('disable')}?${query}`);
    expect(body).toContain(`class="button plain" href="${there()}"`);
  },
);

test('404 for disabling an unknown installation, with a link to the console’s list of installations', async () => {
  const { body, statusCode } = await admin.get(`${account}/installations/11111111-1111-4111-8111-111111111111/disable`);
  expect(statusCode).toBe(404);
  expect(body).toContain(`href="/console${account}/installed"`);
});

test('signing in first leads on to the same page, with its way back to the console', async () => {
  const later = aVisitor(platform);
  const path = `${question('disable')}?from=my-access`;
  const signIn = (await later.get(path)).body;
  const fields = hiddenFields(signIn, '/sign-in');
  const answer = await later.post('/sign-in', { ...fields, username: 'admin@berth.test', password });
  expect(answer.statusCode === 303 ? answer.headers.location : answer.body).toBe(path);
});

test('every page that the API’s description names for a person’s confirmation exists', async () => {
  const { info } = (await admin.get('/api/platform/openapi.json')).json<{ info: { description: string } }>();
  const named = [...info.description.matchAll(/`(\/(?:oauth|accounts)[^`]*)`/g)].map(([, path = '']) => path);
  expect(named).toEqual([
    '/oauth?client_id={client_id}',
    '/accounts/{account_id}/installations/{client_id}/install',
    '/accounts/{account_id}/installations/{client_id}/disable',
    '/accounts/{account_id}/grants/{grant_id}/revoke',
    '/accounts/{account_id}/integrations/{client_id}#code',
  ]);
  for (const path of named) {
    const real = path
      .replace('/accounts/{account_id}', account)
      .replace('{client_id}', clientId)
      .replace(/.*\{grant_id\}.*/, await grantPath())
      .replace('#code', '');
    expect([path, (await admin.get(real)).statusCode < 400]).toEqual([path, true]);
  }
});
