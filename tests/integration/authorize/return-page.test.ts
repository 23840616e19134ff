import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Visitor } from '../../harness/browser-session.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { refreshOf } from '../../harness/return-page.ts';
import type { Integration } from '../../harness/fixtures.ts';
import { anAccount, anIntegration } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let integration: Integration;
let visitor: Visitor;

beforeAll(async () => {
  platform = await openPlatform({ NODE_ENV: 'development' });
  await anAccount(platform, 'north', true);
  integration = await anIntegration(platform, 'north', { redirectUri: 'https://api.shop.test/callback?shop=1' });
  visitor = aVisitor(platform);
  await visitor.signIn('admin@north.test');
});
afterAll(async () => platform.close());

async function consent(query = '') {
  const page = await visitor.get(`/oauth?client_id=${integration.client_id}&state=a%2Bb${query}`);
  expect(page.statusCode).toBe(200);
  platform.clock.advance(1_000);
  return page;
}

async function press(button: 'allow' | 'deny', query = ''): Promise<LightMyRequestResponse> {
  const page = await consent(query);
  return visitor.post(`/oauth/${button}`, hiddenFields(page.body, `/oauth/${button}`));
}

const popup = `&mode=popup&origin=${encodeURIComponent('https://api.shop.test')}`;
const externalRequest = new URLSearchParams({
  state: 's',
  name: 'Gull Shop',
  description: 'Sells gulls',
  redirect_uri: 'https://gull.test/callback',
  secrets_uri: 'https://gull.test/keys',
  'scopes[]': 'crm',
});

describe('the form-action policy', () => {
  test.each([
    ['consent', async () => consent()],
    [
      'chooser',
      async () =>
        visitor.get(`/oauth/choose?request=${hiddenFields((await consent()).body, '/oauth/deny')['request']}`),
    ],
    [
      'consent of a metadata button',
      async () => visitor.get(String((await visitor.get(`/oauth?${externalRequest}`)).headers.location)),
    ],
    [
      'sign-in on behalf of an integration',
      async () => aVisitor(platform).get(`/oauth?client_id=${integration.client_id}`),
    ],
    ['page that leaves', async () => visitor.get(String((await press('deny')).headers.location))],
  ])('the form-action policy allows only the platform’s own site on the page “%s”', async (_, open) => {
    const page = await open();
    expect(page.statusCode).toBe(200);
    const policy = String(page.headers['content-security-policy']);
    expect(policy.split('; ').filter((part) => part.startsWith('form-action'))).toEqual(["form-action 'self'"]);
  });
});

