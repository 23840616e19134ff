import { choosePassword } from '@pristan/flows';
import { randomBytes } from 'node:crypto';
import { signIn } from '@pristan/flows';
import { hourMs, minuteMs } from '@pristan/rules';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { apiCaller } from '../../harness/api-caller.ts';
import { aVisitor } from '../../harness/browser-session.ts';
import { mailsTo, mailLinkTo } from '../../harness/mails.ts';
import { anAccount, aUser, password } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform();
  await anAccount(platform, 'demo');
});
afterAll(async () => platform.close());

const next = 'a longer phrase of mine';

async function askFor(email: string, address = '203.0.113.9') {
  const visitor = aVisitor(platform, { address });
  return visitor.post('/password-reset', { email });
}

test('a reset request answers and stores the same for a known and an unknown address', async () => {
  await aUser(platform, 'here@demo.test');
  const here = await askFor('here@demo.test', '192.0.2.1');
  const nobody = await askFor('gone@demo.test', '192.0.2.2');
  expect([here.statusCode, nobody.statusCode]).toEqual([200, 200]);
  const plain = (body: string, email: string) => body.replaceAll(email, 'somebody').replace(/value="[^"]*"/g, '');
  expect(plain(nobody.body, 'gone@demo.test')).toBe(plain(here.body, 'here@demo.test'));
  const stored = (await platform.world.store.mails.list()).filter(({ recipient }) => /^(here|gone)@/.test(recipient));
  expect(stored.map(({ kind, facts, sealedSecret }) => ({ kind, facts, sealedSecret }))).toEqual([
    { kind: 'password_reset', facts: {}, sealedSecret: undefined },
    { kind: 'password_reset', facts: {}, sealedSecret: undefined },
  ]);
  expect(await mailsTo(platform, 'gone@demo.test')).toEqual([]);
  expect(await mailsTo(platform, 'here@demo.test')).toHaveLength(1);
});

test('a new password ends every personal access token of the person, logged in each account, and nobody else’s token', async () => {
  await anAccount(platform, 'harbour');
  const person = await aUser(platform, 'token@demo.test', { demo: 'admin', harbour: 'admin' });
  const other = await aUser(platform, 'other@demo.test', { demo: 'admin' });
  const idOf = async (name: string) => (await platform.world.store.accounts.accountByName(name))?.accountId ?? 0;
  const places = [await idOf('demo'), await idOf('harbour')];
  const mint = async (who: { readonly id: number }, account: number) => {
    const body = { name: 'CI', abilities: ['integrations:read'] };
    const minted = await (await apiCaller(platform, who))('POST', `/accounts/${account}/access-tokens`, body);
    return { account, token: minted.json<{ token: string }>().token };
  };
  const works = async ({ account, token }: { readonly account: number; readonly token: string }) => {
    const url = `/api/platform/accounts/${account}/integrations`;
    return (await platform.inject({ url, headers: { authorization: `Bearer ${token}` } })).statusCode;
  };
  const own = [await mint(person, places[0] ?? 0), await mint(person, places[1] ?? 0)];
  const others = await mint(other, places[0] ?? 0);
  expect(await Promise.all([...own, others].map(works))).toEqual([200, 200, 200]);
  await askFor(person.email, '192.0.2.40');
  const link = await mailLinkTo(platform, person.email);
  const chosen = await aVisitor(platform, { address: '192.0.2.41' }).post(link, { password: next });
  expect(chosen.statusCode).toBe(303);
  expect(await Promise.all([...own, others].map(works))).toEqual([401, 401, 200]);
  for (const account of places) {
    const log = await (await apiCaller(platform, person))('GET', `/accounts/${account}/activity?limit=1`);
    expect(log.json()).toMatchObject({
      entries: [
        { kind: 'personal_token_revoked', person: { id: person.id }, address: '192.0.2.41', facts: { name: 'CI' } },
      ],
    });
  }
});

