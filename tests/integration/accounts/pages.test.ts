import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import type { Visitor } from '../../harness/browser-session.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { anAccount, aUser } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform();
  await anAccount(platform, 'demo');
});
afterAll(async () => platform.close());

async function at(email: string): Promise<Visitor> {
  const visitor = aVisitor(platform);
  expect((await visitor.signIn(email)).statusCode).toBe(303);
  return visitor;
}

const pages = [
  '/',
  '/sign-in',
  '/sessions',
  '/password-reset',
  `/password-reset/${'A'.repeat(43)}`,
  `/invitations/${'A'.repeat(43)}`,
  '/accounts/1/members',
];
const forms = ['/sign-in', '/sign-out', '/language', '/sessions/end', '/password-reset'];

describe('hosts of pages', () => {
  test('an account’s host redirects a page to the public site with its query, and sets no cookie', async () => {
    for (const page of pages) {
      const answer = await aVisitor(platform, { host: 'demo.accounts.test' }).get(`${page}?a=1&a=%2F`, {
        'sec-fetch-mode': 'navigate',
      });
      expect([answer.statusCode, answer.headers.location]).toEqual([302, `https://pristan.test${page}?a=1&a=%2F`]);
      expect(answer.cookies).toEqual([]);
    }
  });

  test('404 for every form on any host except the public site', async () => {
    for (const host of ['demo.accounts.test', 'accounts.test', 'api.accounts.test', 'evil.test']) {
      for (const form of forms) {
        const answer = await aVisitor(platform, { host }).post(form, {
          username: 'admin@demo.test',
          password: 'correct horse battery',
        });
        expect(answer.statusCode).toBe(404);
        expect(answer.cookies).toEqual([]);
      }
    }
  });

  test('404 for pages on an unknown host', async () => {
    expect((await aVisitor(platform, { host: 'evil.test' }).get('/sign-in')).statusCode).toBe(404);
  });

  test('404 for the development mails in production', async () => {
    expect((await aVisitor(platform).get('/dev/mail')).statusCode).toBe(404);
  });
});

describe('the language switch', () => {
  test('the language switch returns to the page on which it was used', async () => {
    const visitor = aVisitor(platform);
    const page = await visitor.get('/sign-in?from=here', { 'accept-language': 'en' });
    const answer = await visitor.post('/language', { ...hiddenFields(page.body, '/language'), language: 'ru' });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/sign-in?from=here']);
    expect((await visitor.get('/sign-in', { 'accept-language': 'en' })).body).toContain('<html lang="ru">');
  });

  test('the language switch leads to no other site, whatever the form says', async () => {
    for (const to of ['https://evil.test/', '//evil.test', '/\\evil.test', '']) {
      const answer = await aVisitor(platform).post('/language', { to, language: 'en' });
      expect([answer.statusCode, answer.headers.location]).toEqual([303, '/console/']);
    }
  });

  test('a page requested with two slashes does not turn its path into a host', async () => {
    const visitor = aVisitor(platform);
    const page = await visitor.get('//sign-in');
    const answer = await visitor.post('/language', { ...hiddenFields(page.body, '/language'), language: 'en' });
    expect(answer.headers.location).toBe('/sign-in');
  });

  test('403 for the language form on another site, 400 for an unknown language', async () => {
    const visitor = aVisitor(platform);
    expect((await visitor.post('/language', { language: 'ru' }, { origin: 'https://evil.test' })).statusCode).toBe(403);
    expect((await visitor.post('/language', { language: 'de' })).statusCode).toBe(400);
    expect(visitor.cookies.size).toBe(0);
  });

  test('the language that a signed-in person chooses is stored in their profile', async () => {
    const person = await aUser(platform, 'polyglot@demo.test');
    const visitor = await at(person.email);
    const page = await visitor.get('/password-reset');
    await visitor.post('/language', { ...hiddenFields(page.body, '/language'), language: 'ru' });
    expect((await platform.world.store.accounts.user(person.id))?.language).toBe('ru');
  });
});

describe('sessions', () => {
  test('204 when a person ends one session, or all others', async () => {
    const { email } = await aUser(platform, 'places@demo.test');
    const [here, there, elsewhere] = [await at(email), await at(email), await at(email)];
    const call = (method: 'GET' | 'DELETE', path: string) =>
      platform.inject({
        method,
        url: `/api/platform${path}`,
        headers: {
          cookie: [...here.cookies].map(([name, value]) => `${name}=${value}`).join('; '),
          'sec-fetch-site': 'same-origin',
        },
      });
    const { sessions } = (await call('GET', '/sessions')).json<{
      sessions: { session_id: string; current: boolean }[];
    }>();
    const other = sessions.find(({ current }) => !current)?.session_id;
    expect([sessions.length, (await call('DELETE', `/sessions/${other}`)).statusCode]).toEqual([3, 204]);
    const left = [await there.isSignedIn(), await elsewhere.isSignedIn()];
    expect(left.filter(Boolean)).toHaveLength(1);
    expect((await call('DELETE', '/sessions')).statusCode).toBe(204);
    expect([await here.isSignedIn(), await there.isSignedIn(), await elsewhere.isSignedIn()]).toEqual([
      true,
      false,
      false,
    ]);
  });
});

describe('dismissing notices', () => {
  test('204 for dismissing a notice by those it is for; anybody else’s attempt has no effect', async () => {
    const account = await anAccount(platform, 'noticed', true);
    const noticeId = platform.world.random.uuid();
    await platform.world.db
      .insertInto('notices')
      .values({
        id: noticeId,
        account_id: account.id,
        kind: 'member_joined',
        facts: JSON.stringify({ person: 'Vera' }),
        created_at: platform.clock.now(),
      })
      .execute();
    const admin = await apiCaller(platform, account.admin);
    const member = await apiCaller(platform, account.member);
    const told = async (caller: ApiCaller) => (await caller('GET', '/notices')).body;
    expect(await told(admin)).toContain('Vera has joined Account noticed');
    expect(await told(member)).not.toContain('Vera');
    expect((await member('DELETE', `/notices/${noticeId}`)).statusCode).toBe(204);
    expect(await told(admin)).toContain('Vera');
    expect((await admin('DELETE', `/notices/${noticeId}`)).statusCode).toBe(204);
    expect(await told(admin)).not.toContain('Vera');
  });
});
