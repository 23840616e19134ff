import { dayMs } from '@pristan/rules';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { invitationPath } from '../../../apps/server/src/accounts/invitation-link.ts';
import type { Visitor } from '../../harness/browser-session.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { lettersTo, linkTo } from '../../harness/letters.ts';
import { anAccount, aPerson } from '../../harness/people.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let demo: Awaited<ReturnType<typeof anAccount>>;
let admin: Visitor;
beforeAll(async () => {
  platform = await openPlatform();
  demo = await anAccount(platform, 'demo', true);
  admin = await at('admin@demo.test');
});
afterAll(async () => platform.close());

const phrase = 'a longer phrase of mine';

async function at(email: string): Promise<Visitor> {
  const visitor = aVisitor(platform);
  expect((await visitor.signIn(email)).statusCode).toBe(303);
  return visitor;
}

const members = () => `/accounts/${demo.id}/members`;

async function invite(email: string, role = 'member') {
  const page = await admin.get(members());
  return admin.post(`${members()}/invite`, { ...hiddenFields(page.body, `${members()}/invite`), email, role });
}

async function standingOf(email: string) {
  const user = await platform.world.store.accounts.userByEmail(email);
  return user === undefined ? undefined : platform.world.store.installs.membership(demo.id, user.userId);
}

describe('attacks', () => {
  test('an invitation is accepted by nobody but the person it was sent to, even with the link in hand', async () => {
    await aPerson(platform, 'invited@demo.test');
    await aPerson(platform, 'thief@demo.test');
    await invite('invited@demo.test');
    const link = await linkTo(platform, 'invited@demo.test');
    const thief = await at('thief@demo.test');
    const page = await thief.get(link);
    expect(page.body).toContain('invited@demo.test');
    expect(page.body).not.toContain(`${link}/accept`);
    const home = await thief.get('/sessions');
    const form = hiddenFields(home.body, '/sessions/end')['form'] ?? '';
    expect((await thief.post(`${link}/accept`, { form, name: 'Thief', password: phrase })).statusCode).toBe(403);
    expect((await thief.post(`${link}/decline`, { form })).statusCode).toBe(403);
    expect(await standingOf('thief@demo.test')).toBeUndefined();
    expect(await standingOf('invited@demo.test')).toBeUndefined();
  });

  test('a link changes neither the password nor the name of somebody who is here already', async () => {
    await aPerson(platform, 'settled@demo.test');
    await invite('settled@demo.test');
    const link = await linkTo(platform, 'settled@demo.test');
    const stranger = aVisitor(platform);
    expect((await stranger.post(`${link}/accept`, { name: 'Mallory', password: phrase })).statusCode).toBe(403);
    expect((await aVisitor(platform).signIn('settled@demo.test', phrase)).statusCode).toBe(401);
    expect((await platform.world.store.accounts.userByEmail('settled@demo.test'))?.name).toBe('settled');
    expect(await standingOf('settled@demo.test')).toBeUndefined();
  });

  test('410 for a page’s confirmation token as a link, 422 for a link’s token as a confirmation', async () => {
    await invite('mixed@demo.test');
    const link = await linkTo(platform, 'mixed@demo.test');
    const stranger = aVisitor(platform);
    const { stated = '' } = hiddenFields((await stranger.get(link)).body, `${link}/accept`);
    expect((await stranger.get(`/invitations/${stated}`)).statusCode).toBe(410);
    const { id } = await platform.world.db
      .selectFrom('invitations')
      .select('id')
      .where('email', '=', 'mixed@demo.test')
      .executeTakeFirstOrThrow();
    const path = invitationPath(platform.world, { accountId: demo.id, invitationId: id });
    const ownPage = path.replace('/invitations/', '');
    const answer = await stranger.post(`${link}/accept`, { name: 'M', password: phrase, stated: ownPage });
    expect(answer.statusCode).toBe(422);
    expect(await standingOf('mixed@demo.test')).toBeUndefined();
  });

  test('an invitation from before neither lets a deactivated member back in nor changes the rights of an active one', async () => {
    await invite('early@demo.test', 'admin');
    const link = await linkTo(platform, 'early@demo.test');
    await aPerson(platform, 'early@demo.test', { demo: 'member' });
    const early = await at('early@demo.test');
    expect((await early.get(link)).statusCode).toBe(410);
    expect(await standingOf('early@demo.test')).toEqual({ role: 'member', state: 'active' });
    await change('early@demo.test', 'deactivated');
    expect((await early.post(`${link}/accept`, {})).statusCode).toBe(410);
    expect(await standingOf('early@demo.test')).toEqual({ role: 'member', state: 'deactivated' });
  });

  test('a form of another site accepts nothing', async () => {
    await invite('forged@demo.test');
    const link = await linkTo(platform, 'forged@demo.test');
    const answer = await aVisitor(platform).post(
      `${link}/accept`,
      { name: 'F', password: phrase },
      { origin: 'https://evil.test' },
    );
    expect(answer.statusCode).toBe(403);
    expect(await platform.world.store.accounts.userByEmail('forged@demo.test')).toBeUndefined();
  });

  test('a link made for a person’s own pages is worth nothing to others', async () => {
    await aPerson(platform, 'own@demo.test');
    await invite('own@demo.test');
    const own = await at('own@demo.test');
    const link = /href="(\/invitations\/[^"]+)"/.exec((await own.get('/')).body)?.[1] ?? '';
    expect((await own.get(link)).statusCode).toBe(200);
    expect((await aVisitor(platform).get(link)).statusCode).toBe(410);
    expect((await admin.get(link)).statusCode).toBe(410);
  });

  test('of many who use a link at once one comes to be', async () => {
    await invite('crowd@demo.test');
    const link = await linkTo(platform, 'crowd@demo.test');
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        aVisitor(platform).post(`${link}/accept`, { name: `Crowd ${index}`, password: phrase }),
      ),
    );
    const joined = answers.filter((answer) => answer.headers.location === `/accounts/${demo.id}`);
    expect(joined).toHaveLength(1);
  });
});

