import type { RouteOptions } from 'fastify';
import { afterAll, beforeAll } from 'vitest';
import { hiddenFields } from '../harness/browser-session.ts';
import { mailLinkTo } from '../harness/mails.ts';
import { anIntegration, aUser, password, tokens } from '../harness/fixtures.ts';
import { asksForNothing, widgetZip } from '../harness/widget.ts';
import { browserOf } from './browsing.ts';
import type { FullFixture } from './full-fixture.ts';
import { openFullFixture, callersOf } from './full-fixture.ts';
import type { Journey } from './journey.ts';
import { recorded } from './journey.ts';
import { short } from './short.ts';
import type { GoldenFixture } from './fixture.ts';
import { admin, named, openGoldenFixture } from './fixture.ts';
import type { Writer } from './visiting.ts';
import { crossSiteHeaders, writer } from './visiting.ts';

let ground: FullFixture;
/** A second platform in development mode: only there can mails be read on pages. */
let development: GoldenFixture;
beforeAll(async () => {
  ground = await openFullFixture();
  development = await openGoldenFixture({ NODE_ENV: 'development' });
});
afterAll(async () => {
  await ground.platform.close();
  await development.platform.close();
});

const journey = recorded('pages', () => ground.places());

/** Lists the URLs of all pages with this method, with existing ids in place of the parameters. */
function pages(method: 'GET' | 'POST'): string[] {
  const isPage = ({ method: methods, config }: RouteOptions) =>
    [methods].flat().includes(method) && config?.endpoint === undefined && config?.dialect === 'page';
  return ground.platform.routes.filter(isPage).map(({ url }) => addressOf(url));
}

function addressOf(url: string): string {
  const { demo, acme, ids, links } = ground;
  return url
    .replace(':accountId', String(demo.id))
    .replace(':clientId', acme.client_id)
    .replace(':grantId', ids.grant)
    .replace(':deliveryId', ids.delivery)
    .replace(':adoptionId', ids.adoption)
    .replace('/invitations/:link', links.invitation)
    .replace('/password-reset/:token', links.reset)
    .replace(/^\/:\w+(?:\(.*\))?\/oauth/, '/ru/oauth')
    .replace(/:\w+/g, 'x')
    .replace('*', 'x');
}

type Name = keyof ReturnType<typeof callersOf>;

async function as(to: Journey, name: Name): Promise<Writer> {
  return writer(ground.platform, to, await browserOf(ground.platform, callersOf(ground)[name]), name);
}

/** Creates a user named `name`, signed in at a new browser. */
async function somebody(to: Journey, name: string, places: Parameters<typeof aUser>[2] = {}) {
  const person = await aUser(ground.platform, `${name}@demo.test`, places);
  to.places.name(person.id, name);
  return { person, browser: writer(ground.platform, to, await browserOf(ground.platform, person), name) };
}

const account = (): string => `/accounts/${ground.demo.id}`;

for (const name of ['nobody', 'stranger', 'member', 'admin'] as const)
  journey(`every page, and every form without its fields, for ${name}`, async (to) => {
    const browser = await as(to, name);
    for (const path of pages('GET')) await browser.get(path);
    for (const path of pages('POST')) await browser.post(path);
  });

journey('every form, sent by another site’s page with an admin’s session', async (to) => {
  const browser = await as(to, 'admin');
  for (const path of pages('POST')) await browser.post(path, {}, crossSiteHeaders);
});

journey('addresses that lead nowhere', async (to) => {
  const browser = await as(to, 'admin');
  for (const path of ['/nothing', '/accounts/1', '/accounts/x', `${account()}/integrations/x`, '/api/nothing'])
    await browser.get(path);
  await browser.post('/nothing');
  await browser.post('/console');
});

journey('a page in another site’s frame', async (to) => {
  const visitor = await browserOf(ground.platform, ground.demo.admin);
  for (const dest of ['iframe', 'object']) {
    const answer = await visitor.get('/', { 'sec-fetch-dest': dest });
    to.add({ request: `GET / as ${dest}`, ...short(answer, to.places) });
  }
  const browser = await as(to, 'admin');
  await browser.post('/sign-out', {}, { 'sec-fetch-dest': 'iframe' });
});

journey('signing in and out, and the language', async (to) => {
  const visitor = await browserOf(ground.platform);
  const browser = writer(ground.platform, to, visitor, 'member');
  const { email } = ground.demo.member ?? { email: '' };
  await browser.press('/sign-in', '/sign-in', { username: email, password: 'wrong' });
  await browser.press('/sign-in', '/language', { language: 'ru' });
  await browser.post('/language', { language: 'xx' });
  await browser.press('/sign-in', '/sign-in', { username: email, password });
  await browser.get('/sign-in');
  await browser.press('/sign-in/none', '/language', { language: 'en' });
  await browser.press('/sign-in/none', '/sign-out');
  const next = await browser.get('/console/');
  const fields = hiddenFields(next.body, '/sign-in');
  await browser.post('/sign-in', { ...fields, username: email, password });
  const guess = { username: 'guessed@demo.test', password: 'wrong' };
  for (let count = 0; count < 10; count += 1) await visitor.post('/sign-in', guess);
  await browser.post('/sign-in', guess);
});

