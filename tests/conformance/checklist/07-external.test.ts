import { afterAll, beforeEach, expect, test } from 'vitest';
import { expectProblem, expectSuccess } from '../errors.ts';
import { json } from '../http.ts';
import type { Pair } from '../integrator.ts';
import { allow, call, codeGrant, requestTokens } from '../integrator.ts';
import { browserOf } from '../browser.ts';
import type { Receiver } from '../receiver.ts';
import { openReceiver } from '../receiver.ts';
import type { Keys } from '../settings.ts';
import { given, settings } from '../settings.ts';

const needed = ['admin', 'technicalAccount', 'receiver'] as const;
let receiver: Receiver | undefined;
beforeEach(async () => {
  if (settings.receiver !== undefined) receiver ??= await openReceiver(settings.receiver);
  receiver?.empty();
});
afterAll(async () => receiver?.close());

/** The request of a button with metadata. */
function buttonUrl(at: string, more = ''): string {
  const members = {
    name: 'Conformance',
    description: 'Made by the conformance suite',
    redirect_uri: `${at}/callback`,
    secrets_uri: `${at}/secrets`,
    'scopes[]': 'crm',
  };
  return `${settings.url}/oauth?${new URLSearchParams(members).toString()}${more}`;
}

/** The keys that arrived, with the state beside them. */
function keysOf(body: string, at: string): Keys & { readonly state: unknown } {
  const { client_id, client_secret, state } = JSON.parse(body) as Record<string, string>;
  return { clientId: client_id ?? '', clientSecret: client_secret ?? '', redirectUri: `${at}/callback`, state };
}

test('12.7 the keys arrive by POST before the redirect, with the state, and get the code’s tokens', async (context) => {
  const { admin, technicalAccount: account, receiver: at } = given(context, ...needed);
  const url = new URL(await allow(browserOf(admin), buttonUrl(at.url, '&state=s1'), account));
  // Nothing is awaited in between: the keys had arrived when the browser was sent away.
  const [hook] = receiver?.received ?? [];
  expect(hook).toMatchObject({ method: 'POST', path: '/secrets' });
  expect(hook?.headers['content-type']).toMatch(/^application\/json\b/);
  expect(Object.keys(JSON.parse(hook?.body ?? '{}') as object).sort()).toEqual(['client_id', 'client_secret', 'state']);
  const keys = keysOf(hook?.body ?? '{}', at.url);
  expect(keys.state).toBe('s1');
  expect(keys.clientSecret).toHaveLength(64);
  expect(url.searchParams.get('client_id')).toBe(keys.clientId);
  expect(url.searchParams.get('state')).toBe('s1');
  const host = url.searchParams.get('referer') ?? '';
  expect(host).toBe(account.host);
  expect((await requestTokens(host, codeGrant(keys, url.searchParams.get('code') ?? ''))).status).toBe(200);
});

test('12.7 a 204 is a success too, and the state is null when none was sent', async (context) => {
  const { admin, technicalAccount: account, receiver: at } = given(context, ...needed);
  receiver?.answers(204);
  const url = new URL(await allow(browserOf(admin), buttonUrl(at.url), account));
  expect(url.searchParams.get('code')).toMatch(/./);
  expect(url.searchParams.has('state')).toBe(false);
  expect(JSON.parse(receiver?.received[0]?.body ?? '{}')).toHaveProperty('state', null);
});

test('12.7 a receiver that answers 500 holds the redirect back until it accepts a retry', async (context) => {
  const { admin, technicalAccount: account, receiver: at } = given(context, ...needed);
  receiver?.answers(500, 500, 200);
  const url = new URL(await allow(browserOf(admin), buttonUrl(at.url), account));
  expect(url.searchParams.get('code')).toMatch(/./);
  expect(receiver?.received).toHaveLength(3);
  expect(new Set(receiver?.received.map(({ body }) => body)).size).toBe(1);
});

test('12.7 a second consent makes another integration, and the first one’s tokens stay', async (context) => {
  const { admin, technicalAccount: account, receiver: at } = given(context, ...needed);
  const browser = browserOf(admin);
  const first = new URL(await allow(browser, buttonUrl(at.url), account));
  const keys = keysOf(receiver?.received[0]?.body ?? '{}', at.url);
  const second = new URL(await allow(browser, buttonUrl(at.url), account));
  expect(second.searchParams.get('client_id')).not.toBe(first.searchParams.get('client_id'));
  const answer = await requestTokens(account.host, codeGrant(keys, first.searchParams.get('code') ?? ''));
  expect(answer.status, answer.text).toBe(200);
});

test('12.8 an external integration’s token reads the account, and gets 403 for the users', async (context) => {
  const { admin, technicalAccount: account, receiver: at } = given(context, ...needed);
  const url = new URL(await allow(browserOf(admin), buttonUrl(at.url), account));
  const keys = keysOf(receiver?.received[0]?.body ?? '{}', at.url);
  const grant = codeGrant(keys, url.searchParams.get('code') ?? '');
  const { access_token } = json<Pair>(await requestTokens(account.host, grant));
  expectSuccess(await call(account.host, '/api/v4/account', access_token));
  expectProblem(await call(account.host, '/api/v4/users', access_token), 403);
});
