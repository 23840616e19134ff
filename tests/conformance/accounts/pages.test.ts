import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Visitor } from '../../harness/browser-session.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { anAccount, aPerson } from '../../harness/people.ts';
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
const forms = [
  '/sign-in',
  '/sign-out',
  '/language',
  '/notices/dismiss',
  '/sessions/end',
  '/sessions/end-others',
  '/password-reset',
];

describe('hosts', () => {
  test('an account’s host sends a page address on to the public site, query and all, and sets no cookie', async () => {
    for (const page of pages) {
      const answer = await aVisitor(platform, { host: 'demo.accounts.test' }).get(`${page}?a=1&a=%2F`);
      expect([answer.statusCode, answer.headers.location]).toEqual([302, `https://pristan.test${page}?a=1&a=%2F`]);
      expect(answer.cookies).toEqual([]);
    }
  });

  test('no form is taken at any other host, not even with a session of the public site', async () => {
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

  test('an unknown host has no pages', async () => {
    expect((await aVisitor(platform, { host: 'evil.test' }).get('/sign-in')).statusCode).toBe(404);
  });

  test('the letters of development are not there in production', async () => {
    expect((await aVisitor(platform).get('/dev/mail')).statusCode).toBe(404);
  });
});

describe('language', () => {
  test('the switch returns to the page it was pressed on', async () => {
    const visitor = aVisitor(platform);
    const page = await visitor.get('/sign-in?from=here', { 'accept-language': 'en' });
    const answer = await visitor.post('/language', { ...hiddenFields(page.body, '/language'), language: 'ru' });
    expect([answer.statusCode, answer.headers.location]).toEqual([303, '/sign-in?from=here']);
    expect((await visitor.get('/sign-in', { 'accept-language': 'en' })).body).toContain('<html lang="ru">');
  });

  test('it leads nowhere else, whatever the form says', async () => {
    for (const to of ['https://evil.test/', '//evil.test', '/\\evil.test', '']) {
      const answer = await aVisitor(platform).post('/language', { to, language: 'en' });
      expect([answer.statusCode, answer.headers.location]).toEqual([303, '/']);
    }
  });

  test('a page asked for with two slashes does not make another host of its path', async () => {
    const visitor = aVisitor(platform);
    const page = await visitor.get('//sign-in');
    const answer = await visitor.post('/language', { ...hiddenFields(page.body, '/language'), language: 'en' });
    expect(answer.headers.location).toBe('/sign-in');
  });

  test('a form of another site, or another language, changes nothing', async () => {
    const visitor = aVisitor(platform);
    expect((await visitor.post('/language', { language: 'ru' }, { origin: 'https://evil.test' })).statusCode).toBe(403);
    expect((await visitor.post('/language', { language: 'de' })).statusCode).toBe(400);
    expect(visitor.cookies.size).toBe(0);
  });

  test('the choice of a signed-in person is kept in their profile', async () => {
    const person = await aPerson(platform, 'polyglot@demo.test');
    const visitor = await at(person.email);
    const page = await visitor.get('/');
    await visitor.post('/language', { ...hiddenFields(page.body, '/language'), language: 'ru' });
    expect((await platform.world.store.accounts.user(person.id))?.language).toBe('ru');
  });
});

describe('sessions', () => {
  test('a person sees where they are signed in and ends one place, or all others', async () => {
    const { email } = await aPerson(platform, 'places@demo.test');
    const [here, there, elsewhere] = [await at(email), await at(email), await at(email)];
    const page = await here.get('/sessions');
    expect([...page.body.matchAll(/action="\/sessions\/end"/g)]).toHaveLength(3);
    expect((await here.post('/sessions/end', hiddenFields(page.body, '/sessions/end', 1))).statusCode).toBe(303);
    const left = await Promise.all([there, elsewhere].map(async (place) => (await place.get('/')).statusCode));
    expect(left.toSorted((one, other) => one - other)).toEqual([200, 303]);
    expect((await here.post('/sessions/end-others', hiddenFields(page.body, '/sessions/end-others'))).statusCode).toBe(
      303,
    );
    expect((await elsewhere.get('/')).statusCode).toBe(303);
    expect((await there.get('/')).statusCode).toBe(303);
    expect((await here.get('/')).statusCode).toBe(200);
  });

  test('nobody ends the session of another person', async () => {
    const victim = await aPerson(platform, 'victim@demo.test');
    const theirs = await at(victim.email);
    const [session] = await platform.world.store.sessions.list(victim.id, platform.clock.now());
    const admin = await at('admin@demo.test');
    const page = await admin.get('/sessions');
    const { form = '' } = hiddenFields(page.body, '/sessions/end');
    expect((await admin.post('/sessions/end', { form, session: session?.sessionId ?? '' })).statusCode).toBe(303);
    expect((await theirs.get('/')).statusCode).toBe(200);
  });
});

describe('notices', () => {
  test('are dismissed by those they are for, and by nobody else', async () => {
    const { id } = await anAccount(platform, 'noticed', true);
    const noticeId = platform.world.random.uuid();
    await platform.world.db
      .insertInto('notices')
      .values({
        id: noticeId,
        account_id: id,
        kind: 'member_joined',
        facts: JSON.stringify({ person: 'Vera' }),
        created_at: platform.clock.now(),
      })
      .execute();
    const admin = await at('admin@noticed.test');
    const shown = await admin.get('/');
    expect(shown.body).toContain('Vera has joined Account noticed');
    const member = await at('member@noticed.test');
    expect((await member.get('/')).body).not.toContain('Vera');
    const form = hiddenFields((await member.get('/sessions')).body, '/sessions/end')['form'] ?? '';
    expect((await member.post('/notices/dismiss', { form, notice: noticeId })).statusCode).toBe(403);
    expect((await admin.post('/notices/dismiss', hiddenFields(shown.body, '/notices/dismiss'))).statusCode).toBe(303);
    expect((await admin.get('/')).body).not.toContain('Vera');
  });
});

test('a person of no account is told what to do, and a signed-out one is sent to sign in', async () => {
  await aPerson(platform, 'lonely@demo.test');
  expect((await (await at('lonely@demo.test')).get('/')).statusCode).toBe(200);
  const answer = await aVisitor(platform).get('/');
  expect([answer.statusCode, answer.headers.location]).toEqual([303, '/sign-in']);
});
