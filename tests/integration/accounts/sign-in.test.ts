import { minuteMs } from '@pristan/rules';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { anAccount, aUser, password } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform();
  await anAccount(platform, 'demo');
});
afterAll(async () => platform.close());

const admin = 'admin@demo.test';
const sessionCookie = '__Host-pristan';

describe('guessing passwords', () => {
  test('429 for a stranger who guesses a password; its owner still signs in at a known and at a new browser', async () => {
    const person = await aUser(platform, 'guessed@demo.test');
    const known = aVisitor(platform, { address: '198.51.100.1' });
    expect((await known.signIn(person.email)).statusCode).toBe(303);
    const stranger = aVisitor(platform, { address: '192.0.2.66' });
    for (let tries = 0; tries < 10; tries++)
      expect((await stranger.signIn(person.email, 'not this one')).statusCode).toBe(401);
    expect((await stranger.signIn(person.email, password)).statusCode).toBe(429);
    expect((await aVisitor(platform, { address: '198.51.100.1' }).signIn(person.email)).statusCode).toBe(303);
    expect((await aVisitor(platform, { address: '198.51.100.77' }).signIn(person.email)).statusCode).toBe(303);
  });

  test('a stranger at the same IP address who guesses a password does not block its owner’s known browser', async () => {
    const person = await aUser(platform, 'colleague@demo.test');
    const address = '192.0.2.7';
    const known = aVisitor(platform, { address });
    await known.signIn(person.email);
    known.cookies.delete(sessionCookie);
    const stranger = aVisitor(platform, { address });
    for (let tries = 0; tries < 11; tries++) await stranger.signIn(person.email, 'not this one');
    expect((await stranger.signIn(person.email)).statusCode).toBe(429);
    expect((await known.signIn(person.email)).statusCode).toBe(303);
  });

  test('a known browser’s own sign-in attempts are limited, and for other people it counts as unknown', async () => {
    const person = await aUser(platform, 'forgetful@demo.test');
    const other = await aUser(platform, 'other@demo.test');
    const known = aVisitor(platform, { address: '192.0.2.8' });
    await known.signIn(person.email);
    known.cookies.delete(sessionCookie);
    for (let tries = 0; tries < 10; tries++)
      expect((await known.signIn(person.email, 'not this one')).statusCode).toBe(401);
    expect((await known.signIn(person.email)).statusCode).toBe(429);
    for (let tries = 0; tries < 10; tries++)
      expect((await known.signIn(other.email, 'not this one')).statusCode).toBe(401);
    expect((await known.signIn(other.email)).statusCode).toBe(429);
  });

  test('concurrent guesses of a password are each counted', async () => {
    const person = await aUser(platform, 'parallel@demo.test');
    const stranger = aVisitor(platform, { address: '192.0.2.9' });
    const answers = await Promise.all(Array.from({ length: 30 }, () => stranger.signIn(person.email, 'not this one')));
    expect(answers.filter((answer) => answer.statusCode === 401)).toHaveLength(10);
    expect(answers.filter((answer) => answer.statusCode === 429)).toHaveLength(20);
  });

  test('addresses of one IPv6 /64 share a limit of sign-in attempts', async () => {
    const person = await aUser(platform, 'six@demo.test');
    for (let tries = 0; tries < 10; tries++) {
      await aVisitor(platform, { address: `2001:db8:1:2::${tries + 1}` }).signIn(person.email, 'not this one');
    }
    expect((await aVisitor(platform, { address: '2001:db8:1:2:ffff::1' }).signIn(person.email)).statusCode).toBe(429);
    expect((await aVisitor(platform, { address: '2001:db8:1:3::1' }).signIn(person.email)).statusCode).toBe(303);
  });

  test('the wait after too many sign-in attempts ends by the program’s clock', async () => {
    const person = await aUser(platform, 'patient@demo.test');
    const visitor = aVisitor(platform, { address: '192.0.2.10' });
    for (let tries = 0; tries < 11; tries++) await visitor.signIn(person.email, 'not this one');
    const refused = await visitor.signIn(person.email);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(14 * 60);
    platform.clock.advance(15 * minuteMs);
    expect((await visitor.signIn(person.email)).statusCode).toBe(303);
  });

  test('401 at sign-in with the same page for a wrong password and an unknown person', async () => {
    const wrong = await aVisitor(platform, { address: '192.0.2.11' }).signIn(admin, 'not this one');
    const unknown = await aVisitor(platform, { address: '192.0.2.12' }).signIn('nobody@demo.test', 'not this one');
    const plain = (body: string) => body.replace(/value="[^"]*"/g, '');
    expect([wrong.statusCode, unknown.statusCode]).toEqual([401, 401]);
    expect(plain(unknown.body)).toBe(plain(wrong.body));
  });
});

