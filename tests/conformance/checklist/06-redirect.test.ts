import { expect, test } from 'vitest';
import { allow, authorizeUrl, codeGrant, deny, requestTokens } from '../integrator.ts';
import { browserOf } from '../browser.ts';
import { given } from '../settings.ts';

const needed = ['admin', 'technicalAccount', 'privateIntegration'] as const;

test('12.6 the redirect has code, state, bare host, platform and client id, and the state byte for byte', async (context) => {
  const { admin, technicalAccount: account, privateIntegration: keys } = given(context, ...needed);
  const state = 'a+b%20c%2F%2B=';
  const url = await allow(browserOf(admin), authorizeUrl(keys, `&state=${state}`), account);
  expect(url.startsWith(`${keys.redirectUri}${keys.redirectUri.includes('?') ? '&' : '?'}`), url).toBe(true);
  expect(url).toMatch(new RegExp(`[?&]state=${state.replaceAll('+', '\\+')}(&|$)`));
  const { searchParams } = new URL(url);
  expect(searchParams.get('referer')).toBe(account.host);
  expect(searchParams.get('platform')).toMatch(/^[12]$/);
  expect(searchParams.get('client_id')).toBe(keys.clientId);
  expect(searchParams.has('from_widget')).toBe(false);
  const answer = await requestTokens(
    searchParams.get('referer') ?? '',
    codeGrant(keys, searchParams.get('code') ?? ''),
  );
  expect(answer.status, answer.text).toBe(200);
});

test('12.6 the redirect has no state when none was sent', async (context) => {
  const { admin, technicalAccount: account, privateIntegration: keys } = given(context, ...needed);
  const { searchParams } = new URL(await allow(browserOf(admin), authorizeUrl(keys), account));
  expect(searchParams.get('code')).toMatch(/./);
  expect(searchParams.has('state')).toBe(false);
});

test('12.6 the platform parameter is the one of this server', async (context) => {
  const {
    admin,
    technicalAccount: account,
    privateIntegration: keys,
    platform,
  } = given(context, ...needed, 'platform');
  const { searchParams } = new URL(await allow(browserOf(admin), authorizeUrl(keys), account));
  expect(searchParams.get('platform')).toBe(String(platform));
});

test('12.6 a denial returns `error=access_denied` and the state, and no code', async (context) => {
  const { admin, technicalAccount: account, privateIntegration: keys } = given(context, ...needed);
  const url = await deny(browserOf(admin), authorizeUrl(keys, '&state=s%201'), account);
  expect(url.startsWith(keys.redirectUri), url).toBe(true);
  const { searchParams } = new URL(url);
  expect(searchParams.get('error')).toBe('access_denied');
  expect(searchParams.get('state')).toBe('s 1');
  expect(searchParams.has('code')).toBe(false);
});

test('12.6 an unknown client gets an error page, and no redirect', async (context) => {
  const { admin } = given(context, 'admin');
  const keys = { clientId: '0b0832f6-0000-4000-8000-00000000abcd', clientSecret: '', redirectUri: '' };
  const arrival = await browserOf(admin).open(authorizeUrl(keys, '&redirect_uri=https%3A%2F%2Fevil.example%2F'));
  expect(arrival.kind).toBe('page');
  if (arrival.kind === 'page') expect(arrival.answer.status).toBeGreaterThanOrEqual(400);
});
