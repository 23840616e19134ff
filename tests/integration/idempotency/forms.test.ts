import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../harness/browser-session.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { mailsTo, mailLinkTo } from '../../harness/mails.ts';
import { anAccount, anIntegration, aUser } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let demo: Awaited<ReturnType<typeof anAccount>>;
beforeAll(async () => {
  platform = await openPlatform();
  demo = await anAccount(platform, 'demo', true);
});
afterAll(() => platform.close());

/** A page's form that can be submitted repeatedly, and the number of effects so far. */
interface Form {
  press(): Promise<LightMyRequestResponse>;
  effects(): Promise<number>;
  /** Answer that each submission of the form must get. */
  readonly answer: { readonly status: number; readonly location?: RegExp };
}

async function signedIn(email = 'admin@demo.test'): Promise<Visitor> {
  const visitor = aVisitor(platform);
  expect((await visitor.signIn(email)).statusCode).toBe(303);
  return visitor;
}

async function formOf(visitor: Visitor, page: string, action: string, typed: Record<string, string> = {}) {
  const shown = await visitor.get(page);
  expect(shown.statusCode, shown.body).toBe(200);
  const fields = { ...hiddenFields(shown.body, action), ...typed };
  const cookie = [...visitor.cookies].map(([name, value]) => `${name}=${value}`).join('; ');
  // Each submission has the cookies of the page, as a second click sends its request before the first answer arrives.
  return async () => visitor.post(action, fields, { cookie });
}

const count = async (text: string, values: readonly unknown[]) =>
  Number((await platform.world.pool.query<{ n: string }>(`select count(*) as n from ${text}`, [...values])).rows[0]?.n);

const forms: Readonly<Record<string, () => Promise<Form>>> = {
  '/password-reset': async () => {
    const { email } = await aUser(platform, 'forgot@demo.test');
    return {
      press: await formOf(aVisitor(platform), '/password-reset', '/password-reset', { email }),
      effects: async () => (await mailsTo(platform, email)).length,
      answer: { status: 200 },
    };
  },
  '/password-reset/:token': async () => {
    const person = await aUser(platform, 'chooses@demo.test');
    await (
      await formOf(aVisitor(platform), '/password-reset', '/password-reset', { email: person.email })
    )();
    const link = await mailLinkTo(platform, person.email);
    return {
      press: await formOf(aVisitor(platform), link, link, { password: 'a longer phrase of mine' }),
      effects: () => count("notices where user_id = $1 and kind = 'password_changed'", [person.id]),
      answer: { status: 303, location: /^\/sign-in/ },
    };
  },
  '/language': async () => {
    const person = await aUser(platform, 'speaks@demo.test', { demo: 'member' });
    return {
      press: await formOf(await signedIn(person.email), '/password-reset', '/language', { language: 'ru' }),
      effects: () => count("users where id = $1 and language = 'ru'", [person.id]),
      answer: { status: 303, location: /^\/password-reset$/ },
    };
  },
  '/sign-out': async () => {
    const person = await aUser(platform, 'leaves@demo.test', { demo: 'admin' });
    const { client_id } = await anIntegration(platform, 'demo', { kind: 'private' });
    const page = `/accounts/${demo.id}/integrations/${client_id}`;
    return {
      press: await formOf(await signedIn(person.email), page, '/sign-out'),
      effects: async () => 1 - (await count('sessions where user_id = $1', [person.id])),
      answer: { status: 303, location: /^\/sign-in/ },
    };
  },
};

/** Forms whose second submission is tested elsewhere, or has no effect. */
const elsewhere: readonly string[] = [
  // Confirmations, tested in tests/integration/authorize, …/install and …/moderation: repeated, they get the same
  // answer.
  '/oauth/choose',
  '/oauth/allow',
  '/oauth/deny',
  '/oauth/external/choose',
  '/oauth/external/allow',
  '/oauth/external/deny',
  '/accounts/:accountId/installations/:clientId/install',
  '/accounts/:accountId/installations/:clientId/disable',
  '/accounts/:accountId/installations/:clientId/settings',
  '/accounts/:accountId/grants/:grantId/revoke',
  '/accounts/:accountId/integrations/:clientId/code',
  '/accounts/:accountId/adoptions/:adoptionId/refuse',
  '/invitations/:link/accept',
  '/invitations/:link/decline',
  // Forms of pages that no longer exist, which do nothing (tests/integration/platform/pages.test.ts).
  '/sessions/end',
  '/sessions/end-others',
  '/notices/dismiss',
  '/accounts/:accountId/members/invite',
  '/accounts/:accountId/members/withdraw',
  '/accounts/:accountId/members/change',
  '/accounts/:accountId/installations/:clientId/fresh-codes',
  '/accounts/:accountId/integrations/:clientId/secret',
  '/accounts/:accountId/integrations/:clientId/switch',
  '/accounts/:accountId/integrations/:clientId/deliveries/:deliveryId/resend',
  // Forms without an effect that could happen twice.
  '/sign-in',
];

test('every form of the server’s own pages is submitted repeatedly here or listed as tested elsewhere', () => {
  const posts = platform.routes.filter(
    ({ method, url }) => method === 'POST' && !/^\/(api|oauth2|oauth\/v2|v3)\//.test(url),
  );
  const known = [...Object.keys(forms), ...elsewhere];
  expect(posts.map(({ url }) => url).filter((url) => !known.includes(url) && !url.endsWith('/'))).toEqual([]);
});

test.each(Object.keys(forms))(
  'the form at %s submitted three times at once and once later has one effect and gets the right answer each time',
  async (url) => {
    const form = await forms[url]?.();
    if (form === undefined) throw new Error(`no form ${url}`);
    const before = await form.effects();
    const answers = await Promise.all([form.press(), form.press(), form.press()]);
    // The fourth submission comes later, as after a lost answer.
    answers.push(await form.press());
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => form.answer.status));
    for (const { headers } of answers)
      if (form.answer.location !== undefined) expect(headers.location).toMatch(form.answer.location);
    expect((await form.effects()) - before).toBe(1);
  },
);