test('a password-reset link works once, ends every session and leads to sign-in', async () => {
  const person = await aUser(platform, 'once@demo.test');
  const before = aVisitor(platform, { address: '192.0.2.3' });
  await before.signIn(person.email);
  await askFor(person.email);
  const link = await mailLinkTo(platform, person.email);
  const visitor = aVisitor(platform, { address: '192.0.2.4' });
  expect((await visitor.get(link)).statusCode).toBe(200);
  const changed = await visitor.post(link, { password: next });
  expect(changed.statusCode).toBe(303);
  expect(changed.headers.location).toMatch(/^\/sign-in\?next=/);
  expect(changed.cookies).toEqual([]);
  expect(await before.isSignedIn()).toBe(false);
  expect((await visitor.signIn(person.email, password)).statusCode).toBe(401);
  expect((await visitor.signIn(person.email, next)).statusCode).toBe(303);

  expect((await visitor.get(link)).statusCode).toBe(410);
  expect((await visitor.post(link, { password: 'yet another phrase' })).statusCode).toBe(410);
  expect((await visitor.signIn(person.email, next)).statusCode).toBe(303);
});

test('a sign-in that checked the old password during a reset creates no session', async () => {
  const person = await aUser(platform, 'overtaken@demo.test');
  const checked = await signIn(platform.world, {
    email: person.email,
    password,
    addressPrefix: '192.0.2.0/24',
    deviceOf: () => undefined,
  });
  if (checked.kind !== 'signed_in') throw new Error(checked.kind);
  const begin = () => {
    const at = platform.clock.now();
    const moments = { createdAt: at, lastSeenAt: at, expiresAt: at + hourMs };
    const session = { sessionId: platform.world.random.text(16), userId: person.id, ...moments };
    return platform.world.store.sessions.add(
      { ...session, idHash: randomBytes(32), userAgent: '', address: '192.0.2.5', sendsFetchUser: false },
      checked.passwordHash,
    );
  };
  expect(await begin()).toBe(true);

  const reset = await platform.world.pool.connect();
  await reset.query('begin');
  await reset.query(`update users set password_hash = 'another' where id = $1`, [person.id]);
  await reset.query('delete from sessions where user_id = $1', [person.id]);
  const overtaken = begin();
  await reset.query('commit');
  reset.release();
  expect(await overtaken).toBe(false);
  expect(await begin()).toBe(false);
  expect(await platform.world.store.sessions.list(person.id, platform.clock.now())).toEqual([]);
});

test('401 for a personal access token requested during a password reset: nothing of a stolen session survives', async () => {
  const person = await aUser(platform, 'robbed@demo.test', { demo: 'admin' });
  const account = (await platform.world.store.accounts.accountByName('demo'))?.accountId;
  const thief = await apiCaller(platform, person);
  const path = `/accounts/${account}/access-tokens`;
  const mint = async () => thief('POST', path, { name: 'kept', abilities: ['integrations:read'] });
  expect((await mint()).statusCode).toBe(201);

  const { pool } = platform.world;
  const reset = await pool.connect();
  await reset.query('begin');
  await reset.query(`update users set password_hash = 'another' where id = $1`, [person.id]);
  await reset.query('delete from sessions where user_id = $1', [person.id]);
  await reset.query('update personal_tokens set revoked_at = 1 where user_id = $1', [person.id]);
  let isAnswered = false;
  const minting = mint().finally(() => (isAnswered = true));
  const waits = `select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`;
  await expect.poll(async () => isAnswered || ((await pool.query(waits)).rowCount ?? 0) > 0).toBe(true);
  await reset.query('commit');
  reset.release();
  expect((await minting).json()).toMatchObject({ status: 401, code: 'unauthenticated' });
  const alive = 'select id from personal_tokens where user_id = $1 and revoked_at is null';
  expect((await pool.query(alive, [person.id])).rows).toEqual([]);
});

test('of eight uses of a password-reset link at once one succeeds, the others get 410', async () => {
  const person = await aUser(platform, 'race@demo.test');
  await askFor(person.email);
  const link = await mailLinkTo(platform, person.email);
  const answers = await Promise.all(
    Array.from({ length: 8 }, (_, index) => aVisitor(platform).post(link, { password: `${next} ${index}` })),
  );
  expect(answers.map((answer) => answer.statusCode).toSorted((one, other) => one - other)).toEqual([
    303,
    ...Array.from({ length: 7 }, () => 410),
  ]);
});

test('a changed password ends the person’s other reset links', async () => {
  const person = await aUser(platform, 'two@demo.test');
  await askFor(person.email);
  const first = await mailLinkTo(platform, person.email);
  await askFor(person.email);
  const second = await mailLinkTo(platform, person.email);
  expect(second).not.toBe(first);
  expect((await aVisitor(platform).post(second, { password: next })).statusCode).toBe(303);
  expect((await aVisitor(platform).get(first)).statusCode).toBe(410);
});