describe('confirming the consent page', () => {
  test('303 to the same answer for the second request of a double click, which lacks Sec-Fetch-User', async () => {
    const form = hiddenFields((await consent()).body, '/oauth/allow');
    const unsigned = { 'sec-fetch-user': undefined };
    const [first, second] = await Promise.all([
      visitor.post('/oauth/allow', form),
      visitor.post('/oauth/allow', form, unsigned),
    ]);
    expect([first.statusCode, second.statusCode]).toEqual([303, 303]);
    expect(second.headers.location).toBe(first.headers.location);
    expect((await visitor.post('/oauth/allow', form, { ...unsigned, 'sec-fetch-mode': 'cors' })).statusCode).toBe(403);
  });

  test('403 for a confirmation without Sec-Fetch-User when the person has not confirmed that page before', async () => {
    const form = hiddenFields((await consent()).body, '/oauth/allow');
    expect((await visitor.post('/oauth/allow', form, { 'sec-fetch-user': undefined })).statusCode).toBe(403);
  });

  test.each(['allow', 'deny'] as const)(
    '303 for %s: to a page of the platform, which redirects by a Refresh header and a link',
    async (button) => {
      const answer = await press(button);
      expect(answer.statusCode).toBe(303);
      expect(answer.headers.location).toMatch(/^\/oauth\/leave\/[A-Za-z0-9_-]+$/);
      expect(answer.headers['cache-control']).toBe('no-store');
      expect(answer.headers['referrer-policy']).toBe('no-referrer');

      const page = await visitor.get(String(answer.headers.location));
      expect(page.statusCode).toBe(200);
      expect(page.headers).toMatchObject({
        'cache-control': 'no-store',
        'referrer-policy': 'no-referrer',
        'cross-origin-opener-policy': 'unsafe-none',
      });
      const to = new URL(refreshOf(page));
      expect(to.href.split('?')[0]).toBe('https://api.shop.test/callback');
      expect([...to.searchParams.keys()]).toEqual(
        button === 'allow'
          ? ['shop', 'code', 'state', 'referer', 'platform', 'client_id']
          : ['shop', 'error', 'client_id', 'state'],
      );
      expect(to.search).toContain('state=a%2Bb');
      expect(page.body).toContain(`<a href="${to.href.replaceAll('&', '&amp;')}">`);
      // `no-referrer` would hide the origin of a form on the redirecting page, so that page has no form.
      expect(page.body).not.toContain('<form');
      expect(page.body).not.toContain('<script');
    },
  );

  test.each(['allow', 'deny'] as const)(
    'in popup mode the page that follows %s posts the message to the opener',
    async (button) => {
      const page = await visitor.get(String((await press(button, popup)).headers.location));
      expect(page.statusCode).toBe(200);
      expect(page.headers['refresh']).toBeUndefined();
      expect(page.body).toContain('data-target="https://api.shop.test"');
      expect(page.body).toMatch(/<script src="[^"]*return[^"]*\.js"/);
      expect(page.body).toMatch(/<noscript><p><a [^>]*href="https:\/\/api\.shop\.test\/callback/);
    },
  );

  test('Deny on a metadata button leads to the same kind of redirecting page', async () => {
    const first = await visitor.get(`/oauth?${externalRequest}`);
    const page = await visitor.get(String(first.headers.location));
    const answer = await visitor.post('/oauth/external/deny', hiddenFields(page.body, '/oauth/external/deny'));
    expect(answer.headers.location).toMatch(/^\/oauth\/leave\//);
    expect(refreshOf(await visitor.get(String(answer.headers.location)))).toBe(
      'https://gull.test/callback?error=access_denied&state=s',
    );
  });
});

describe('the page that redirects to the integration', () => {
  test('the page that redirects gives the code to nobody else: 404 for another person, sign-in without a session', async () => {
    const answer = await press('allow');
    const other = aVisitor(platform);
    await other.signIn('member@north.test');
    for (const [stranger, status] of [
      [other, 404],
      [aVisitor(platform), 200],
    ] as const) {
      const page = await stranger.get(String(answer.headers.location));
      expect(page.statusCode).toBe(status);
      expect(page.headers['refresh']).toBeUndefined();
      expect(page.body).not.toContain('code=');
    }
  });

  describe('the page that redirects after a denial', () => {
    const deny = async (query: string) => String((await press('deny', query)).headers.location);
    const external = async () => {
      const page = await visitor.get(String((await visitor.get(`/oauth?${externalRequest}`)).headers.location));
      const form = hiddenFields(page.body, '/oauth/external/deny');
      return String((await visitor.post('/oauth/external/deny', form)).headers.location);
    };
    const requests = {
      'a registered integration': async () => deny(''),
      popup: async () => deny(popup),
      'a metadata button': external,
    };
    const cases = Object.entries(requests).flatMap(([name, open]) =>
      ['cross-site', 'same-site', 'none'].map((from) => [name, from, open] as const),
    );
    test.each(cases)(
      'the page after a denial, opened by its address, does not redirect but names the host: %s, Sec-Fetch-Site %s',
      async (_, from, open) => {
        const page = await visitor.get(await open(), { 'sec-fetch-site': from });
        expect(page.statusCode).toBe(200);
        expect(page.headers['refresh']).toBeUndefined();
        expect(page.body).not.toContain('<script');
        expect(page.body).toMatch(/<a href="https:\/\/(api\.shop|gull)\.test\/callback[^"]*error=access_denied/);
      },
    );

    test('the page after a denial redirects when opened from this site, or by a browser without Sec-Fetch-Site that denied', async () => {
      const path = await external();
      expect(refreshOf(await visitor.get(path, { 'sec-fetch-site': 'same-origin' }))).toContain('https://gull.test/');
      expect(refreshOf(await visitor.get(path))).toContain('https://gull.test/');
      const other = aVisitor(platform);
      expect((await other.get(path)).headers['refresh']).toBeUndefined();
      await other.signIn('member@north.test');
      expect((await other.get(path)).headers['refresh']).toBeUndefined();
    });
  });

  test.each(['x', 'A'.repeat(40), '', 'A'.repeat(30_000)])(
    '404 for a redirecting page whose id is no stored answer',
    async (id) => {
      const page = await visitor.get(`/oauth/leave/${id}`);
      expect(page.statusCode).toBe(404);
      expect(page.headers['refresh']).toBeUndefined();
    },
  );
});
