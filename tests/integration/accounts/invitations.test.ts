import { dayMs } from '@pristan/rules';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { invitationPath } from '../../../apps/server/src/accounts/invitation-link.ts';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import type { Visitor } from '../../harness/browser-session.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { mailsTo, mailLinkTo } from '../../harness/mails.ts';
import { anAccount, aUser } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let demo: Awaited<ReturnType<typeof anAccount>>;
let admin: Visitor;
let asAdmin: ApiCaller;
beforeAll(async () => {
  platform = await openPlatform();
  demo = await anAccount(platform, 'demo', true);
  admin = await at('admin@demo.test');
  asAdmin = await apiCaller(platform, demo.admin);
});
afterAll(async () => platform.close());

const phrase = 'a longer phrase of mine';

async function at(email: string): Promise<Visitor> {
  const visitor = aVisitor(platform);
  expect((await visitor.signIn(email)).statusCode).toBe(303);
  return visitor;
}

const invitations = () => `/accounts/${demo.id}/invitations`;

async function invite(email: string, role = 'member') {
  return asAdmin('POST', invitations(), { email, role });
}

async function standingOf(email: string) {
  const user = await platform.world.store.accounts.userByEmail(email);
  return user === undefined ? undefined : platform.world.store.installs.membership(demo.id, user.userId);
}

describe('invitations under attack', () => {
  test('an invitation is accepted only by the invited person, even if somebody else has the link', async () => {
    await aUser(platform, 'invited@demo.test');
    await aUser(platform, 'thief@demo.test');
    await invite('invited@demo.test');
    const link = await mailLinkTo(platform, 'invited@demo.test');
    const thief = await at('thief@demo.test');
    const page = await thief.get(link);
    expect(page.body).toContain('invited@demo.test');
    expect(page.body).not.toContain(`${link}/accept`);
    expect((await thief.post(`${link}/accept`, { name: 'Thief', password: phrase })).statusCode).toBe(403);
    expect((await thief.post(`${link}/decline`, {})).statusCode).toBe(403);
    expect(await standingOf('thief@demo.test')).toBeUndefined();
    expect(await standingOf('invited@demo.test')).toBeUndefined();
  });

  test('an invitation link changes neither password nor name of an existing person', async () => {
    await aUser(platform, 'settled@demo.test');
    await invite('settled@demo.test');
    const link = await mailLinkTo(platform, 'settled@demo.test');
    const stranger = aVisitor(platform);
    expect((await stranger.post(`${link}/accept`, { name: 'Mallory', password: phrase })).statusCode).toBe(403);
    expect((await aVisitor(platform).signIn('settled@demo.test', phrase)).statusCode).toBe(401);
    expect((await platform.world.store.accounts.userByEmail('settled@demo.test'))?.name).toBe('settled');
    expect(await standingOf('settled@demo.test')).toBeUndefined();
  });

  test('410 for an invitation page’s confirmation token used as a link; 422 for a link’s token used as a confirmation', async () => {
    await invite('mixed@demo.test');
    const link = await mailLinkTo(platform, 'mixed@demo.test');
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

  test('410 for an invitation from before the membership: it changes no rights and reactivates nobody', async () => {
    await invite('early@demo.test', 'admin');
    const link = await mailLinkTo(platform, 'early@demo.test');
    const person = await aUser(platform, 'early@demo.test', { demo: 'member' });
    const early = await at('early@demo.test');
    expect((await early.get(link)).statusCode).toBe(410);
    expect(await standingOf('early@demo.test')).toEqual({ role: 'member', state: 'active' });
    const { id } = person;
    await asAdmin('PATCH', `/accounts/${demo.id}/members/${id}`, { state: 'deactivated' });
    expect((await early.post(`${link}/accept`, {})).statusCode).toBe(410);
    expect(await standingOf('early@demo.test')).toEqual({ role: 'member', state: 'deactivated' });
  });

  test('403 for an invitation form of another site', async () => {
    await invite('forged@demo.test');
    const link = await mailLinkTo(platform, 'forged@demo.test');
    const answer = await aVisitor(platform).post(
      `${link}/accept`,
      { name: 'F', password: phrase },
      { origin: 'https://evil.test' },
    );
    expect(answer.statusCode).toBe(403);
    expect(await platform.world.store.accounts.userByEmail('forged@demo.test')).toBeUndefined();
  });

  test('410 for anybody else who opens the link that a person’s own notice shows', async () => {
    await aUser(platform, 'own@demo.test');
    await invite('own@demo.test');
    const own = await at('own@demo.test');
    const link = /"(\/invitations\/[^"]+)"/.exec((await own.get('/api/platform/notices')).body)?.[1] ?? '';
    expect((await own.get(link)).statusCode).toBe(200);
    expect((await aVisitor(platform).get(link)).statusCode).toBe(410);
    expect((await admin.get(link)).statusCode).toBe(410);
  });

  test('of six people who use an invitation link at once one joins', async () => {
    await invite('crowd@demo.test');
    const link = await mailLinkTo(platform, 'crowd@demo.test');
    const answers = await Promise.all(
      Array.from({ length: 6 }, (_, index) =>
        aVisitor(platform).post(`${link}/accept`, { name: `Crowd ${index}`, password: phrase }),
      ),
    );
    const joined = answers.filter((answer) => answer.headers.location === `/console/accounts/${demo.id}`);
    expect(joined).toHaveLength(1);
  });
});

