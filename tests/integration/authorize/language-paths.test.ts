import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { aUser, anAccount, anIntegration, password } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let query: string;
beforeAll(async () => {
  platform = await openPlatform();
  await anAccount(platform, 'demo');
  await aUser(platform, 'olga@demo.test', { demo: 'admin' }, 'ru');
  const { client_id } = await anIntegration(platform, 'demo');
  query = `?state=s%201&mode=popup&origin=https://shop.test/p?utm=1&client_id=${client_id}`;
});
afterAll(async () => platform.close());

const languageOf = (body: string) => /<html lang="([a-z]+)"/.exec(body)?.[1];

describe('an authorize request under a language path', () => {
  test('an authorize request under a language path opens in that language if the platform has it, otherwise in the browser’s', async () => {
    const seen = async (path: string, accept: string) => {
      const answer = await aVisitor(platform).get(`${path}${query}`, { 'accept-language': accept });
      expect([path, answer.statusCode]).toEqual([path, 200]);
      expect(answer.body).toContain('name="username"');
      return languageOf(answer.body);
    };
    for (const accept of ['ru', 'en', 'es-MX,es']) {
      expect(await seen('/en/oauth', accept)).toBe('en');
      expect(await seen('/ru/oauth/', accept)).toBe('ru');
      const readers = accept === 'ru' ? 'ru' : 'en';
      for (const path of ['/es/oauth', '/br/oauth/', '/id/oauth', '/pt-br/oauth', '/oauth'])
        expect([path, accept, await seen(path, accept)]).toEqual([path, accept, readers]);
    }
  });

  test('a language path keeps its language through sign-in and consent; other requests use the person’s own', async () => {
    const olga = aVisitor(platform);
    const first = await olga.get(`/en/oauth${query}`, { 'accept-language': 'ru' });
    const hidden = hiddenFields(first.body, '/sign-in');
    const wrong = await olga.post('/sign-in', { ...hidden, username: 'olga@demo.test', password: 'wrong' });
    expect(languageOf(wrong.body)).toBe('en');
    const right = await olga.post('/sign-in', { ...hidden, username: 'olga@demo.test', password });
    expect(right.headers['location']).toBe(`/en/oauth${query}`);
    const consent = await olga.get(`/en/oauth${query}`);
    expect(consent.body).toContain('action="/oauth/allow"');
    expect(languageOf(consent.body)).toBe('en');
    const { request = '' } = hiddenFields(consent.body, '/oauth/allow');
    expect(languageOf((await olga.get(`/oauth/choose?request=${request}`)).body)).toBe('en');
    // The language of the path holds for this connection only: her own pages and other sites' requests stay in hers.
    expect(languageOf((await olga.get('/console/')).body)).toBe('ru');
    expect(languageOf((await olga.get(`/oauth${query}`)).body)).toBe('ru');
    expect(languageOf((await olga.get(`/oauth/choose?request=${request}`)).body)).toBe('ru');
  });

  test('the language that a person chooses on a page of the authorize request replaces that of the path', async () => {
    const olga = aVisitor(platform);
    await olga.signIn('olga@demo.test');
    const consent = await olga.get(`/en/oauth${query}`);
    const { request = '' } = hiddenFields(consent.body, '/oauth/allow');
    const there = await olga.get(`/oauth/choose?request=${request}`);
    const chosen = await olga.post('/language', { ...hiddenFields(there.body, '/language'), language: 'ru' });
    expect(chosen.statusCode).toBe(303);
    expect(languageOf((await olga.get(String(chosen.headers['location']))).body)).toBe('ru');
  });

  test('an account’s host redirects an authorize request under a language path; a metadata button works there too', async () => {
    const moved = await platform.inject({ url: `/es/oauth${query}`, host: 'demo.accounts.test' });
    expect([moved.statusCode, moved.headers['location']]).toEqual([302, `https://pristan.test/es/oauth${query}`]);
    const external =
      '?state=s&name=N&description=D&redirect_uri=https://a.example/r&secrets_uri=https://a.example/s&scopes[]=crm';
    const answer = await aVisitor(platform).get(`/br/oauth${external}`);
    expect(answer.statusCode).toBe(303);
    expect(answer.headers['location']).toMatch(/^\/oauth\/external\?request=/);
  });

  test('404 for an authorize request under a path that is not a language', async () => {
    for (const path of ['/spanish/oauth', '/e/oauth', '/12/oauth', '/es/oauth/consent'])
      expect([path, (await aVisitor(platform).get(`${path}${query}`)).statusCode]).toEqual([path, 404]);
  });
});

test('a browser that sends no language gets the platform’s own language', async () => {
  expect(languageOf((await platform.inject({ url: '/sign-in' })).body)).toBe('ru');
  const english = await openPlatform({ PRISTAN_PLATFORM: '2' });
  expect(languageOf((await english.inject({ url: '/sign-in' })).body)).toBe('en');
  const problem = await english.inject({ url: '/api/platform/nothing' });
  expect(problem.json()).toMatchObject({ status: 404, title: 'No such address' });
  await english.close();
});
