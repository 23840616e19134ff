import { createHash } from 'node:crypto';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { sweep } from '../../../apps/server/src/workers/sweep.ts';
import type { Visitor } from '../../harness/browser-session.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { returnUrlAfter } from '../../harness/return-page.ts';
import type { Integration } from '../../harness/fixtures.ts';
import { anAccount, anIntegration } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let owner: { readonly id: number };
let north: { readonly id: number; readonly admin: { readonly id: number } };
let integration: Integration;
let visitor: Visitor;

const minuteMs = 60_000;

beforeAll(async () => {
  platform = await openPlatform({ NODE_ENV: 'development' });
  owner = await anAccount(platform, 'berth');
  north = await anAccount(platform, 'north', true);
  visitor = aVisitor(platform);
  await visitor.signIn('admin@north.test');
});
afterAll(async () => platform.close());

beforeEach(async () => {
  integration = await anIntegration(platform, 'berth', {
    redirectUri: 'https://shop.test/callback',
    scope: ['notifications'],
    name: 'Gull Shop',
  });
});

async function consent(who = visitor) {
  const page = await who.get(`/oauth?client_id=${integration.client_id}&state=s`);
  expect(page.statusCode).toBe(200);
  platform.clock.advance(1_000);
  return { page, form: hiddenFields(page.body, '/oauth/allow') };
}

const allow = (form: Readonly<Record<string, string>>, who = visitor) => who.post('/oauth/allow', form);

/** The grants and codes of the integration under test. */
async function given() {
  const { db } = platform.world;
  const of = { integration_id: integration.client_id };
  const [grants, codes] = await Promise.all([
    db.selectFrom('grants').select(['full_access', 'scopes']).where('integration_id', '=', of.integration_id).execute(),
    db.selectFrom('codes').select('redirect_uri').where('integration_id', '=', of.integration_id).execute(),
  ]);
  return { grants, codes };
}
const nothing = { grants: [], codes: [] };

async function exchange(code: string | null, redirectUri = 'https://shop.test/callback') {
  const { client_id, client_secret } = integration;
  return platform.inject({
    method: 'POST',
    url: '/oauth2/access_token',
    payload: { client_id, client_secret, grant_type: 'authorization_code', code, redirect_uri: redirectUri },
  });
}

const edit = (set: Readonly<Record<string, unknown>>) =>
  platform.world.db
    .updateTable('integrations')
    .set((eb) => ({ ...set, version: eb('version', '+', 1) }))
    .where('id', '=', integration.client_id)
    .execute();

const account = (set: Readonly<Record<string, unknown>>, id = north.id) =>
  platform.world.db.updateTable('accounts').set(set).where('id', '=', id).execute();

const member = (set: Readonly<Record<string, unknown>>) =>
  platform.world.db
    .updateTable('memberships')
    .set(set)
    .where('account_id', '=', north.id)
    .where('user_id', '=', north.admin.id)
    .execute();

/** Calls `around` instead of the next commit and passes that commit to it. */
function atNextCommit(around: (commit: () => Promise<'committed' | 'stale'>) => Promise<'committed' | 'stale'>): void {
  const store: { commit: Platform['world']['store']['commit'] } = platform.world.store;
  const before = store.commit.bind(store);
  store.commit = async (changes) => {
    store.commit = before;
    return around(async () => before(changes));
  };
}