async function change(email: string, to: string) {
  const user = await platform.world.store.accounts.userByEmail(email);
  const page = await admin.get(members());
  const form = hiddenFields(page.body, `${members()}/change`)['form'] ?? '';
  return admin.post(`${members()}/change`, { form, user: String(user?.userId), to });
}

test('somebody new joins with a name and a password of their own, and is signed in', async () => {
  expect((await invite('new@demo.test', 'admin')).statusCode).toBe(303);
  const link = await linkTo(platform, 'new@demo.test');
  const visitor = aVisitor(platform);
  expect((await visitor.get(link)).statusCode).toBe(200);
  expect((await visitor.post(`${link}/accept`, { name: ' ', password: phrase })).statusCode).toBe(422);
  expect((await visitor.post(`${link}/accept`, { name: 'Nova', password: 'short' })).statusCode).toBe(422);
  const joined = await visitor.post(`${link}/accept`, { name: 'Nova', password: phrase });
  expect([joined.statusCode, joined.headers.location]).toEqual([303, `/accounts/${demo.id}`]);
  expect(await standingOf('new@demo.test')).toEqual({ role: 'admin', state: 'active' });
  expect((await visitor.get(members())).statusCode).toBe(200);
  expect((await aVisitor(platform).signIn('new@demo.test', phrase)).statusCode).toBe(303);
  expect((await aVisitor(platform).get(link)).statusCode).toBe(410);
  expect((await admin.get('/')).body).toContain('Nova has joined Account demo');
  const page = { limit: 1, before: undefined };
  const [logged] = await platform.world.store.activity.list(demo.id, { kind: 'person_joined' }, page);
  expect([logged?.person?.name, logged?.invitedEmail]).toEqual(['Nova', 'new@demo.test']);
});