test('a mail and a notice tell a person that their password was changed', async () => {
  const person = await aUser(platform, 'told@demo.test');
  await askFor(person.email);
  await aVisitor(platform).post(await mailLinkTo(platform, person.email), { password: next });
  const [letter] = await mailsTo(platform, person.email);
  expect(letter?.subject).toBe('Your password was changed');
  const visitor = aVisitor(platform, { address: '192.0.2.40' });
  await visitor.signIn(person.email, next);
  expect((await visitor.get('/api/platform/notices')).body).toContain('Your password was changed');
});

test('410 for a password-reset link after an hour, and for an invented one', async () => {
  const person = await aUser(platform, 'late@demo.test');
  await askFor(person.email);
  const link = await mailLinkTo(platform, person.email);
  platform.clock.advance(hourMs);
  expect((await aVisitor(platform).get(link)).statusCode).toBe(410);
  expect((await aVisitor(platform).post(link, { password: next })).statusCode).toBe(410);
  expect((await aVisitor(platform).get(`/password-reset/${'A'.repeat(43)}`)).statusCode).toBe(410);
  expect((await aVisitor(platform).get('/password-reset/x')).statusCode).toBe(410);
});

test('422 for an unacceptable new password, and the password-reset link still works', async () => {
  const person = await aUser(platform, 'short@demo.test');
  await askFor(person.email);
  const link = await mailLinkTo(platform, person.email);
  for (const [typed, words] of [
    ['short', 'too short'],
    ['x'.repeat(201), 'too long'],
    ['password1234', 'on public lists'],
  ] as const) {
    const answer = await aVisitor(platform).post(link, { password: typed }, { cookie: 'pristan_language=en' });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain(words);
  }
  expect((await aVisitor(platform).post(link, { password: next })).statusCode).toBe(303);
});

test('403 for a password-reset form of another site, which neither sends mail nor sets a password', async () => {
  const person = await aUser(platform, 'forged@demo.test');
  const foreign = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
  expect((await aVisitor(platform).post('/password-reset', { email: person.email }, foreign)).statusCode).toBe(403);
  expect(await mailsTo(platform, person.email)).toEqual([]);
  await askFor(person.email);
  const link = await mailLinkTo(platform, person.email);
  expect((await aVisitor(platform).post(link, { password: next }, foreign)).statusCode).toBe(403);
});

test('429 after five password-reset requests an hour for an e-mail address from one IP address; others are not affected', async () => {
  const person = await aUser(platform, 'many@demo.test');
  for (let letters = 0; letters < 5; letters++) expect((await askFor(person.email, '192.0.2.50')).statusCode).toBe(200);
  const refused = await askFor(person.email, '192.0.2.50');
  expect(refused.statusCode).toBe(429);
  expect(Number(refused.headers['retry-after'])).toBeGreaterThan(50 * 60);
  expect((await askFor(person.email, '192.0.2.51')).statusCode).toBe(200);
  platform.clock.advance(hourMs + minuteMs);
  expect((await askFor(person.email, '192.0.2.50')).statusCode).toBe(200);
});

test('422 for a password-reset request with an invalid e-mail address', async () => {
  const answer = await askFor('not an address', '192.0.2.60');
  expect(answer.statusCode).toBe(422);
});

test('of two password-reset links of one person used at once one works, without a deadlock', async () => {
  const { id } = await aUser(platform, 'twice@demo.test');
  for (let round = 0; round < 10; round += 1) {
    const links = [platform.world.random.text(32), platform.world.random.text(32)];
    const now = platform.clock.now();
    for (const link of links) {
      await platform.world.pool.query(
        'insert into password_resets (token_hash, user_id, created_at, expires_at) values ($1, $2, $3, $4)',
        [platform.world.secrets.hash(link), id, now, now + 3_600_000],
      );
    }
    const used = await Promise.all(
      links.map((link) =>
        choosePassword(platform.world, {
          tokenHash: platform.world.secrets.hash(link),
          password: 'a new and long password',
          address: '203.0.113.5',
        }),
      ),
    );
    expect(used.map(({ kind }) => kind).toSorted()).toEqual(['changed', 'dead_link']);
  }
});
