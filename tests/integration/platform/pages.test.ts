import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { aVisitor } from '../../harness/browser-session.ts';
import { anAccount, anIntegration, aUser } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform();
});
afterAll(async () => platform.close());

/** Pages that a person sees before or without the console, or that ask for a confirmation; and the files of pages. */
const pages = [
  'GET /accounts/:accountId/adoptions/:adoptionId/refuse',
  'POST /accounts/:accountId/adoptions/:adoptionId/refuse',
  'GET /accounts/:accountId/grants/:grantId/revoke',
  'POST /accounts/:accountId/grants/:grantId/revoke',
  'GET /accounts/:accountId/installations/:clientId/disable',
  'POST /accounts/:accountId/installations/:clientId/disable',
  'GET /accounts/:accountId/installations/:clientId/install',
  'POST /accounts/:accountId/installations/:clientId/install',
  'GET /accounts/:accountId/installations/:clientId/settings',
  'POST /accounts/:accountId/installations/:clientId/settings',
  'GET /accounts/:accountId/integrations/:clientId',
  'POST /accounts/:accountId/integrations/:clientId/code',
  'GET /assets/*',
  'GET /auth/button.js',
  'GET /auth/button.min.js',
  'GET /logos/:file',
  'GET /console',
  'GET /console/*',
  'GET /console/assets/:file',
  'GET /integrations/:clientId/description',
  'GET /invitations/:link',
  'POST /invitations/:link/accept',
  'POST /invitations/:link/decline',
  'POST /language',
  'GET /oauth',
  'GET /:language/oauth',
  'POST /oauth/allow',
  'POST /oauth/choose',
  'POST /oauth/deny',
  'POST /oauth/external/allow',
  'POST /oauth/external/choose',
  'POST /oauth/external/deny',
  'GET /oauth/choose',
  'GET /oauth/consent',
  'GET /oauth/external',
  'GET /oauth/external/choose',
  'GET /oauth/handover',
  'GET /oauth/leave/*',
  'GET /password-reset',
  'POST /password-reset',
  'GET /password-reset/:token',
  'POST /password-reset/:token',
  'GET /sign-in',
  'POST /sign-in',
  'POST /sign-out',
];

const id = '0197f0c0-0000-7000-8000-000000000001';
const integration = `/accounts/7/integrations/${id}`;

/** Old addresses of pages that are now in the console. */
const moved: Readonly<Record<string, string>> = {
  '/': '/console/',
  '/api/docs': '/console/api-docs',
  '/sessions': '/console/sessions',
  '/accounts/7': '/console/accounts/7',
  '/accounts/7/members': '/console/accounts/7/people',
  [`${integration}/deliveries`]: `/console${integration}/deliveries`,
  [`${integration}/deliveries/${id}`]: `/console${integration}/deliveries/${id}`,
};

/** Forms of the pages that moved to the console, which may still be open in a tab. */
const oldForms: Readonly<Record<string, string>> = {
  '/notices/dismiss': '/console/notices?unsent',
  '/sessions/end': '/console/sessions?unsent',
  '/sessions/end-others': '/console/sessions?unsent',
  '/accounts/7/members/invite': '/console/accounts/7/people?unsent',
  '/accounts/7/members/withdraw': '/console/accounts/7/people?unsent',
  '/accounts/7/members/change': '/console/accounts/7/people?unsent',
  [`/accounts/7/installations/${id}/fresh-codes`]: `/console/accounts/7/installed/${id}?unsent`,
  [`${integration}/secret`]: `/console${integration}/keys?unsent`,
  [`${integration}/switch`]: `/console${integration}?unsent`,
  [`${integration}/deliveries/${id}/resend`]: `/console${integration}/deliveries/${id}?unsent`,
};

test('the server has only the listed pages: whatever else a person needs is in the console', () => {
  const named = (address: string, method: string) =>
    `${method} ${address.replaceAll('/7', '/:accountId').replace(`/deliveries/${id}`, '/deliveries/:deliveryId').replaceAll(id, ':clientId')}`;
  const served = platform.routes
    .filter(({ method, config }) => config?.dialect === 'page' && method !== 'HEAD')
    .map(({ method, url }) => `${String(method)} ${url}`);
  expect([...new Set(served)].sort()).toEqual(
    [
      ...pages,
      ...Object.keys(moved).map((address) => named(address, 'GET')),
      ...Object.keys(oldForms).map((address) => named(address, 'POST')),
    ].sort(),
  );
});

describe('an old address of a page that is now in the console', () => {
  test.each(Object.entries(moved))('303 for the old address %s leads everybody to %s', async (from, to) => {
    const { email } = await aUser(platform, `at${Object.keys(moved).indexOf(from)}@moved.test`);
    const stranger = aVisitor(platform);
    await stranger.signIn(email);
    for (const visitor of [aVisitor(platform), stranger]) {
      const answer = await visitor.get(`${from}?before=1&next=//evil.test`);
      expect([answer.statusCode, answer.headers.location, answer.body]).toEqual([303, to, '']);
    }
  });

  test('303 for an old address is the same whether or not what it names exists', async () => {
    const berth = await anAccount(platform, 'berth');
    const { client_id } = await anIntegration(platform, 'berth', { kind: 'private', name: 'Tern' });
    const admin = aVisitor(platform);
    await admin.signIn(berth.admin.email);
    for (const account of [String(berth.id), '39999999', 'x', '%2F%2Fevil.test', '..%5C..'])
      for (const visitor of [admin, aVisitor(platform)]) {
        const answer = await visitor.get(`/accounts/${account}/integrations/${client_id}/deliveries`);
        const named = encodeURIComponent(decodeURIComponent(account));
        expect([answer.statusCode, answer.headers.location]).toEqual([
          303,
          `/console/accounts/${named}/integrations/${client_id}/deliveries`,
        ]);
      }
  });

  test.each(Object.entries(oldForms))(
    '303 for an old form at %s, which does nothing and leads to %s',
    async (from, to) => {
      const answer = await aVisitor(platform).post(from, { form: 'old', to: 'admin' });
      expect([answer.statusCode, answer.headers.location, answer.body]).toEqual([303, to, '']);
    },
  );
});