test('a person who is here signs in on the way, accepts, and is a member', async () => {
  await aPerson(platform, 'elsewhere@demo.test');
  await invite('elsewhere@demo.test');
  const link = await linkTo(platform, 'elsewhere@demo.test');
  const visitor = aVisitor(platform);
  const page = await visitor.get(link);
  const signIn = /href="(\/sign-in\?next=[^"]+)"/.exec(page.body)?.[1] ?? '';
  const form = await visitor.get(signIn);
  const back = await visitor.post('/sign-in', {
    ...hiddenFields(form.body, '/sign-in'),
    username: 'elsewhere@demo.test',
    password: 'correct horse battery',
  });
  expect(back.headers.location).toBe(link);
  const asked = await visitor.get(link);
  const accepted = await visitor.post(`${link}/accept`, hiddenFields(asked.body, `${link}/accept`));
  expect([accepted.statusCode, accepted.headers.location]).toEqual([303, `/accounts/${demo.id}`]);
  expect(await standingOf('elsewhere@demo.test')).toEqual({ role: 'member', state: 'active' });
});

describe('an answer to an invitation', () => {
  const change = (email: string, set: Readonly<Record<string, unknown>>) =>
    platform.world.db.updateTable('invitations').set(set).where('email', '=', email).execute();

  test('makes nobody what the page did not state: role or account changed meanwhile is read first', async () => {
    await aPerson(platform, 'careful@demo.test');
    await invite('careful@demo.test');
    const link = await linkTo(platform, 'careful@demo.test');
    const visitor = await at('careful@demo.test');
    const form = hiddenFields((await visitor.get(link)).body, `${link}/accept`);
    await change('careful@demo.test', { role: 'admin' });
    const answer = await visitor.post(`${link}/accept`, form);
    expect(answer.statusCode).toBe(409);
    expect(answer.body).toContain('Something changed while this page was open');
    expect(answer.body).toContain('<del>member</del>');
    expect(answer.body).toContain('<ins>admin</ins>');
    expect(await standingOf('careful@demo.test')).toBeUndefined();
    const anew = hiddenFields(answer.body, `${link}/accept`);
    expect((await visitor.post(`${link}/accept`, anew)).statusCode).toBe(303);
    expect(await standingOf('careful@demo.test')).toEqual({ role: 'admin', state: 'active' });
  });

  test('of somebody new states it too, and creates nobody on a difference', async () => {
    await invite('fresh@demo.test');
    const link = await linkTo(platform, 'fresh@demo.test');
    const visitor = aVisitor(platform);
    const form = hiddenFields((await visitor.get(link)).body, `${link}/accept`);
    await change('fresh@demo.test', { role: 'admin' });
    const answer = await visitor.post(`${link}/accept`, { ...form, name: 'Fresh', password: phrase });
    expect(answer.statusCode).toBe(409);
    expect(answer.body).toContain('Роль');
    expect(await platform.world.store.accounts.userByEmail('fresh@demo.test')).toBeUndefined();
  });

  test('pressed twice is answered alike: accepted, joined or declined', async () => {
    await aPerson(platform, 'double@demo.test');
    await invite('double@demo.test');
    const link = await linkTo(platform, 'double@demo.test');
    const visitor = await at('double@demo.test');
    const form = hiddenFields((await visitor.get(link)).body, `${link}/accept`);
    const accepted = await Promise.all([1, 2, 3].map(async () => visitor.post(`${link}/accept`, form)));
    accepted.push(await visitor.post(`${link}/accept`, form));
    for (const one of accepted) expect([one.statusCode, one.headers.location]).toEqual([303, `/accounts/${demo.id}`]);

    await invite('joiner@demo.test');
    const letter = await linkTo(platform, 'joiner@demo.test');
    const joiner = aVisitor(platform);
    const typed = {
      ...hiddenFields((await joiner.get(letter)).body, `${letter}/accept`),
      name: 'Joiner',
      password: phrase,
    };
    await aVisitor(platform).post(`${letter}/accept`, typed);
    // The answer of the first press never arrived, so its session is not there.
    const second = await joiner.post(`${letter}/accept`, typed);
    expect([second.statusCode, second.headers.location]).toEqual([303, `/accounts/${demo.id}`]);
    expect((await joiner.get(`/accounts/${demo.id}`)).statusCode).toBe(200);
    const guess = await aVisitor(platform).post(`${letter}/accept`, { ...typed, password: 'a wrong phrase of mine' });
    expect(guess.statusCode).toBe(410);

    await aPerson(platform, 'refuses@demo.test');
    await invite('refuses@demo.test');
    const third = await linkTo(platform, 'refuses@demo.test');
    const refuses = await at('refuses@demo.test');
    const no = hiddenFields((await refuses.get(third)).body, `${third}/decline`);
    for (let press = 0; press < 2; press++) {
      const answer = await refuses.post(`${third}/decline`, no);
      expect([answer.statusCode, answer.headers.location]).toEqual([303, '/']);
    }
  });

  test('of an earlier session is asked anew, with a note', async () => {
    await aPerson(platform, 'again@demo.test');
    await invite('again@demo.test');
    const link = await linkTo(platform, 'again@demo.test');
    const visitor = await at('again@demo.test');
    const form = hiddenFields((await visitor.get(link)).body, `${link}/accept`);
    await visitor.signIn('again@demo.test');
    const answer = await visitor.post(`${link}/accept`, form);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `${link}?asked=anew`]);
    expect((await visitor.get(`${link}?asked=anew`)).body).toContain('You signed in again after this page was opened');
    expect(await standingOf('again@demo.test')).toBeUndefined();
  });
});

