import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../harness/browser-session.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { lettersTo, linkTo } from '../../harness/letters.ts';
import { anAccount, anIntegration, aPerson } from '../../harness/people.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let demo: Awaited<ReturnType<typeof anAccount>>;
beforeAll(async () => {
  platform = await openPlatform();
  demo = await anAccount(platform, 'demo', true);
});
afterAll(() => platform.close());

/** A form of a page, ready to be sent as often as somebody presses, and how often it has had its effect. */
interface Form {
  press(): Promise<LightMyRequestResponse>;
  effects(): Promise<number>;
  /** Expected answer to each press. */
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
  // The second press leaves before the first one's answer is there, so with the same cookies.
  return async () => visitor.post(action, fields, { cookie });
}

const count = async (text: string, values: readonly unknown[]) =>
  Number((await platform.world.pool.query<{ n: string }>(`select count(*) as n from ${text}`, [...values])).rows[0]?.n);
const people = () => `/accounts/${demo.id}/members`;

const forms: Readonly<Record<string, () => Promise<Form>>> = {
  '/accounts/:accountId/members/invite': async () => ({
    press: await formOf(await signedIn(), people(), `${people()}/invite`, { email: 'a@new.test', role: 'member' }),
    effects: async () => (await lettersTo(platform, 'a@new.test')).length,
    answer: { status: 303, location: /members\?done=/ },
  }),
  '/accounts/:accountId/members/withdraw': async () => {
    const admin = await apiCaller(platform, demo.admin);
    await admin('POST', `/accounts/${demo.id}/invitations`, { email: 'b@new.test', role: 'member' });
    return {
      press: await formOf(await signedIn(), people(), `${people()}/withdraw`),
      effects: () => count("audit where kind = 'invitation_revoked' and account_id = $1", [demo.id]),
      answer: { status: 303, location: /members\?done=/ },
    };
  },
  '/accounts/:accountId/members/change': async () => ({
    press: await formOf(await signedIn(), people(), `${people()}/change`, {
      user: String(demo.member?.id),
      to: 'admin',
    }),
    effects: () => count("audit where kind = 'member_changed' and account_id = $1", [demo.id]),
    answer: { status: 303, location: /members\?done=/ },
  }),
  '/accounts/:accountId/integrations/:clientId/switch': async () => {
    const { client_id } = await anIntegration(platform, 'demo', { kind: 'private', name: 'Switched' });
    const page = `/accounts/${demo.id}/integrations/${client_id}`;
    return {
      press: await formOf(await signedIn(), page, `${page}/switch`),
      effects: () => count("integrations where id = $1 and state = 'stopped'", [client_id]),
      answer: { status: 303, location: /integrations\/[^/]+$/ },
    };
  },
  '/accounts/:accountId/integrations/:clientId/deliveries/:deliveryId/resend': async () => {
    const { client_id } = await anIntegration(platform, 'demo', { kind: 'private', name: 'Resent' });
    const admin = await apiCaller(platform, demo.admin);
    const path = `/accounts/${demo.id}/integrations/${client_id}`;
    await admin('PATCH', path, { version: 1, disconnect_uri: 'https://shop.test/bye' });
    const sent = await admin('POST', `${path}/test-deliveries`, { hook: 'disconnect' });
    const { delivery_id } = sent.json<{ delivery_id: string }>();
    await platform.world.pool.query("update deliveries set state = 'failed', finished_at = $2 where id = $1", [
      delivery_id,
      platform.clock.now(),
    ]);
    const page = `${path}/deliveries/${delivery_id}`;
    return {
      press: await formOf(await signedIn(), page, `${page}/resend`),
      effects: () => count("audit where kind = 'hook_resent' and integration_id = $1", [client_id]),
      answer: { status: 303, location: /\?done=/ },
    };
  },
  '/sessions/end': async () => {
    const person = await aPerson(platform, 'two-places@demo.test', { demo: 'member' });
    const [here] = [await signedIn(person.email), await signedIn(person.email)];
    const shown = await here.get('/sessions');
    const other = hiddenFields(shown.body, '/sessions/end', 1);
    return {
      press: await formOf(here, '/sessions', '/sessions/end', other),
      effects: async () => 2 - (await count('sessions where user_id = $1', [person.id])),
      answer: { status: 303, location: /^\/sessions$/ },
    };
  },
  '/sessions/end-others': async () => {
    const person = await aPerson(platform, 'three-places@demo.test', { demo: 'member' });
    const [here] = [await signedIn(person.email), await signedIn(person.email)];
    return {
      press: await formOf(here, '/sessions', '/sessions/end-others'),
      effects: async () => 2 - (await count('sessions where user_id = $1', [person.id])),
      answer: { status: 303, location: /^\/sessions$/ },
    };
  },
  '/notices/dismiss': async () => {
    const email = 'noticed@demo.test';
    const person = await aPerson(platform, email, { demo: 'member' });
    const other = await anAccount(platform, 'other');
    await (
      await apiCaller(platform, other.admin)
    )('POST', `/accounts/${other.id}/invitations`, { email, role: 'member' });
    return {
      press: await formOf(await signedIn(email), '/', '/notices/dismiss'),
      effects: () => count('notices where user_id = $1 and dismissed_at is not null', [person.id]),
      answer: { status: 303, location: /^\/$/ },
    };
  },
  '/password-reset': async () => {
    const { email } = await aPerson(platform, 'forgot@demo.test');
    return {
      press: await formOf(aVisitor(platform), '/password-reset', '/password-reset', { email }),
      effects: async () => (await lettersTo(platform, email)).length,
      answer: { status: 200 },
    };
  },
  '/password-reset/:token': async () => {
    const person = await aPerson(platform, 'chooses@demo.test');
    await (
      await formOf(aVisitor(platform), '/password-reset', '/password-reset', { email: person.email })
    )();
    const link = await linkTo(platform, person.email);
    return {
      press: await formOf(aVisitor(platform), link, link, { password: 'a longer phrase of mine' }),
      effects: () => count("notices where user_id = $1 and kind = 'password_changed'", [person.id]),
      answer: { status: 303, location: /^\/sign-in/ },
    };
  },
  '/language': async () => {
    const person = await aPerson(platform, 'speaks@demo.test', { demo: 'member' });
    return {
      press: await formOf(await signedIn(person.email), '/', '/language', { language: 'ru' }),
      effects: () => count("users where id = $1 and language = 'ru'", [person.id]),
      answer: { status: 303, location: /^\/$/ },
    };
  },
  '/sign-out': async () => {
    const person = await aPerson(platform, 'leaves@demo.test', { demo: 'member' });
    return {
      press: await formOf(await signedIn(person.email), '/', '/sign-out'),
      effects: async () => 1 - (await count('sessions where user_id = $1', [person.id])),
      answer: { status: 303, location: /^\/sign-in/ },
    };
  },
};

