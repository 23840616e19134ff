import { afterAll, beforeAll } from 'vitest';
import { apiCaller } from '../harness/api-caller.ts';
import { hiddenFields } from '../harness/browser-session.ts';
import { anIntegration, aUser } from '../harness/fixtures.ts';
import { browserOf, walker } from './browsing.ts';
import type { Journey } from './journey.ts';
import { recorded } from './journey.ts';
import type { GoldenFixture } from './fixture.ts';
import { named, openGoldenFixture } from './fixture.ts';

let stand: GoldenFixture;
beforeAll(async () => {
  stand = await openGoldenFixture();
});
afterAll(async () => stand.platform.close());

const journey = recorded('redirects', () => stand.places());

/** Creates an integration with a button on another site, and opens the consent page of a request for it. */
async function consent(to: Journey, query = '') {
  const redirectUri = 'https://api.shop.test/callback?shop=1';
  const keys = named(to.places, await anIntegration(stand.platform, 'demo', { redirectUri }));
  const callAsAdmin = await apiCaller(stand.platform, stand.demo.admin);
  await callAsAdmin('PATCH', `/accounts/${stand.demo.id}/integrations/${keys.client_id}`, {
    version: 1,
    button_origins: ['https://www.shop.test'],
  });
  const browser = walker(stand.platform, to, await browserOf(stand.platform, stand.demo.admin));
  const page = await browser.get('the consent page', `/oauth?client_id=${keys.client_id}${query}`);
  const form = hiddenFields(page.body, '/oauth/allow');
  return { browser, keys, form, deny: hiddenFields(page.body, '/oauth/deny') };
}

type Asked = Awaited<ReturnType<typeof consent>>;

async function allow({ browser, form }: Asked): Promise<void> {
  const answer = await browser.post('Allow', '/oauth/allow', form);
  await browser.get('the page that leaves', String(answer.headers.location));
}

async function denied({ browser, deny }: Asked): Promise<string> {
  const answer = await browser.post('Deny', '/oauth/deny', deny);
  return String(answer.headers.location);
}

const state = '&state=a+b%20c%2F%FF%3D';
const popup = `${state}&mode=popup&origin=${encodeURIComponent('https://www.shop.test/buy')}`;

journey('Allow, without a state', async (to) => allow(await consent(to)));
journey('Allow, with a state', async (to) => allow(await consent(to, state)));
journey('Allow, told to the opener at a button origin', async (to) => allow(await consent(to, popup)));
journey('Allow, told to the opener at the redirect URI’s origin', async (to) =>
  allow(await consent(to, `${state}&mode=popup&origin=${encodeURIComponent('https://api.shop.test')}`)),
);
journey('Allow, with an origin that is not registered', async (to) =>
  allow(await consent(to, `&mode=popup&origin=${encodeURIComponent('https://evil.test')}`)),
);
journey('Allow, in the mode post_message', async (to) =>
  allow(await consent(to, `&mode=post_message&origin=${encodeURIComponent('https://www.shop.test')}`)),
);

journey('Deny, without a state', async (to) => {
  const asked = await consent(to);
  await asked.browser.get('the page that leaves', await denied(asked));
});
journey('Deny, with a state', async (to) => {
  const asked = await consent(to, state);
  const path = await denied(asked);
  await asked.browser.get('the page that leaves', path, { 'sec-fetch-site': 'same-origin' });
  await asked.browser.get('its address, sent by another site', path, { 'sec-fetch-site': 'cross-site' });
});
journey('Deny, told to the opener', async (to) => {
  const asked = await consent(to, popup);
  await asked.browser.get('the page that leaves', await denied(asked));
});
journey('Deny, told to an opener at an origin that is not registered', async (to) => {
  const asked = await consent(to, `&mode=popup&origin=${encodeURIComponent('https://evil.test')}`);
  await asked.browser.get('the page that leaves', await denied(asked));
});

