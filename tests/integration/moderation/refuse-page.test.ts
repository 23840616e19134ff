import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../harness/browser-session.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import type { AccountWithClone, ModerationFixture } from './fixture.ts';
import {
  adoptionsOf,
  accountWithClone,
  moveAfterNotice,
  openModerationFixture,
  refreshTokens,
  startAdoption,
} from './fixture.ts';
import { line } from '../../harness/checked-text.ts';

let stand: ModerationFixture;
let account: AccountWithClone;
let other: AccountWithClone;
let admin: Visitor;
let page: string;
let path: string;

beforeAll(async () => {
  stand = await openModerationFixture();
  account = await accountWithClone(stand, 'north', { name: 'Gulls <of old>' });
  other = await accountWithClone(stand, 'south');
  await startAdoption(stand);
  const [adoption] = await adoptionsOf(account);
  page = `/accounts/${account.id}`;
  path = `${page}/adoptions/${adoption?.adoption_id}/refuse`;
  admin = aVisitor(stand.platform);
  await admin.signIn(account.admin.email);
});
afterAll(async () => stand.platform.close());

const pending = async () => (await adoptionsOf(account))[0]?.clones['pending'];

test('the page that refuses an adoption says what will happen', async () => {
  const question = await admin.get(path);
  expect(question.statusCode).toBe(200);
  expect(question.body).toContain('Keep the old integration?');
  expect(question.body).toContain('Gulls &lt;of old>');
});

test('a member may not refuse an adoption', async () => {
  const member = aVisitor(stand.platform);
  await member.signIn('member@north.test');
  expect((await member.get(path)).statusCode).toBe(403);
});

test('404 for another account’s admin at the page that refuses an adoption', async () => {
  const stranger = aVisitor(stand.platform);
  await stranger.signIn(other.admin.email);
  expect((await stranger.get(path)).statusCode).toBe(404);
});

test('403 for refusing an adoption by a script, from another site, too early, or with another page’s confirmation token', async () => {
  const form = hiddenFields((await admin.get(path)).body, path);
  // However slow this machine is, this confirmation comes too early.
  stand.platform.clock.advance(-10_000);
  expect((await admin.post(path, form)).statusCode).toBe(403);
  stand.platform.clock.advance(10_600);
  const scripted = { 'sec-fetch-mode': 'cors', 'sec-fetch-user': undefined };
  expect((await admin.post(path, form, scripted)).statusCode).toBe(403);
  const foreign = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
  expect((await admin.post(path, form, foreign)).statusCode).toBe(403);
  const disable = `${page}/installations/${account.clone.client_id}/disable`;
  const ofDisable = hiddenFields((await admin.get(disable)).body, disable);
  stand.platform.clock.advance(600);
  expect((await admin.post(path, ofDisable)).statusCode).toBe(403);
  expect(await pending()).toBe(1);
});

test('Cancel on the page that refuses an adoption leads to the clone in the console, if it is one of this account', async () => {
  const here = `/console${page}/installed`;
  const cancel = async (clone: string) => (await admin.get(`${path}?clone=${clone}`)).body;
  expect(await cancel(account.clone.client_id)).toContain(`href="${here}/${account.clone.client_id}"`);
  expect(await cancel(other.clone.client_id)).toContain(`href="${here}"`);
  expect(await cancel('//evil.test')).toContain(`href="${here}"`);
});

test('409 without effect for refusing an adoption when the clone was renamed meanwhile; the page names the change', async () => {
  const form = hiddenFields((await admin.get(path)).body, path);
  stand.platform.clock.advance(600);
  const name = (to: string) =>
    stand.platform.world.db
      .updateTable('integrations')
      .set({ name: line(to) })
      .where('id', '=', account.clone.client_id)
      .execute();
  await name('Eagle Bank');
  const answer = await admin.post(path, form);
  await name('Gull Shop');
  expect(answer.statusCode).toBe(409);
  expect(answer.body).toContain('Integrations that stay');
  expect(answer.body).toContain('Eagle Bank');
  expect(await pending()).toBe(1);
});

test('an account whose admin refused the adoption keeps the old integration past the date', async () => {
  const form = hiddenFields((await admin.get(path)).body, path);
  stand.platform.clock.advance(600);
  const answer = await admin.post(path, form);
  expect(answer.statusCode).toBe(303);
  expect(answer.headers.location).toBe(`/console${page}/installed?done=kept`);
  const again = await admin.post(path, form);
  expect([again.statusCode, again.headers.location]).toEqual([303, answer.headers.location]);
  await moveAfterNotice(stand);
  expect((await refreshTokens(stand, account.clone, account.host, account.pair.refresh_token)).statusCode).toBe(200);
  expect((await refreshTokens(stand, other.clone, other.host, other.pair.refresh_token)).statusCode).toBe(401);
});