describe('a change between showing the consent page and Allow', () => {
  test.each<[what: string, change: () => Promise<unknown>, back: () => Promise<unknown>, words: readonly string[]]>([
    [
      'scopes',
      () => edit({ scopes: ['crm', 'files', 'notifications'] }),
      () => edit({ scopes: ['notifications'] }),
      [
        'Permissions',
        '<del><bdi>notifications</bdi></del>',
        '<ins><bdi>account data, files, and notifications</bdi></ins>',
      ],
    ],
    [
      'redirect URI',
      () => edit({ redirect_uri: 'https://evil.test/callback' }),
      () => edit({ redirect_uri: 'https://shop.test/callback' }),
      [
        'Where the authorization code is sent',
        '<del><bdi>https://shop.test/callback</bdi></del>',
        'https://evil.test/callback',
        'Site that you return to',
      ],
    ],
    [
      'name',
      () => edit({ name: 'Eagle Bank' }),
      () => edit({ name: 'Gull Shop' }),
      ['Integration', 'Gull Shop', 'Eagle Bank'],
    ],
    [
      'description (named only as edited)',
      () => edit({ description_html: '<p>Another</p>' }),
      () => edit({ description_html: '' }),
      ['The developer edited the integration'],
    ],
    [
      'owner',
      () => account({ name: 'Berth Renamed' }, owner.id),
      () => account({ name: 'Account berth' }, owner.id),
      ['Developer', 'Account berth', 'Berth Renamed'],
    ],
    [
      'account',
      () => account({ name: 'Renamed' }),
      () => account({ name: 'Account north' }),
      ['Account', 'Account north', 'Renamed'],
    ],
    [
      'installation',
      async () => {
        await platform.world.db
          .insertInto('installations')
          .values({
            account_id: north.id,
            integration_id: integration.client_id,
            state: 'enabled',
            epoch: 1,
            created_at: 1,
            enabled_at: 1,
          })
          .execute();
      },
      async () => undefined,
      ['Allowing also connects the integration', '<del>yes</del>', '<ins>no</ins>'],
    ],
  ])(
    '409 with the current consent page when the %s changed while it was open; the page names the change',
    async (_what, change, back, words) => {
      const { form } = await consent();
      await change();
      const answer = await allow(form);
      expect(answer.statusCode, answer.body).toBe(409);
      expect(answer.body).toContain('Something changed while this page was open');
      expect(answer.body).toContain('role="alert"');
      for (const word of words) expect(answer.body).toContain(word);
      expect(await given()).toEqual(nothing);

      // The 409's page is current: its own confirmation allows what that page states.
      const anew = hiddenFields(answer.body, '/oauth/allow');
      platform.clock.advance(1_000);
      expect((await allow(anew)).statusCode).toBe(303);
      expect((await given()).grants).toHaveLength(1);
      await back();
    },
  );

  test('409 for Allow by a person promoted or demoted since the consent page was shown', async () => {
    // An admin has connected the integration; a second person opens the consent page, then their role changes.
    const first = aVisitor(platform);
    await first.signIn('admin@north.test');
    await allow((await consent(first)).form, first);
    const joining = aVisitor(platform);
    await joining.signIn('member@north.test');
    const role = (to: 'admin' | 'member') =>
      platform.world.db
        .updateTable('memberships')
        .set({ role: to })
        .where('account_id', '=', north.id)
        .where('user_id', '<>', north.admin.id)
        .execute();
    const before = await given();
    for (const [now, was] of [
      ['admin', 'member'],
      ['member', 'admin'],
    ] as const) {
      await role(was);
      const { form } = await consent(joining);
      await role(now);
      const answer = await allow(form, joining);
      expect(answer.statusCode).toBe(409);
      expect(answer.body).toContain('Role');
      expect(answer.body).toContain('full access');
      expect(await given()).toEqual(before);
    }
  });

  test('Allow grants nothing to an integration that was unpublished since the consent page was shown', async () => {
    const { form } = await consent();
    await platform.world.db
      .updateTable('integrations')
      .set({ published_at: null })
      .where('id', '=', integration.client_id)
      .execute();
    const answer = await allow(form);
    expect([403, 409]).toContain(answer.statusCode);
    expect(await given()).toEqual(nothing);
  });

  test('403 for Allow by an admin who was demoted or deactivated, with a link to their other accounts', async () => {
    for (const change of [{ role: 'member' }, { state: 'deactivated' }]) {
      const { form } = await consent();
      await member(change);
      const answer = await allow(form);
      expect(answer.statusCode).toBe(403);
      expect(answer.body).toContain('href="/oauth/choose?request=');
      await member({ role: 'admin', state: 'active' });
    }
    expect(await given()).toEqual(nothing);
  });

  test('409 and no grant when something changes between reading and committing a consent', async () => {
    const { form } = await consent();
    atNextCommit(async (commit) => {
      await edit({ redirect_uri: 'https://evil.test/callback' });
      return commit();
    });
    const answer = await allow(form);
    expect(answer.statusCode).toBe(409);
    expect(await given()).toEqual(nothing);
  });
});