test('an invited new person joins with a name and a password of their own, and is signed in', async () => {
  expect((await invite('new@demo.test', 'admin')).statusCode).toBe(201);
  const link = await mailLinkTo(platform, 'new@demo.test');
  const visitor = aVisitor(platform);
  expect((await visitor.get(link)).statusCode).toBe(200);
  expect((await visitor.post(`${link}/accept`, { name: ' ', password: phrase })).statusCode).toBe(422);
  expect((await visitor.post(`${link}/accept`, { name: 'Nova', password: 'short' })).statusCode).toBe(422);
  const joined = await visitor.post(`${link}/accept`, { name: 'Nova', password: phrase });
  expect([joined.statusCode, joined.headers.location]).toEqual([303, `/console/accounts/${demo.id}`]);
  expect(await standingOf('new@demo.test')).toEqual({ role: 'admin', state: 'active' });
  expect(await visitor.isSignedIn()).toBe(true);
  expect((await aVisitor(platform).signIn('new@demo.test', phrase)).statusCode).toBe(303);
  expect((await aVisitor(platform).get(link)).statusCode).toBe(410);
  expect((await admin.get('/api/platform/notices')).body).toContain('Nova has joined Account demo');
  const page = { limit: 1, before: undefined };
  const [logged] = await platform.world.store.activity.list(demo.id, { kind: 'person_joined' }, page);
  expect([logged?.person?.name, logged?.invitedEmail]).toEqual(['Nova', 'new@demo.test']);
});

test('an invited existing person signs in on the way, accepts, and is a member', async () => {
  await aUser(platform, 'elsewhere@demo.test');
  await invite('elsewhere@demo.test');
  const link = await mailLinkTo(platform, 'elsewhere@demo.test');
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
  expect([accepted.statusCode, accepted.headers.location]).toEqual([303, `/console/accounts/${demo.id}`]);
  expect(await standingOf('elsewhere@demo.test')).toEqual({ role: 'member', state: 'active' });
});