journey('presses that count for nothing, and the same press again', async (to) => {
  const { browser, form } = await consent(to, state);
  const foreign = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
  await browser.post('from another site', '/oauth/allow', form, foreign);
  await browser.post('from a script', '/oauth/allow', form, { 'sec-fetch-mode': 'cors', 'sec-fetch-user': undefined });
  await browser.post('without the press', '/oauth/allow', { ...form, press: '' });
  await browser.post('of another account', '/oauth/allow', { ...form, account_id: String(stand.other.id) });
  await browser.post('with a request that was altered', '/oauth/allow', { ...form, request: 'x' });
  const stranger = walker(stand.platform, to, await browserOf(stand.platform, stand.other.admin));
  await stranger.post('of somebody else', '/oauth/allow', form);
  const nobody = walker(stand.platform, to, await browserOf(stand.platform));
  await nobody.post('of nobody', '/oauth/allow', form);
  const answer = await browser.post('Allow', '/oauth/allow', form);
  await browser.post('Allow again', '/oauth/allow', form);
  const path = String(answer.headers.location);
  await browser.get('the page that leaves', path);
  await browser.get('the page that leaves, again', path);
  await stranger.get('the page that leaves, for somebody else', path);
  await nobody.get('the page that leaves, for nobody', path);
  stand.platform.clock.advance(20 * 60_000);
  await browser.get('the page that leaves, when the code is over', path);
  await browser.get('a page that leaves for nowhere', '/oauth/leave/x');
});

journey('the chooser', async (to) => {
  const both = await aUser(stand.platform, 'both@demo.test', { demo: 'admin', other: 'admin' });
  const { client_id } = named(to.places, await anIntegration(stand.platform, 'demo'));
  const browser = walker(stand.platform, to, await browserOf(stand.platform, both));
  const page = await browser.get('the chooser', `/oauth?client_id=${client_id}&state=s`);
  const { request = '' } = hiddenFields(page.body, '/oauth/choose');
  const chosen = { request, account_id: String(stand.other.id) };
  const answer = await browser.post('an account', '/oauth/choose', chosen);
  await browser.post('no account', '/oauth/choose', { request });
  await browser.post('from another site', '/oauth/choose', chosen, {
    origin: 'https://evil.test',
    'sec-fetch-site': 'cross-site',
  });
  const asked = await browser.get('the consent page', String(answer.headers.location));
  const allowed = await browser.post('Allow', '/oauth/allow', hiddenFields(asked.body, '/oauth/allow'));
  await browser.get('the page that leaves', String(allowed.headers.location));
  await browser.get('the chooser again', `/oauth/choose?request=${request}`);
  await browser.get('a request that was altered', '/oauth/consent?request=x');
});

journey('requests that are refused, and those of nobody, members and strangers', async (to) => {
  const { client_id } = named(to.places, await anIntegration(stand.platform, 'demo', { kind: 'private' }));
  const challenge = 'A'.repeat(43);
  const refused = {
    'no client_id': '',
    'an unknown client': 'client_id=0b0832f6-0000-4000-8000-00000000abcd',
    'a client_id that can be none': 'client_id=x',
    'client_id twice': `client_id=${client_id}&client_id=${client_id}`,
    'state twice': `client_id=${client_id}&state=a&state=b`,
    'a challenge without a method': `client_id=${client_id}&code_challenge=${challenge}`,
    'a challenge by plain': `client_id=${client_id}&code_challenge=${challenge}&code_challenge_method=plain`,
    'a challenge that can be none': `client_id=${client_id}&code_challenge=x&code_challenge_method=S256`,
    'a challenge': `client_id=${client_id}&code_challenge=${challenge}&code_challenge_method=S256`,
    'another redirect URI': `client_id=${client_id}&redirect_uri=${encodeURIComponent('https://evil.test/')}`,
    'a response type': `client_id=${client_id}&response_type=token`,
    'an unknown mode': `client_id=${client_id}&mode=x`,
  };
  const people = { nobody: undefined, admin: stand.demo.admin, member: stand.demo.member, stranger: stand.other.admin };
  const browsers = Object.fromEntries(
    await Promise.all(
      Object.entries(people).map(
        async ([name, person]) => [name, walker(stand.platform, to, await browserOf(stand.platform, person))] as const,
      ),
    ),
  );
  for (const [about, query] of Object.entries(refused)) await browsers['admin']?.get(about, `/oauth?${query}`);
  for (const [name, browser] of Object.entries(browsers)) await browser.get(name, `/oauth?client_id=${client_id}`);
  for (const path of ['/ru/oauth', '/es/oauth', '/br/oauth', '/xx-yy/oauth', '/toolong/oauth'])
    await browsers['nobody']?.get('the path of a language', `${path}?client_id=${client_id}`);
  const host = { host: 'demo.accounts.test' };
  const elsewhere = await stand.platform.inject({ url: `/oauth?client_id=${client_id}&state=%2F+`, ...host });
  to.add({
    about: 'at an account’s host',
    status: elsewhere.statusCode,
    location: to.places.text(String(elsewhere.headers.location)),
  });
});