test('503 with a page for part of a flood of sign-ins; the rest is answered', async () => {
  const answers = await Promise.all(
    Array.from({ length: 80 }, async (_, index) => {
      const visitor = aVisitor(platform, { address: `198.18.${index}.1` });
      return visitor.post('/sign-in', { username: `flood${index}@demo.test`, password: 'not this one' });
    }),
  );
  const shed = answers.filter((answer) => answer.statusCode === 503);
  expect(shed.length).toBeGreaterThan(0);
  expect(shed[0]?.headers['content-type']).toBe('text/html; charset=utf-8');
  expect(answers.filter((answer) => answer.statusCode === 401).length).toBeGreaterThanOrEqual(50);
  expect((await aVisitor(platform, { address: '198.51.100.200' }).signIn(admin)).statusCode).toBe(303);
});

describe('forged forms', () => {
  test('403 at sign-in for a form of another site', async () => {
    const visitor = aVisitor(platform);
    const page = await visitor.get('/sign-in');
    const fields = { ...hiddenFields(page.body, '/sign-in'), username: admin, password };
    for (const headers of [
      { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' },
      { origin: 'null' },
      { origin: 'https://demo.accounts.test', 'sec-fetch-site': 'same-site' },
      { origin: undefined, 'sec-fetch-site': undefined },
    ]) {
      const answer = await visitor.post('/sign-in', fields, headers);
      expect(answer.statusCode).toBe(403);
      expect(answer.cookies).toEqual([]);
    }
  });

  test('403 at sign-out for a form of another site, 400 for a forged seal of the form', async () => {
    const visitor = aVisitor(platform);
    await visitor.signIn(admin);
    const sealed = 'a'.repeat(60);
    expect((await visitor.post('/sign-out', { session: sealed }, { origin: 'https://evil.test' })).statusCode).toBe(
      403,
    );
    expect((await visitor.post('/sign-out', { session: sealed })).statusCode).toBe(400);
    expect((await visitor.get('/sign-in')).statusCode).toBe(303);
  });

  test('a return address that the server has not sealed makes sign-in lead to the first page', async () => {
    const visitor = aVisitor(platform);
    for (const next of ['https://evil.test/', '//evil.test', '/\\evil.test', 'a'.repeat(80)]) {
      const answer = await visitor.post('/sign-in', { next, username: admin, password });
      expect([answer.statusCode, answer.headers.location]).toEqual([303, '/console/']);
      visitor.cookies.clear();
    }
  });
});

describe('sessions', () => {
  test('signing in replaces the session, so that a session cookie planted before is worthless', async () => {
    const visitor = aVisitor(platform);
    await visitor.signIn(admin);
    const before = visitor.cookies.get(sessionCookie);
    const page = await aVisitor(platform).get('/sign-in');
    const again = await visitor.post('/sign-in', { ...hiddenFields(page.body, '/sign-in'), username: admin, password });
    expect(again.statusCode).toBe(303);
    expect(visitor.cookies.get(sessionCookie)).not.toBe(before);
    const planted = aVisitor(platform);
    planted.cookies.set(sessionCookie, before ?? '');
    expect((await planted.get('/sign-in')).statusCode).toBe(200);
  });

  test('the session cookie is bound to its host, hidden from scripts and SameSite=Lax', async () => {
    const answer = await aVisitor(platform).signIn(admin);
    for (const name of [sessionCookie, '__Host-pristan_device']) {
      expect(answer.cookies.find((cookie) => cookie.name === name)).toMatchObject({
        path: '/',
        httpOnly: true,
        secure: true,
        sameSite: 'Lax',
      });
    }
    expect(answer.cookies.every((cookie) => cookie['domain'] === undefined)).toBe(true);
  });

  test('signing out ends the session on the server too', async () => {
    const visitor = aVisitor(platform);
    await visitor.signIn(admin);
    const secret = visitor.cookies.get(sessionCookie) ?? '';
    const page = await visitor.get('/nowhere');
    const out = await visitor.post('/sign-out', hiddenFields(page.body, '/sign-out'));
    expect(out.statusCode).toBe(303);
    expect(visitor.cookies.has(sessionCookie)).toBe(false);
    visitor.cookies.set(sessionCookie, secret);
    expect((await visitor.get('/sign-in')).statusCode).toBe(200);
  });
});