describe('the same consent confirmed again', () => {
  test('Allow sent three times at once and again later gets the same answer: one code, one grant', async () => {
    const { form } = await consent();
    const both = await Promise.all([allow(form), allow(form), allow(form)]);
    platform.clock.advance(5 * minuteMs);
    const answers = [...both, await allow(form)];
    const places = await Promise.all(answers.map(async (answer) => returnUrlAfter(visitor, answer)));
    expect(new Set(places).size).toBe(1);
    expect(await given()).toMatchObject({ grants: [{ full_access: true }], codes: [{}] });
    const code = new URL(places[0] ?? '').searchParams.get('code');
    expect((await exchange(code)).statusCode).toBe(200);
  });

  test('a repeated Allow gets its answer after a crash between commit and answer', async () => {
    const { form } = await consent();
    atNextCommit(async (commit) => {
      await commit();
      throw new Error('the server is gone');
    });
    expect((await allow(form)).statusCode).toBe(500);
    const code = new URL(await returnUrlAfter(visitor, await allow(form))).searchParams.get('code');
    expect((await given()).codes).toHaveLength(1);
    expect((await exchange(code)).statusCode).toBe(200);
  });

  test('410 for a repeated Allow whose code has expired, with a link to ask again while the request is valid', async () => {
    const { form } = await consent();
    const place = String((await allow(form)).headers.location);
    platform.clock.advance(20 * minuteMs);
    for (const page of [await visitor.get(place), await visitor.get(String((await allow(form)).headers.location))]) {
      expect(page.statusCode).toBe(410);
      expect(page.headers['refresh']).toBeUndefined();
      expect(page.body).toContain('The authorization code has expired');
      expect(page.body).not.toContain('code=');
    }
    const page = await visitor.get(place);
    const again = /href="(\/oauth\/consent\?[^"]+)"/.exec(page.body)?.[1]?.replaceAll('&amp;', '&') ?? '';
    const anew = await visitor.get(again);
    platform.clock.advance(1_000);
    const next = await returnUrlAfter(visitor, await allow(hiddenFields(anew.body, '/oauth/allow')));
    expect(new URL(next).searchParams.get('state')).toBe('s');
    expect((await exchange(new URL(next).searchParams.get('code'))).statusCode).toBe(200);

    platform.clock.advance(60 * minuteMs);
    expect((await visitor.get(place)).body).not.toContain('/oauth/consent?');
  });

  test('410 for a repeated Allow whose code was exchanged; the stored answer is erased', async () => {
    const { form } = await consent();
    const answer = await allow(form);
    const code = new URL(await returnUrlAfter(visitor, answer)).searchParams.get('code') ?? '';
    expect((await exchange(code)).statusCode).toBe(200);
    const page = await visitor.get(String(answer.headers.location));
    expect(page.statusCode).toBe(410);
    expect(page.body).toContain('The site already has its access');
    await sweep(platform.world, 'often');
    expect(await answersKept(String(answer.headers.location))).toEqual([null]);
  });

  test('the stored answer to Allow is sealed, erased when its code expires, and deleted with the confirmation token', async () => {
    const { form } = await consent();
    const place = String((await allow(form)).headers.location);
    const [sealed] = await answersKept(place);
    expect(Buffer.from(sealed ?? []).toString('latin1')).not.toContain('shop.test');
    await sweep(platform.world, 'often');
    expect((await answersKept(place))[0]).not.toBeNull();
    platform.clock.advance(20 * minuteMs);
    await sweep(platform.world, 'often');
    expect(await answersKept(place)).toEqual([null]);
    platform.clock.advance(120 * minuteMs);
    await sweep(platform.world, 'often');
    expect(await answersKept(place)).toEqual([]);
  });

  async function answersKept(place: string) {
    const rows = await platform.world.db
      .selectFrom('used_presses')
      .select('sealed_answer')
      .where('id', '=', place.replace('/oauth/leave/', ''))
      .execute();
    return rows.map((row) => row.sealed_answer);
  }
});