/** Forms whose double press is shown elsewhere, or has nothing to double. */
const elsewhere: readonly string[] = [
  // Confirmations: the same press gets the same answer (tests/conformance/authorize, …/install, …/moderation).
  '/oauth/choose',
  '/oauth/allow',
  '/oauth/deny',
  '/oauth/external/choose',
  '/oauth/external/allow',
  '/oauth/external/deny',
  '/accounts/:accountId/installations/:clientId/install',
  '/accounts/:accountId/installations/:clientId/disable',
  '/accounts/:accountId/installations/:clientId/settings',
  '/accounts/:accountId/installations/:clientId/fresh-codes',
  '/accounts/:accountId/grants/:grantId/revoke',
  '/accounts/:accountId/integrations/:clientId/code',
  '/accounts/:accountId/adoptions/:adoptionId/refuse',
  '/invitations/:link/accept',
  '/invitations/:link/decline',
  // Shows the same secret again, and records that.
  '/accounts/:accountId/integrations/:clientId/secret',
  // No effect to double.
  '/sign-in',
];

test('every form of the server’s own pages is pressed here, or said to be elsewhere', () => {
  const posts = platform.routes.filter(
    ({ method, url }) => method === 'POST' && !/^\/(api|oauth2|oauth\/v2|v3)\//.test(url),
  );
  const known = [...Object.keys(forms), ...elsewhere];
  expect(posts.map(({ url }) => url).filter((url) => !known.includes(url) && !url.endsWith('/'))).toEqual([]);
});

test.each(Object.keys(forms))('a triple press of %s has one effect, and each press the right answer', async (url) => {
  const form = await forms[url]?.();
  if (form === undefined) throw new Error(`no form ${url}`);
  const before = await form.effects();
  const answers = await Promise.all([form.press(), form.press(), form.press()]);
  // And once more, for an answer that was lost.
  answers.push(await form.press());
  expect(answers.map(({ statusCode }) => statusCode)).toEqual(answers.map(() => form.answer.status));
  for (const { headers } of answers)
    if (form.answer.location !== undefined) expect(headers.location).toMatch(form.answer.location);
  expect((await form.effects()) - before).toBe(1);
});