describe('an answer to an invitation', () => {
  const change = (email: string, set: Readonly<Record<string, unknown>>) =>
    platform.world.db.updateTable('invitations').set(set).where('email', '=', email).execute();

  test('409 for accepting an invitation whose role changed since the page was shown; the new page shows both roles', async () => {
    await aUser(platform, 'careful@demo.test');
    await invite('careful@demo.test');
    const link = await mailLinkTo(platform, 'careful@demo.test');
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

  test('409 for a new person whose invited role changed since the page; no user is created', async () => {
    await invite('fresh@demo.test');
    const link = await mailLinkTo(platform, 'fresh@demo.test');
    const visitor = aVisitor(platform);
    const form = hiddenFields((await visitor.get(link)).body, `${link}/accept`);
    await change('fresh@demo.test', { role: 'admin' });
    const answer = await visitor.post(`${link}/accept`, { ...form, name: 'Fresh', password: phrase });
    expect(answer.statusCode).toBe(409);
    expect(answer.body).toContain('Роль');
    expect(await platform.world.store.accounts.userByEmail('fresh@demo.test')).toBeUndefined();
  });

  test('an answer to an invitation sent twice gets the same response: accepted, joined or declined', async () => {
    await aUser(platform, 'double@demo.test');
    await invite('double@demo.test');
    const link = await mailLinkTo(platform, 'double@demo.test');
    const visitor = await at('double@demo.test');
    const form = hiddenFields((await visitor.get(link)).body, `${link}/accept`);
    const accepted = await Promise.all([1, 2, 3].map(async () => visitor.post(`${link}/accept`, form)));
    accepted.push(await visitor.post(`${link}/accept`, form));
    for (const one of accepted)
      expect([one.statusCode, one.headers.location]).toEqual([303, `/console/accounts/${demo.id}`]);

    await invite('joiner@demo.test');
    const letter = await mailLinkTo(platform, 'joiner@demo.test');
    const joiner = aVisitor(platform);
    const typed = {
      ...hiddenFields((await joiner.get(letter)).body, `${letter}/accept`),
      name: 'Joiner',
      password: phrase,
    };
    await aVisitor(platform).post(`${letter}/accept`, typed);
    // The first response never arrived, so this browser has no session.
    const second = await joiner.post(`${letter}/accept`, typed);
    expect([second.statusCode, second.headers.location]).toEqual([303, `/console/accounts/${demo.id}`]);
    expect(await joiner.isSignedIn()).toBe(true);
    const guess = await aVisitor(platform).post(`${letter}/accept`, { ...typed, password: 'a wrong phrase of mine' });
    expect(guess.statusCode).toBe(410);
    // A page of another site knows the password it made a new person choose; answering again must sign nobody in.
    const foreign = aVisitor(platform);
    const theirs = await foreign.post(`${letter}/accept`, typed, {
      origin: 'https://evil.test',
      'sec-fetch-site': 'cross-site',
    });
    expect([theirs.statusCode, await foreign.isSignedIn()]).toEqual([403, false]);

    await aUser(platform, 'refuses@demo.test');
    await invite('refuses@demo.test');
    const third = await mailLinkTo(platform, 'refuses@demo.test');
    const refuses = await at('refuses@demo.test');
    const no = hiddenFields((await refuses.get(third)).body, `${third}/decline`);
    for (let press = 0; press < 2; press++) {
      const answer = await refuses.post(`${third}/decline`, no);
      expect([answer.statusCode, answer.headers.location]).toEqual([303, '/console/']);
    }
  });

  test('an answer to an invitation from an earlier session leads to the page again, with a note', async () => {
    await aUser(platform, 'again@demo.test');
    await invite('again@demo.test');
    const link = await mailLinkTo(platform, 'again@demo.test');
    const visitor = await at('again@demo.test');
    const form = hiddenFields((await visitor.get(link)).body, `${link}/accept`);
    await visitor.signIn('again@demo.test');
    const answer = await visitor.post(`${link}/accept`, form);
    expect([answer.statusCode, answer.headers.location]).toEqual([303, `${link}?asked=anew`]);
    expect((await visitor.get(`${link}?asked=anew`)).body).toContain('You signed in again after this page was opened');
    expect(await standingOf('again@demo.test')).toBeUndefined();
  });
});

test('a person signed in as somebody else is told so, and returns to the invitation after changing users', async () => {
  await aUser(platform, 'right@demo.test');
  await invite('right@demo.test');
  const link = await mailLinkTo(platform, 'right@demo.test');
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

test('410 for declined, withdrawn and expired invitations, and their mails are not sent', async () => {
  await aUser(platform, 'no@demo.test');
  await invite('no@demo.test');
  const declined = await mailLinkTo(platform, 'no@demo.test');
  const no = await at('no@demo.test');
  const asked = await no.get(declined);
  expect((await no.post(`${declined}/decline`, hiddenFields(asked.body, `${declined}/decline`))).headers.location).toBe(
    '/console/',
  );
  expect((await no.get(declined)).statusCode).toBe(410);
  expect(await standingOf('no@demo.test')).toBeUndefined();

  await invite('back@demo.test');
  const withdrawn = await mailLinkTo(platform, 'back@demo.test');
  const sent = (await asAdmin('GET', invitations())).json<{
    invitations: { invitation_id: string; email: string }[];
  }>();
  const back = sent.invitations.find(({ email }) => email === 'back@demo.test');
  expect((await asAdmin('DELETE', `${invitations()}/${back?.invitation_id}`)).statusCode).toBe(204);
  expect((await aVisitor(platform).get(withdrawn)).statusCode).toBe(410);
  expect((await aVisitor(platform).post(`${withdrawn}/accept`, { name: 'B', password: phrase })).statusCode).toBe(410);
  expect(await mailsTo(platform, 'back@demo.test')).toEqual([]);

  await invite('slow@demo.test');
  const expired = await mailLinkTo(platform, 'slow@demo.test');
  platform.clock.advance(14 * dayMs);
  expect((await aVisitor(platform).get(expired)).statusCode).toBe(410);
  expect(await mailsTo(platform, 'slow@demo.test')).toEqual([]);
  expect((await aVisitor(platform).get(`/invitations/${'A'.repeat(43)}`)).statusCode).toBe(410);
  admin = await at('admin@demo.test');
});

test('a second invitation of an address replaces the first', async () => {
  await invite('twice@demo.test');
  const first = await mailLinkTo(platform, 'twice@demo.test');
  await invite('Twice@Demo.test ', 'admin');
  const second = await mailLinkTo(platform, 'twice@demo.test');
  expect((await aVisitor(platform).get(first)).statusCode).toBe(410);
  await aVisitor(platform).post(`${second}/accept`, { name: 'Twice', password: phrase });
  expect(await standingOf('twice@demo.test')).toEqual({ role: 'admin', state: 'active' });
});