journey('a password that was forgotten', async (to) => {
  const { person } = await somebody(to, 'forgetful');
  const browser = await as(to, 'nobody');
  await browser.press('/password-reset', '/password-reset', { email: 'no address' });
  await browser.press('/password-reset', '/password-reset', { email: person.email });
  const link = await mailLinkTo(ground.platform, person.email);
  to.places.name(link.split('/').at(-1) ?? '', 'link');
  await browser.get(link);
  await browser.post(link, { password: 'short' });
  await browser.post(link, { password: 'a new password, long enough' });
  await browser.get(link);
});

journey('invitations', async (to) => {
  const invited = async (email: string) => {
    await ground.callAsAdmin('POST', `${account()}/invitations`, { email, role: 'member' });
    const link = await mailLinkTo(ground.platform, email);
    to.places.name(link.split('/').at(-1) ?? '', `link of ${email.split('@')[0]}`);
    return link;
  };
  const newcomers = await as(to, 'nobody');
  const link = await invited('newcomer@demo.test');
  await newcomers.get(link);
  await newcomers.press(link, `${link}/accept`, { name: '', password: 'a long enough one' });
  await newcomers.press(link, `${link}/accept`, { name: 'New', password: 'short' });
  await newcomers.press(link, `${link}/accept`, { name: 'New', password: 'a long enough one' });
  await newcomers.get(link);
  for (const answer of ['accept', 'decline']) {
    const { browser } = await somebody(to, `who-${answer}s`);
    const own = await invited(`who-${answer}s@demo.test`);
    await browser.get(own);
    await browser.post(`${own}/${answer}`);
    await browser.press(own, `${own}/${answer}`);
    await browser.get(own);
  }
  const strangers = await as(to, 'stranger');
  await strangers.press(ground.links.invitation, `${ground.links.invitation}/accept`);
});

/** Creates an integration of `demo` with a published widget. */
async function withWidget(to: Journey, changed?: Parameters<typeof widgetZip>[0]) {
  const keys = named(to.places, await anIntegration(ground.platform, 'demo', { kind: 'private' }));
  const own = `${account()}/integrations/${keys.client_id}`;
  await ground.callAsAdmin('POST', `${own}/widgets`, await widgetZip(changed), { 'content-type': 'application/zip' });
  await ground.callAsAdmin('PUT', `${own}/widgets/live`, { number: 1 });
  return { keys, own, there: `${account()}/installations/${keys.client_id}` };
}

journey('installing, settings, fresh codes, disabling', async (to) => {
  const browser = await as(to, 'admin');
  const { there, own } = await withWidget(to);
  await browser.press(`${there}/install`, undefined, { 'setting.login': '' });
  const done = await browser.press(`${there}/install`, undefined, { 'setting.login': 'anna' });
  await browser.get(String(done.headers.location));
  await browser.press(`${there}/install`);
  await browser.press(`${there}/settings`, undefined, { 'setting.login': '' });
  await browser.press(`${there}/settings`, undefined, { 'setting.login': 'olga' });
  await browser.get(own);
  await browser.press(`${there}/disable`);
  await browser.get(`${there}/disable`);
  await browser.press(`${there}/install`, undefined, { 'setting.login': 'anna' });
});

journey('installing what asks for nothing, and the press again', async (to) => {
  const browser = await as(to, 'admin');
  const { there } = await withWidget(to, asksForNothing);
  const page = await browser.get(`${there}/install`);
  const fields = hiddenFields(page.body, `${there}/install`);
  await browser.post(`${there}/install`, fields, { 'sec-fetch-mode': 'cors', 'sec-fetch-user': undefined });
  await browser.post(`${there}/install`, fields);
  await browser.post(`${there}/install`, fields);
  const members = await as(to, 'member');
  await members.get(`${there}/install`);
});

journey('revoking a grant', async (to) => {
  const { keys, there } = await withWidget(to);
  await tokens(ground.platform, keys, admin);
  const listed = await ground.callAsAdmin('GET', `${there}/grants`);
  const { grant_id } = listed.json<{ grants: { grant_id: string }[] }>().grants[0] ?? { grant_id: '' };
  const browser = await as(to, 'admin');
  const page = `${account()}/grants/${grant_id}/revoke`;
  const done = await browser.press(page);
  await browser.get(String(done.headers.location));
  await browser.get(page);
});

journey('an integration: its code', async (to) => {
  const browser = await as(to, 'admin');
  const { own } = await withWidget(to);
  await browser.get(own);
  await browser.press(own, `${own}/code`);
  await browser.get(own);
});

journey('an old integration is kept', async (to) => {
  const browser = await as(to, 'admin');
  const page = `${account()}/adoptions/${ground.ids.adoption}/refuse`;
  const done = await browser.press(page);
  await browser.get(String(done.headers.location));
  await browser.get(page);
});

journey('letters of development', async ({ add }) => {
  const { platform, demo, places } = development;
  const drawn = places();
  const nobody = writer(platform, { places: drawn, add }, await browserOf(platform), 'nobody');
  await nobody.get('/dev/mail');
  await nobody.press('/password-reset', '/password-reset', { email: demo.admin.email });
  await nobody.get('/dev/mail');
  const { rows } = await platform.world.pool.query<{ id: string }>('select id from mails');
  await nobody.get(`/dev/mail/${rows[0]?.id}`);
  await nobody.get('/dev/mail/x');
});