test('whoever is signed in as somebody else is told so, and comes back after changing', async () => {
  await aPerson(platform, 'right@demo.test');
  await invite('right@demo.test');
  const link = await linkTo(platform, 'right@demo.test');
  const visitor = await at('member@demo.test');
  const page = await visitor.get(link);
  expect(page.body).toContain('right@demo.test');
  const out = await visitor.post('/sign-out', hiddenFields(page.body, '/sign-out'));
  const form = await visitor.get(String(out.headers.location));
  const back = await visitor.post('/sign-in', {
    ...hiddenFields(form.body, '/sign-in'),
    username: 'right@demo.test',
    password: 'correct horse battery',
  });
  expect(back.headers.location).toBe(link);
});

test('declined, withdrawn and expired invitations lead to a page that says so, and their letters are not sent', async () => {
  await aPerson(platform, 'no@demo.test');
  await invite('no@demo.test');
  const declined = await linkTo(platform, 'no@demo.test');
  const no = await at('no@demo.test');
  const asked = await no.get(declined);
  expect((await no.post(`${declined}/decline`, hiddenFields(asked.body, `${declined}/decline`))).headers.location).toBe(
    '/',
  );
  expect((await no.get(declined)).statusCode).toBe(410);
  expect(await standingOf('no@demo.test')).toBeUndefined();

  await invite('back@demo.test');
  const withdrawn = await linkTo(platform, 'back@demo.test');
  const page = await admin.get(members());
  expect((await admin.post(`${members()}/withdraw`, hiddenFields(page.body, `${members()}/withdraw`))).statusCode).toBe(
    303,
  );
  expect((await aVisitor(platform).get(withdrawn)).statusCode).toBe(410);
  expect((await aVisitor(platform).post(`${withdrawn}/accept`, { name: 'B', password: phrase })).statusCode).toBe(410);
  expect(await lettersTo(platform, 'back@demo.test')).toEqual([]);

  await invite('slow@demo.test');
  const expired = await linkTo(platform, 'slow@demo.test');
  platform.clock.advance(14 * dayMs);
  expect((await aVisitor(platform).get(expired)).statusCode).toBe(410);
  expect(await lettersTo(platform, 'slow@demo.test')).toEqual([]);
  expect((await aVisitor(platform).get(`/invitations/${'A'.repeat(43)}`)).statusCode).toBe(410);
  admin = await at('admin@demo.test');
});

test('a second invitation replaces the first', async () => {
  await invite('twice@demo.test');
  const first = await linkTo(platform, 'twice@demo.test');
  await invite('Twice@Demo.test ', 'admin');
  const second = await linkTo(platform, 'twice@demo.test');
  expect((await aVisitor(platform).get(first)).statusCode).toBe(410);
  await aVisitor(platform).post(`${second}/accept`, { name: 'Twice', password: phrase });
  expect(await standingOf('twice@demo.test')).toEqual({ role: 'admin', state: 'active' });
});