describe('a consent page of another session', () => {
  test('303 for Allow after signing out and in: back to the same request with a note, and no grant', async () => {
    const { form } = await consent();
    await visitor.signIn('admin@north.test');
    const answer = await allow(form);
    expect(answer.statusCode).toBe(303);
    expect(answer.headers.location).toMatch(/^\/oauth\/consent\?request=.+&account_id=\d+&asked=anew$/);
    const page = await visitor.get(String(answer.headers.location));
    expect(page.body).toContain('You signed in again after this page was opened');
    expect(await given()).toEqual(nothing);
    platform.clock.advance(1_000);
    expect(await returnUrlAfter(visitor, await allow(hiddenFields(page.body, '/oauth/allow')))).toContain('code=');
  });

  test('a person who signs in over another’s consent page gets only their own accounts, and 404 for the other’s answer', async () => {
    const { form } = await consent();
    const berth = aVisitor(platform);
    await berth.signIn('admin@berth.test');
    const answer = await allow(form, berth);
    expect(answer.statusCode).toBe(303);
    const page = await berth.get(String(answer.headers.location));
    expect(page.body).not.toContain('/oauth/allow');
    expect(page.body).not.toContain('Account north');
    const place = String((await allow(form)).headers.location);
    expect((await berth.get(place)).statusCode).toBe(404);
    expect((await allow(form, berth)).headers.location).toMatch(/asked=anew$/);
  });

  test('403 for Allow with the confirmation token of another page, integration or account', async () => {
    const { form } = await consent();
    const other = await anIntegration(platform, 'berth', { redirectUri: 'https://other.test/cb' });
    const page = await visitor.get(`/oauth?client_id=${other.client_id}`);
    const foreign = hiddenFields(page.body, '/oauth/allow');
    for (const tampered of [
      { ...form, press: foreign['press'] ?? '' },
      { ...form, account_id: String(owner.id) },
      { ...form, press: createHash('sha256').update('x').digest('base64url') },
    ]) {
      const answer = await allow(tampered);
      expect(answer.statusCode).toBe(403);
      expect(answer.body).toContain('The request data has changed');
    }
    expect(await given()).toEqual(nothing);
  });
});

test('403 for Allow from another site, signed in or not; the sender is not led to sign-in either', async () => {
  const { form } = await consent();
  const elsewhere = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
  for (const who of [visitor, aVisitor(platform)]) {
    const answer = await who.post('/oauth/allow', form, elsewhere);
    expect(answer.statusCode).toBe(403);
    expect(answer.body).not.toContain('name="password"');
  }
  expect(await given()).toEqual(nothing);
});

test.each([
  ['a fetch of a script', { 'sec-fetch-mode': 'cors', 'sec-fetch-user': undefined }],
  ['a submission that no press started, in a browser that reports presses', { 'sec-fetch-user': undefined }],
] as const)('403 for Allow by %s', async (_what, headers) => {
  const { form } = await consent();
  const answer = await visitor.post('/oauth/allow', form, headers);
  expect(answer.statusCode, answer.body).toBe(403);
  expect(await given()).toEqual(nothing);
});

test('403 for a script’s fetch with a confirmation that was given already; its answer is not disclosed', async () => {
  const { form } = await consent();
  const given = await allow(form);
  expect(given.statusCode).toBe(303);
  const headers = { 'sec-fetch-mode': 'cors', 'sec-fetch-user': undefined };
  const answer = await visitor.post('/oauth/allow', form, headers);
  expect(answer.statusCode, answer.body).toBe(403);
  expect(answer.body).not.toContain(String(given.headers.location));
});
