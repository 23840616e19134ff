import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Visitor } from '../../harness/browser-session.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { anIntegration, tokens } from '../../harness/fixtures.ts';
import type { WidgetFixture } from './fixture.ts';
import { openWidgetFixture, integrationWithWidget } from './fixture.ts';
import { line } from '../../harness/checked-text.ts';

let stand: WidgetFixture;
beforeAll(async () => {
  stand = await openWidgetFixture();
});
afterAll(async () => stand.close());

interface Place {
  readonly path: string;
  readonly action: string;
  readonly clientId: string;
  /** The stored state that the confirmation changes. */
  readonly effect: () => Promise<unknown>;
}

const typed = { 'setting.login': 'romashka', 'setting.password': 'pass-w0rd' };

async function open({ path, action }: Place, who: Visitor = stand.admin): Promise<Record<string, string>> {
  const page = await who.get(path);
  expect(page.statusCode, page.body).toBe(200);
  stand.platform.clock.advance(1_000);
  return { ...hiddenFields(page.body, action), ...typed };
}

const rename = (clientId: string, set: Readonly<Record<string, unknown>>) =>
  stand.platform.world.db
    .updateTable('integrations')
    .set((eb) => ({ ...set, version: eb('version', '+', 1) }))
    .where('id', '=', clientId)
    .execute();

async function installationOf(clientId: string) {
  const { db } = stand.platform.world;
  const [installation, grants, codes, settings] = await Promise.all([
    db.selectFrom('installations').selectAll().where('integration_id', '=', clientId).execute(),
    db.selectFrom('grants').select(['id', 'revoked_at', 'scopes']).where('integration_id', '=', clientId).execute(),
    db.selectFrom('codes').select('id').where('integration_id', '=', clientId).execute(),
    db.selectFrom('installation_settings').select(['field', 'value']).where('integration_id', '=', clientId).execute(),
  ]);
  return { installation, grants, codes, settings };
}

/** Runs `change` after the next confirmation was decided and before it is stored. */
function beforeNextCommit(change: () => Promise<unknown>): void {
  const store: { commit: typeof stand.platform.world.store.commit } = stand.platform.world.store;
  const commit = store.commit.bind(store);
  store.commit = async (changes) => {
    store.commit = commit;
    await change();
    return commit(changes);
  };
}

async function installed(name: string) {
  const one = await integrationWithWidget(stand, name);
  const install = { path: `${one.path}/install`, action: `${one.path}/install`, clientId: one.client_id };
  const answer = await stand.admin.post(install.action, await open({ ...install, effect: async () => undefined }));
  expect(answer.statusCode, answer.body).toBe(303);
  return one;
}

type Fields = Readonly<Record<string, string>>;

