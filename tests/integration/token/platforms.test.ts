import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { returnUrlAfter } from '../../harness/return-page.ts';
import { aCode, anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { callApi } from '../access/call.ts';
import { requestTokens, codeGrant, refreshGrant } from './token-request.ts';

let platforms: Readonly<Record<1 | 2, Platform>>;
beforeAll(async () => {
  platforms = { 1: await openPlatform(), 2: await openPlatform({ PRISTAN_PLATFORM: '2' }) };
});
afterAll(async () => {
  await platforms[1].close();
  await platforms[2].close();
});

interface Seen {
  /** The parts of the answer that must be equal on both platforms. */
  readonly shape: readonly unknown[];
  readonly body: string;
}

/** The parts that both platforms share: statuses, members and their order, hints, codes, headers that clients read. */
function seenOf(answer: LightMyRequestResponse): Seen {
  const body = answer.body === '' ? {} : answer.json<Record<string, unknown>>();
  const { headers } = answer;
  const verbatim = ['hint', 'error', 'status', 'type', 'token_type', 'expires_in'].map((member) => body[member]);
  return {
    shape: [
      answer.statusCode,
      Object.keys(body),
      ...verbatim,
      headers['content-type'],
      headers['www-authenticate'],
      headers['allow'],
    ],
    body: answer.body,
  };
}

/** One answer of each kind from the token endpoint, and the API's errors. */
async function everyAnswer(platform: Platform): Promise<Readonly<Record<string, Seen>>> {
  await anAccount(platform, 'demo', true);
  await anAccount(platform, 'other');
  const place = { account: 'demo', email: 'admin@demo.test' };
  const own = await anIntegration(platform, 'demo');
  const stranger = await anIntegration(platform, 'demo');
  const code = async () => (await aCode(platform, own, place)).code;
  const used = await code();
  const pair = await tokens(platform, own, place);
  const member = await tokens(platform, own, { account: 'demo', email: 'member@demo.test' });
  const answers: Record<string, LightMyRequestResponse> = {};
  const token = async (name: string, asked: Parameters<typeof requestTokens>[2]) => {
    answers[name] = await requestTokens(platform, own, asked);
  };
  await token('a code is exchanged', codeGrant(own, used));
  await token('a code twice', codeGrant(own, used));
  await token('no grant type', { fields: { grant_type: undefined } });
  await token('no client', codeGrant(own, used, { client_id: undefined }));
  await token('an unknown client', codeGrant(own, used, { client_id: 'x' }));
  await token('no secret', codeGrant(own, used, { client_secret: undefined }));
  await token('a wrong secret', codeGrant(own, used, { client_secret: 'wrong' }));
  await token('no redirect URI', codeGrant(own, used, { redirect_uri: undefined }));
  await token('no code', codeGrant(own, used, { code: undefined }));
  await token('a code that is none', codeGrant(own, 'abc'));
  await token('another redirect URI', codeGrant(own, await code(), { redirect_uri: 'https://shop.test/' }));
  await token('another account’s host', { ...codeGrant(own, await code()), host: 'other.accounts.test' });
  await token('a host of nobody', { ...codeGrant(own, used), host: 'nobody.accounts.test' });
  await token('a verifier nobody asked for', codeGrant(own, await code(), { code_verifier: 'v'.repeat(43) }));
  await token('no refresh token', refreshGrant('', { refresh_token: undefined }));
  await token('a refresh token that is none', refreshGrant('abc'));
  answers['a refresh token of another client'] = await requestTokens(
    platform,
    stranger,
    refreshGrant(pair.refresh_token),
  );
  await token('a refresh', refreshGrant(pair.refresh_token));
  for (const method of ['GET', 'PUT', 'OPTIONS'] as const)
    answers[method] = await platform.inject({ method, url: '/oauth2/access_token', host: 'demo.accounts.test' });
  answers['another type'] = await platform.inject({
    method: 'POST',
    url: '/oauth2/access_token',
    host: 'demo.accounts.test',
    headers: { 'content-type': 'text/plain' },
    payload: 'x',
  });
  answers['the root of an account’s host'] = await platform.inject({ url: '/', host: 'demo.accounts.test' });
  answers['a dead token'] = await callApi(platform, 'abc', '/api/v4/account');
  answers['an account'] = await callApi(platform, pair.access_token, '/api/v4/account');
  answers['users'] = await callApi(platform, pair.access_token, '/api/v4/users');
  answers['too many a page'] = await callApi(platform, pair.access_token, '/api/v4/users?limit=251');
  answers['nobody’s id'] = await callApi(platform, pair.access_token, '/api/v4/users/1');
  answers['no right'] = await callApi(platform, member.access_token, '/api/v4/users');
  const late = await code();
  platform.clock.advance(20 * 60_000 + 1);
  await token('a code that is over', codeGrant(own, late));
  return Object.fromEntries(Object.entries(answers).map(([name, answer]) => [name, seenOf(answer)]));
}

test('platforms 1 and 2 answer with the same statuses, members, hints and headers; platform 2 is all in English', async () => {
  const [first, second] = [await everyAnswer(platforms[1]), await everyAnswer(platforms[2])];
  expect(Object.keys(second)).toEqual(Object.keys(first));
  for (const [name, { shape }] of Object.entries(first)) expect([name, second[name]?.shape]).toEqual([name, shape]);
  const failed = (all: typeof first) =>
    Object.entries(all).filter(([, { shape }]) => Number(shape[0]) >= 400 && Number(shape[0]) !== 204);
  expect(failed(first).length).toBeGreaterThan(20);
  for (const [name, { body }] of failed(second))
    expect([name, body]).toEqual([name, body.replaceAll(/[^\x20-\x7e]/g, '')]);
  expect(failed(first).filter(([, { body }]) => /[а-яё]/i.test(body)).length).toBeGreaterThan(15);
  // Every error answer says what to check, except that for a wrong secret.
  const isToken = ({ shape }: Seen) => (shape[1] as readonly string[]).includes('error');
  const silent = failed(second).filter(
    ([, seen]) => isToken(seen) && !(seen.shape[1] as readonly string[]).includes('hint'),
  );
  expect(silent.map(([name]) => name)).toEqual(['a wrong secret']);
  const challenged = failed(second).filter(([, seen]) => isToken(seen) && seen.shape[9] !== undefined);
  expect(challenged.map(([name]) => name)).toEqual(['a wrong secret']);
}, 60_000);

test('the redirect to the integration names the platform’s number', async () => {
  for (const number of [1, 2] as const) {
    const platform = platforms[number];
    const { client_id } = await anIntegration(platform, 'demo');
    const admin = aVisitor(platform);
    await admin.signIn('admin@demo.test');
    const consent = await admin.get(`/oauth?client_id=${client_id}`);
    platform.clock.advance(1_000);
    const answer = await admin.post('/oauth/allow', hiddenFields(consent.body, '/oauth/allow'));
    const location = await returnUrlAfter(admin, answer);
    expect(new URL(location).searchParams.get('platform')).toBe(String(number));
  }
});
