import { expect, test } from 'vitest';
import { expectProblem } from '../errors.ts';
import { choicesOf, formWith } from '../forms.ts';
import { json } from '../http.ts';
import { ensureDisabled } from '../installation.ts';
import { allow, authorizeUrl, call, openConsent, pairBy } from '../integrator.ts';
import { browserOf, isAllow } from '../browser.ts';
import type { Keys, Login } from '../settings.ts';
import { given, pathOf } from '../settings.ts';
import { claimsOf } from '../signatures.ts';

const accounts = ['technicalAccount', 'otherAccount', 'admin'] as const;

/** The text of each account that this user may choose; a consent page without a picker counts as one. */
async function choosable(login: Login, keys: Keys): Promise<readonly string[]> {
  const page = await browserOf(login).open(authorizeUrl(keys));
  if (page.kind === 'left') return [];
  const choices = choicesOf(page.answer.text).map(({ text, value }) => `${value} ${text}`);
  if (choices.length > 0) return choices;
  return formWith(page.answer.text, isAllow) === undefined ? [] : [page.answer.text];
}

test('12.10 the picker of an unmoderated public integration has its own account alone', async (context) => {
  const {
    admin,
    technicalAccount,
    unmoderatedIntegration: keys,
  } = given(context, ...accounts, 'unmoderatedIntegration');
  const choices = await choosable(admin, keys);
  expect(choices).toHaveLength(1);
  expect(choices[0]).toContain(technicalAccount.host);
});

test('12.10 the picker of a published integration has every account of its user', async (context) => {
  const {
    admin,
    technicalAccount,
    otherAccount,
    publishedIntegration: keys,
  } = given(context, ...accounts, 'publishedIntegration');
  const choices = await choosable(admin, keys);
  for (const { host } of [technicalAccount, otherAccount])
    expect(choices.filter((text) => text.includes(host))).toHaveLength(1);
});

test('12.10 a published integration is granted in another account too, and its referer says where', async (context) => {
  const { admin, otherAccount, publishedIntegration: keys } = given(context, ...accounts, 'publishedIntegration');
  const url = new URL(await allow(browserOf(admin), authorizeUrl(keys), otherAccount));
  expect(url.searchParams.get('referer')).toBe(otherAccount.host);
});

test('12.11 a member cannot install, and can consent once an admin has enabled it', async (context) => {
  const {
    admin,
    member,
    technicalAccount: account,
    publishedIntegration: keys,
    disablePath,
  } = given(context, 'admin', 'member', 'technicalAccount', 'publishedIntegration', 'disablePath');
  await ensureDisabled(browserOf(admin), pathOf(disablePath, account, keys));
  expect((await choosable(member, keys)).filter((text) => text.includes(account.host))).toEqual([]);
  await pairBy(browserOf(admin), keys, account);
  const page = await openConsent(browserOf(member), authorizeUrl(keys), account);
  expect(page.kind === 'page' && formWith(page.answer.text, isAllow) !== undefined).toBe(true);
  const pair = await pairBy(browserOf(member), keys, account);
  expect((await call(account.host, '/api/v4/account', pair.access_token)).status).toBe(200);
});

test('12.11 a member’s token is bounded by their rights: the account 200, the users 403', async (context) => {
  const {
    admin,
    member,
    technicalAccount: account,
    publishedIntegration: keys,
  } = given(context, 'admin', 'member', 'technicalAccount', 'publishedIntegration');
  const full = await pairBy(browserOf(admin), keys, account);
  const bounded = await pairBy(browserOf(member), keys, account);
  expect((await call(account.host, '/api/v4/users', full.access_token)).status).toBe(200);
  expect((await call(account.host, '/api/v4/account', bounded.access_token)).status).toBe(200);
  expectProblem(await call(account.host, '/api/v4/users', bounded.access_token), 403);
});

test('12.11 `X-Context-User-ID` works with an admin’s token, and gets 401 with a member’s or for an unknown user', async (context) => {
  const {
    admin,
    member,
    technicalAccount: account,
    publishedIntegration: keys,
  } = given(context, 'admin', 'member', 'technicalAccount', 'publishedIntegration');
  const full = await pairBy(browserOf(admin), keys, account);
  const bounded = await pairBy(browserOf(member), keys, account);
  const memberId = Number(claimsOf(bounded.access_token)['sub']);
  const headers = { 'x-context-user-id': String(memberId) };
  const asMember = await call(account.host, '/api/v4/account', full.access_token, { headers });
  expect(asMember.status, asMember.text).toBe(200);
  expect(json(asMember)['current_user_id']).toBe(memberId);
  expectProblem(await call(account.host, '/api/v4/users', full.access_token, { headers }), 403);
  expectProblem(await call(account.host, '/api/v4/account', bounded.access_token, { headers }), 401);
  const unknown = { headers: { 'x-context-user-id': '999999999' } };
  expectProblem(await call(account.host, '/api/v4/account', full.access_token, unknown), 401);
});