/** Ways to submit a form that are no press of a person who read its page. */
function refused(form: Fields): readonly [what: string, fields: Fields, headers: Record<string, string | undefined>][] {
  const { press: _, ...unconfirmed } = form;
  return [
    ['another site', form, { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' }],
    ['another port of the same site', form, { origin: 'http://localhost:1', 'sec-fetch-site': 'same-site' }],
    ['our origin, of which Fetch Metadata says that it is another', form, { 'sec-fetch-site': 'same-site' }],
    ['another origin, from a browser without Fetch Metadata', form, { ...noMetadata, origin: 'https://evil.test' }],
    ['neither an origin nor Fetch Metadata', form, { ...noMetadata, origin: undefined }],
    ['a fetch of a script', form, { 'sec-fetch-mode': 'cors', 'sec-fetch-user': undefined }],
    ['a submission by a script', form, { 'sec-fetch-user': undefined }],
    ['no token', unconfirmed, {}],
    ['a token that no page had', { ...form, press: 'AAAA' }, {}],
  ];
}

const noMetadata = { 'sec-fetch-site': undefined, 'sec-fetch-mode': undefined, 'sec-fetch-user': undefined };

let made = 0;
const named = () => `Acme ${(made += 1)}`;

const pages: Readonly<Record<string, () => Promise<Place>>> = {
  install: async () => {
    const one = await integrationWithWidget(stand, named());
    const path = `${one.path}/install`;
    return { path, action: path, clientId: one.client_id, effect: async () => installationOf(one.client_id) };
  },
  'fresh code': async () => {
    const one = await installed(named());
    const path = `${one.path}/install`;
    return { path, action: path, clientId: one.client_id, effect: async () => installationOf(one.client_id) };
  },
  settings: async () => {
    const one = await installed(named());
    const path = `${one.path}/settings`;
    return { path, action: path, clientId: one.client_id, effect: async () => installationOf(one.client_id) };
  },
  disable: async () => {
    const one = await installed(named());
    const path = `${one.path}/disable`;
    return { path, action: path, clientId: one.client_id, effect: async () => installationOf(one.client_id) };
  },
  revoke: async () => {
    const one = await installed(named());
    const { grants } = await installationOf(one.client_id);
    const path = `/accounts/${stand.accountId}/grants/${grants[0]?.id}/revoke`;
    return { path, action: path, clientId: one.client_id, effect: async () => installationOf(one.client_id) };
  },
  'code to copy': async () => {
    const one = await anIntegration(stand.platform, 'demo', { kind: 'private', name: named() });
    const path = `/accounts/${stand.accountId}/integrations/${one.client_id}`;
    return { path, action: `${path}/code`, clientId: one.client_id, effect: async () => installationOf(one.client_id) };
  },
};
const every = Object.entries(pages);

describe('a confirmation of a page that installs, sends a code, saves settings, disables or revokes', () => {
  test.each(every)(
    'a confirmation of the page “%s” sent three times at once and again later has one effect and one answer',
    async (_name, make) => {
      const place = await make();
      const form = await open(place);
      const answers = await Promise.all([1, 2, 3].map(async () => stand.admin.post(place.action, form)));
      const effect = await place.effect();
      stand.platform.clock.advance(60_000);
      answers.push(await stand.admin.post(place.action, form));
      for (const answer of answers) expect(answer.statusCode, answer.body).toBe(303);
      expect(new Set(answers.map(({ headers }) => headers.location)).size).toBe(1);
      expect(await place.effect()).toEqual(effect);
    },
  );

  test.each(every)(
    '409 for confirming the page “%s” after the integration was renamed; the new page can be confirmed',
    async (_name, make) => {
      const place = await make();
      const form = await open(place);
      const before = await place.effect();
      await rename(place.clientId, { name: 'Eagle Bank' });
      const answer = await stand.admin.post(place.action, form);
      expect(answer.statusCode, answer.body).toBe(409);
      expect(answer.body).toContain('Something changed while this page was open');
      expect(answer.body).toContain('Eagle Bank');
      expect(await place.effect()).toEqual(before);
      stand.platform.clock.advance(1_000);
      const anew = { ...hiddenFields(answer.body, place.action), ...typed };
      expect((await stand.admin.post(place.action, anew)).statusCode).toBe(303);
    },
  );

  test.each(every)(
    '409 without effect for confirming the page “%s” after the account was renamed',
    async (_name, make) => {
      const place = await make();
      const form = await open(place);
      const before = await place.effect();
      const name = (to: string) =>
        stand.platform.world.db
          .updateTable('accounts')
          .set({ name: line(to) })
          .where('id', '=', stand.accountId)
          .execute();
      await name('Renamed');
      const answer = await stand.admin.post(place.action, form);
      await name('Account demo');
      expect(answer.statusCode, answer.body).toBe(409);
      expect(answer.body).toContain('Renamed');
      expect(await place.effect()).toEqual(before);
    },
  );

  test.each(every)('a confirmation of the page “%s” has no effect once the admin is demoted', async (_name, make) => {
    const place = await make();
    const form = await open(place);
    const before = await place.effect();
    const role = (to: 'admin' | 'member') =>
      stand.platform.world.db
        .updateTable('memberships')
        .set({ role: to })
        .where('user_id', '=', stand.adminId)
        .execute();
    await role('member');
    const answer = await stand.admin.post(place.action, form);
    await role('admin');
    expect([403, 404, 409]).toContain(answer.statusCode);
    expect(await place.effect()).toEqual(before);
  });

  test.each(every)(
    'a confirmation of the page “%s” from an earlier session leads to the page again, with a note',
    async (_name, make) => {
      const place = await make();
      const form = await open(place);
      const before = await place.effect();
      await stand.admin.signIn('admin@demo.test');
      const answer = await stand.admin.post(place.action, form);
      expect(answer.statusCode).toBe(303);
      const page = await stand.admin.get(String(answer.headers.location));
      expect(page.body).toContain('You signed in again after this page was opened');
      expect(await place.effect()).toEqual(before);
      stand.platform.clock.advance(1_000);
      const anew = { ...hiddenFields(page.body, place.action), ...typed };
      expect((await stand.admin.post(place.action, anew)).statusCode).toBe(303);
    },
  );

  test.each(every)(
    '403 for confirming the page “%s” with the confirmation token of another page of the same session',
    async (name, make) => {
      const place = await make();
      await open(place);
      const other = await pages[name === 'disable' ? 'settings' : 'disable']?.();
      if (other === undefined) throw new Error('no other page');
      const form = await open(other);
      const before = await place.effect();
      const answer = await stand.admin.post(place.action, form);
      expect(answer.statusCode).toBe(403);
      expect(await place.effect()).toEqual(before);
    },
  );

  test.each(['disable', 'settings'])(
    '403, and not the page again, when the admin is demoted while the confirmation of the page “%s” is carried out',
    async (name) => {
      const place = await (pages[name] as () => Promise<Place>)();
      const form = await open(place);
      const before = await place.effect();
      const role = (to: 'admin' | 'member') =>
        stand.platform.world.db
          .updateTable('memberships')
          .set({ role: to })
          .where('user_id', '=', stand.adminId)
          .execute();
      beforeNextCommit(() => role('member'));
      const answer = await stand.admin.post(place.action, form);
      await role('admin');
      expect(answer.statusCode, answer.body).toBe(403);
      expect(answer.body).not.toContain('name="press"');
      expect(await place.effect()).toEqual(before);
    },
  );

  test.each([
    ['install', 404],
    ['code to copy', 403],
  ] as const)(
    'confirming the page “%s” is refused with %i when the integration is paused while the confirmation is carried out',
    async (name, status) => {
      const place = await (pages[name] as () => Promise<Place>)();
      const form = await open(place);
      const before = await place.effect();
      const { db } = stand.platform.world;
      beforeNextCommit(() =>
        db.updateTable('integrations').set({ state: 'stopped' }).where('id', '=', place.clientId).execute(),
      );
      const answer = await stand.admin.post(place.action, form);
      expect(answer.statusCode, answer.body).toBe(status);
      expect(await place.effect()).toEqual(before);
    },
  );

  test.each([
    ['disable', 'settings'],
    ['settings', 'disable'],
    ['install', 'disable'],
  ])('403 for confirming “%s” with the confirmation token of “%s” of the same installation', async (at, from) => {
    const one = await installed(named());
    const { client_id: clientId } = one;
    const place = (page: string) => ({ path: `${one.path}/${page}`, action: `${one.path}/${page}`, clientId });
    const before = await installationOf(clientId);
    const { press = '' } = await open({ ...place(from), effect: async () => undefined });
    const form = await open({ ...place(at), effect: async () => undefined });
    const answer = await stand.admin.post(place(at).action, { ...form, press });
    expect(answer.statusCode, answer.body).toBe(403);
    expect(await installationOf(clientId)).toEqual(before);
  });

  test.each(every)(
    '403 for confirming the page “%s” from another site, without an origin, by a script, or with no token of a page',
    async (_name, make) => {
      const place = await make();
      const form = await open(place);
      const before = await place.effect();
      for (const [what, fields, headers] of refused(form)) {
        const answer = await stand.admin.post(place.action, fields, headers);
        expect(answer.statusCode, what).toBe(403);
        expect(await place.effect(), what).toEqual(before);
      }
      expect((await stand.admin.post(place.action, form)).statusCode).toBe(303);
    },
  );

  test.each(every)('403 for confirming the page “%s” before a person can have read it', async (_name, make) => {
    const { clock } = stand.platform;
    const place = await make();
    const page = await stand.admin.get(place.path);
    const form = { ...hiddenFields(page.body, place.action), ...typed };
    const before = await place.effect();
    // However slow this machine is, the confirmation comes too early.
    clock.advance(-10_000);
    const answer = await stand.admin.post(place.action, form);
    clock.advance(11_000);
    expect(answer.statusCode, answer.body).toBe(403);
    expect(answer.body).toContain('The button was pressed too early');
    expect(await place.effect()).toEqual(before);
    expect((await stand.admin.post(place.action, form)).statusCode).toBe(303);
  });
});

describe('the page that installs a widget', () => {
  test.each<[what: string, set: Readonly<Record<string, unknown>>, words: string]>([
    ['scopes', { scopes: ['crm', 'files'] }, 'account data and files'],
    ['redirect URI', { redirect_uri: 'https://evil.test/callback' }, 'https://evil.test/callback'],
    ['description (named only as edited)', { description_html: '<p>x</p>' }, 'The developer edited'],
  ])(
    '409 for installing a widget after the integration’s %s changed; the new page marks the change',
    async (_what, set, words) => {
      const place = await (pages['install'] as () => Promise<Place>)();
      const form = await open(place);
      await rename(place.clientId, set);
      const answer = await stand.admin.post(place.action, form);
      expect(answer.statusCode).toBe(409);
      expect(answer.body).toContain(words);
      // The new page keeps the entered values, except passwords, which no page returns.
      expect(answer.body).toContain('value="romashka"');
      expect(await place.effect()).toEqual({ installation: [], grants: [], codes: [], settings: [] });
    },
  );

  test('409 for "install" that would now send a new code, because the integration was installed meanwhile', async () => {
    const place = await (pages['install'] as () => Promise<Place>)();
    const first = await open(place);
    const second = await open(place);
    expect((await stand.admin.post(place.action, first)).statusCode).toBe(303);
    const before = await place.effect();
    const answer = await stand.admin.post(place.action, second);
    expect(answer.statusCode).toBe(409);
    expect(answer.body).toContain('What the button does');
    expect(await place.effect()).toEqual(before);
  });
});

test('the page that disables an installation says how many accesses end; 409 when there are more by now', async () => {
  const one = await installed(named());
  const place = { path: `${one.path}/disable`, action: `${one.path}/disable`, clientId: one.client_id };
  const form = await open({ ...place, effect: async () => undefined });
  await tokens(stand.platform, one, { account: 'demo', email: 'member@demo.test' });
  const answer = await stand.admin.post(place.action, form);
  expect(answer.statusCode).toBe(409);
  expect(answer.body).toContain('Number of grants that end');
  expect((await installationOf(one.client_id)).installation).toMatchObject([{ state: 'enabled' }]);
});

test('another person who sends an admin’s install form is led to the page and gets 403 there', async () => {
  const place = await (pages['disable'] as () => Promise<Place>)();
  const form = await open(place);
  const member = aVisitor(stand.platform);
  await member.signIn('member@demo.test');
  const answer = await member.post(place.action, form);
  expect(answer.statusCode).toBe(303);
  expect((await member.get(String(answer.headers.location))).statusCode).toBe(403);
  expect(await place.effect()).toMatchObject({ installation: [{ state: 'enabled' }] });
});
