import { deleteIntegration } from '@pristan/flows';
import { settingAssociatedData } from '@pristan/flows';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { apiCaller } from '../../harness/api-caller.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
import { manifest, texts } from '../../harness/widget.ts';
import type { WidgetFixture } from './fixture.ts';
import {
  allStoredText,
  publishWidgetVersion,
  openWidgetFixture,
  submitPage,
  integrationWithWidget,
} from './fixture.ts';

type Acme = Awaited<ReturnType<typeof integrationWithWidget>>;

let stand: WidgetFixture;
let acme: Acme;
let named = 0;

beforeAll(async () => {
  stand = await openWidgetFixture();
});
afterAll(async () => stand.close());

const all = {
  'manifest.json': {
    ...manifest,
    settings: {
      login: { name: 'settings.login', type: 'text', required: true },
      password: { name: 'settings.password', type: 'pass', required: true },
      token: { name: 'settings.token', type: 'pass', required: false },
      extension: { name: 'settings.extension', type: 'users', required: false },
      phone: { name: 'settings.phone', type: 'users_lp', required: false },
      rules: { name: 'settings.rules', type: 'custom', required: false },
    },
  },
  'i18n/en.json': settingTexts('Shop login', 'Shop password', 'API token', 'Extension', 'Phone', 'Rules'),
  'i18n/ru.json': settingTexts('Логин магазина', 'Пароль магазина', 'Ключ', 'Внутренний номер', 'Телефония', 'Правила'),
};

function settingTexts(...words: readonly string[]) {
  const [login, password, token, extension, phone, rules] = words;
  return { ...texts, settings: { login, password, token, extension, phone, rules } };
}

beforeEach(async () => {
  acme = await integrationWithWidget(stand, `Acme ${++named}`, all);
});

const install = (typed: Record<string, string>, headers: Record<string, string | undefined> = {}) =>
  submitPage(stand, stand.admin, { path: `${acme.path}/install`, typed }, headers);
const save = (typed: Record<string, string>, headers: Record<string, string | undefined> = {}) =>
  submitPage(stand, stand.admin, { path: `${acme.path}/settings`, typed }, headers);
const first = { 'setting.login': ' romashka ', 'setting.password': 'Pa55-of-the-shop' };

const rows = () =>
  stand.platform.world.db
    .selectFrom('installation_settings')
    .selectAll()
    .where('integration_id', '=', acme.client_id)
    .orderBy('field')
    .execute();
const clearRows = async () => Object.fromEntries((await rows()).map(({ field, value }) => [field, value]));
async function opened(field: string): Promise<string | undefined> {
  const sealed = (await rows()).find((row) => row.field === field)?.sealed;
  const place = settingAssociatedData({ accountId: stand.accountId, integrationId: acme.client_id }, field);
  return sealed === null || sealed === undefined ? undefined : stand.platform.world.vault.open(place, sealed);
}
const installation = () => stand.platform.world.store.installs.installation(stand.accountId, acme.client_id);
const problem = (response: { statusCode: number; json: () => { code: string } }) => [
  response.statusCode,
  response.json().code,
];

interface Field {
  readonly field: string;
  readonly set: boolean;
  readonly value: string | null;
}
const byApi = async () =>
  (await stand.call('GET', `${acme.path}/settings`)).json<{ fields: readonly Field[] }>().fields;

describe('the install form of a widget with settings', () => {
  test('the install form asks in the person’s language for the manifest’s settings in order, and for the account’s people', async () => {
    const { body } = await stand.admin.get(`${acme.path}/install`);
    const labels = [...body.matchAll(/<(?:label for="setting[^>]*|legend)>([^<]*)</g)].map(([, label]) => label);
    expect(labels).toEqual([
      'Shop login',
      'Shop password',
      'API token (optional)',
      'Extension (optional)',
      'admin',
      'member',
      'Phone (optional)',
      'admin: login',
      'admin: password',
      'member: login',
      'member: password',
    ]);
    const russian = await stand.platform.inject({
      method: 'GET',
      url: `${acme.path}/install`,
      headers: { cookie: [...stand.admin.cookies].map((one) => one.join('=')).join('; ') + '; pristan_language=ru' },
    });
    expect(russian.body).toContain('>Логин магазина<');
  });

  test('installing stores the settings with the installation, passwords sealed to their account, integration and field', async () => {
    const typed = {
      ...first,
      'setting.token': 'T0ken-of-the-shop',
      [`setting.extension.${stand.memberId}`]: '104',
      [`setting.phone.${stand.adminId}.login`]: 'sip-admin',
      [`setting.phone.${stand.adminId}.password`]: 'S1p-of-the-admin',
      'setting.rules': '{"a":\r\n[1]}',
    };
    expect((await install(typed)).answer.statusCode).toBe(303);
    expect(await installation()).toMatchObject({ state: 'enabled' });
    expect(await clearRows()).toEqual({
      login: 'romashka',
      password: null,
      token: null,
      [`extension.${stand.memberId}`]: '104',
      [`phone.${stand.adminId}.login`]: 'sip-admin',
      [`phone.${stand.adminId}.password`]: null,
      rules: '{"a":\n[1]}',
    });
    expect(await opened('password')).toBe('Pa55-of-the-shop');
    expect(await opened(`phone.${stand.adminId}.password`)).toBe('S1p-of-the-admin');
    const stored = await allStoredText(stand);
    for (const secret of ['Pa55-of-the-shop', 'T0ken-of-the-shop', 'S1p-of-the-admin']) {
      expect(stored).not.toContain(secret);
      expect(stored).not.toContain(Buffer.from(secret).toString('base64').replace(/=+$/, ''));
      expect(stored).not.toContain(Buffer.from(secret).toString('hex'));
    }
    const [row] = (await rows()).filter(({ field }) => field === 'password');
    const vault = stand.platform.world.vault;
    for (const [accountId, integrationId, field] of [
      [stand.accountId + 1, acme.client_id, 'password'],
      [stand.accountId, '5f0c3e4e-0000-4000-8000-000000000000', 'password'],
      [stand.accountId, acme.client_id, 'token'],
    ] as const)
      expect(() =>
        vault.open(settingAssociatedData({ accountId, integrationId }, field), row?.sealed ?? new Uint8Array()),
      ).toThrow();
    const audit = await stand.platform.world.db
      .selectFrom('audit')
      .select(['facts', 'user_id'])
      .where('integration_id', '=', acme.client_id)
      .where('kind', '=', 'settings_kept')
      .execute();
    expect(audit).toHaveLength(1);
    expect(audit[0]?.user_id).toBe(stand.adminId);
    expect(JSON.stringify(audit)).not.toContain('romashka');
  });

  test('422 for a missing or wrong setting: nothing is installed or sent, and the page shows the errors and the entered values', async () => {
    const { answer } = await install({
      'setting.login': 'roma"<b>',
      'setting.token': 'typed-and-never-shown',
      [`setting.extension.${stand.memberId}`]: 'x'.repeat(256),
    });
    expect(answer.statusCode).toBe(422);
    expect(await installation()).toBeUndefined();
    expect(await rows()).toEqual([]);
    expect(answer.body).toContain('value="roma&quot;&lt;b>"');
    expect(answer.body).toContain(`value="${'x'.repeat(256)}"`);
    expect(answer.body).toMatch(/id="setting-password"[^>]*aria-describedby="setting-password-error/);
    expect(answer.body).toMatch(/id="setting-password-error">Enter a value\.</);
    expect(answer.body).toContain(`id="setting-extension-${stand.memberId}-error">Enter at most 255 characters.<`);
    expect(answer.body).not.toContain('typed-and-never-shown');
    expect(answer.body).toMatch(/id="setting-token-hint">Enter the password again/);
    const deliveries = await stand.platform.world.db
      .selectFrom('deliveries')
      .select('id')
      .where('integration_id', '=', acme.client_id)
      .execute();
    expect(deliveries).toEqual([]);
    // The returned page can be confirmed like the first one.
    const token = /name="press" value="([^"]+)"/.exec(answer.body)?.[1] ?? '';
    stand.platform.clock.advance(1000);
    expect((await stand.admin.post(`${acme.path}/install`, { press: token, ...first })).statusCode).toBe(303);
  });

  test('422 for a setting that the widget does not have, and for people of other accounts', async () => {
    const other = await anAccount(stand.platform, `stranger${named}`);
    for (const name of [
      'setting.stranger',
      'setting.__proto__',
      `setting.extension.${other.admin.id}`,
      'setting.extension',
    ])
      expect((await install({ ...first, [name]: 'x' })).answer.statusCode, name).toBe(422);
    expect(await installation()).toBeUndefined();
  });

  test('403 for installing with settings by a script, another site, or a member', async () => {
    expect((await install(first, { 'sec-fetch-user': undefined })).answer.statusCode).toBe(403);
    expect(
      (await install(first, { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' })).answer.statusCode,
    ).toBe(403);
    expect((await stand.member.post(`${acme.path}/install`, first)).statusCode).toBe(403);
    expect(await rows()).toEqual([]);
  });
});

describe('the settings page', () => {
  beforeEach(async () => {
    await install({ ...first, 'setting.token': 'T0ken', 'setting.rules': 'one' });
  });

  test('the settings page shows values but no password, only that one is stored', async () => {
    const { body } = await stand.admin.get(`${acme.path}/settings`);
    expect(body).toContain('value="romashka"');
    expect(body).not.toContain('setting.rules');
    expect(body).not.toContain('Pa55-of-the-shop');
    expect(body.match(/A password is stored and not shown\./g)).toHaveLength(2);
    // A required password can be replaced but not removed.
    expect(body).toContain('name="remove.token"');
    expect(body).not.toContain('name="remove.password"');
  });

  test('saving keeps a password left empty, replaces a new one, removes an optional one by its box, and deletes a cleared text', async () => {
    expect((await save({ 'setting.login': 'lilia', 'setting.password': '' })).answer.statusCode).toBe(303);
    expect(await clearRows()).toEqual({ login: 'lilia', password: null, token: null, rules: 'one' });
    expect(await opened('password')).toBe('Pa55-of-the-shop');
    await save({ 'setting.login': 'lilia', 'setting.password': 'next', 'remove.token': 'yes' });
    expect(await opened('password')).toBe('next');
    expect(await clearRows()).toEqual({ login: 'lilia', password: null, rules: 'one' });
  });

  test('422 for invalid values of settings, and nothing changes', async () => {
    const { answer } = await save({
      'setting.login': '  ',
      'setting.token': 'x'.repeat(1_001),
      'remove.password': 'yes',
    });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toMatch(/id="setting-login-error">Enter a value\.</);
    expect(answer.body).toMatch(/id="setting-token-error">Enter at most 1000 characters\.</);
    expect(await clearRows()).toEqual({ login: 'romashka', password: null, token: null, rules: 'one' });
    expect(await opened('token')).toBe('T0ken');
  });

  test('a form may hold half a megabyte of settings; 413 for a larger one', async () => {
    const rules = 'я'.repeat(20_000);
    expect((await save({ 'setting.login': 'romashka', 'setting.rules': rules })).answer.statusCode).toBe(303);
    expect((await clearRows())['rules']).toBe(rules);
    const { answer } = await save({ 'setting.login': 'romashka', 'setting.rules': 'я'.repeat(100_000) });
    expect(answer.statusCode).toBe(413);
  });

  test('settings are saved once per confirmation; 403 for a script or another site; 422 for an old page, with the typed values', async () => {
    const { fields, answer } = await save({ 'setting.login': 'lilia' });
    const again = await stand.admin.post(`${acme.path}/settings`, fields);
    expect([again.statusCode, again.headers.location]).toEqual([303, answer.headers.location]);
    for (const headers of [
      { 'sec-fetch-user': undefined },
      { 'sec-fetch-mode': 'cors' },
      { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' },
    ])
      expect((await save({ 'setting.login': 'evil' }, headers)).answer.statusCode).toBe(403);
    const page = await stand.admin.get(`${acme.path}/settings`);
    const old = /name="press" value="([^"]+)"/.exec(page.body)?.[1] ?? '';
    stand.platform.clock.advance(3_700_000);
    const late = await stand.admin.post(`${acme.path}/settings`, { press: old, 'setting.login': 'typed for long' });
    expect(late.statusCode).toBe(422);
    expect(late.body).toContain('value="typed for long"');
    expect((await clearRows())['login']).toBe('lilia');
  });

  test('403 for a member at the settings page, 404 for anybody outside the account', async () => {
    const path = `${acme.path}/settings`;
    expect((await stand.member.get(path)).statusCode).toBe(403);
    expect((await stand.member.post(path, { 'setting.login': 'x' })).statusCode).toBe(403);
    const other = await anAccount(stand.platform, `stranger${named}`);
    const visitor = aVisitor(stand.platform);
    await visitor.signIn(`admin@stranger${named}.test`);
    expect((await visitor.get(path)).statusCode).toBe(404);
    expect((await visitor.post(path, { 'setting.login': 'x' })).statusCode).toBe(404);
    expect((await visitor.get(path.replace(`/${stand.accountId}/`, `/${other.id}/`))).statusCode).toBe(404);
    expect((await clearRows())['login']).toBe('romashka');
  });
});

describe('stored settings', () => {
  beforeEach(async () => {
    await install({ ...first, 'setting.rules': 'one' });
  });

  test('settings are kept through disable and enable, where the form shows them; sending a new code does not ask for them', async () => {
    expect((await stand.admin.get(`${acme.path}/install`)).body).not.toContain('name="setting.');
    await submitPage(stand, stand.admin, { path: `${acme.path}/disable` });
    expect((await save({ 'setting.login': 'while off' })).answer.statusCode).toBe(303);
    const { answer, shown } = await install({ 'setting.login': 'lilia', 'setting.password': '' });
    expect(shown.body).toContain('value="while off"');
    expect(answer.statusCode).toBe(303);
    expect(await opened('password')).toBe('Pa55-of-the-shop');
    expect(await clearRows()).toEqual({ login: 'lilia', password: null, rules: 'one' });
  });

  test('settings that a newer widget version does not ask for are kept, and shown when an older version is live again', async () => {
    const fewer = { ...manifest, settings: { login: manifest.settings.login } };
    await publishWidgetVersion(stand, { clientId: acme.client_id, number: 2 }, { 'manifest.json': fewer });
    expect((await byApi()).map(({ field }) => field)).toEqual(['login']);
    const { answer } = await save({ 'setting.login': 'lilia', 'setting.rules': 'gone?' });
    expect(answer.statusCode).toBe(422);
    expect(answer.body).toContain('The widget now asks for different values.');
    expect((await save({ 'setting.login': 'lilia' })).answer.statusCode).toBe(303);
    const widgets = `/accounts/${stand.accountId}/integrations/${acme.client_id}/widgets`;
    await stand.call('PUT', `${widgets}/live`, { number: 1 });
    expect(await clearRows()).toEqual({ login: 'lilia', password: null, rules: 'one' });
    expect(await opened('password')).toBe('Pa55-of-the-shop');
  });

  test('a stored password is not shown when a newer widget version makes its field a text', async () => {
    const turned = { ...manifest, settings: { password: { ...manifest.settings.password, type: 'text' } } };
    await publishWidgetVersion(stand, { clientId: acme.client_id, number: 2 }, { 'manifest.json': turned });
    expect(await byApi()).toMatchObject([{ field: 'password', set: false, value: null }]);
    const { body } = await stand.admin.get(`${acme.path}/settings`);
    expect(body).toContain('type="text" id="setting-password" name="setting.password" value');
    expect(body).not.toMatch(/name="setting.password" value="[^"]/);
  });

  test('settings are kept until the integration is deleted', async () => {
    expect((await rows()).length).toBeGreaterThan(0);
    const about = { accountId: stand.accountId, integrationId: acme.client_id, by: 'operator' } as const;
    expect(await deleteIntegration(stand.platform.world, about)).toMatchObject({ kind: 'deleted' });
    expect(await rows()).toEqual([]);
    expect((await stand.admin.get(`${acme.path}/settings`)).statusCode).toBe(404);
    expect(problem(await stand.call('GET', `${acme.path}/settings`))).toEqual([404, 'installation_not_found']);
  });
});

describe('settings reach the integrator’s server', () => {
  const widgets = async (path: string, token: string) => {
    stand.platform.clock.advance(1_100);
    return stand.platform.inject({
      method: 'GET',
      url: `/api/v4/widgets${path}`,
      host: 'demo.accounts.test',
      headers: { authorization: `Bearer ${token}` },
    });
  };
  const tokenOf = async (integration: Parameters<typeof tokens>[1], email = 'admin@demo.test') =>
    (await tokens(stand.platform, integration, { account: 'demo', email })).access_token;

  test('the integrator’s server reads the settings with its own token, passwords in clear, alone and in the list', async () => {
    await install({
      ...first,
      [`setting.extension.${stand.memberId}`]: '104',
      [`setting.phone.${stand.adminId}.login`]: 'sip',
      [`setting.phone.${stand.adminId}.password`]: 'S1p',
    });
    const token = await tokenOf({ ...acme, redirectUri: stand.redirect });
    const one = await widgets(`/${acme.client_id}`, token);
    expect(one.statusCode, one.body).toBe(200);
    expect(one.headers['content-type']).toBe('application/hal+json');
    expect(one.headers['cache-control']).toBe('no-store');
    expect(one.json()).toMatchObject({
      code: acme.client_id,
      client_uuid: acme.client_id,
      version: '1.0.0',
      is_active_in_account: true,
      settings: {
        login: 'romashka',
        password: 'Pa55-of-the-shop',
        extension: { [stand.memberId]: '104' },
        phone: { [stand.adminId]: { login: 'sip', password: 'S1p' } },
      },
      _links: { self: { href: `https://demo.accounts.test/api/v4/widgets/${acme.client_id}` } },
    });
    expect(one.json().settings_template[1]).toEqual({
      key: 'password',
      name: 'Пароль магазина',
      type: 'pass',
      is_required: true,
    });
    const list = (await widgets('', token)).json();
    expect(list).toMatchObject({ _total_items: 1, _page: 1, _page_count: 1 });
    expect(list._embedded.widgets).toEqual([one.json()]);
    expect((await widgets('?page=2', token)).statusCode).toBe(204);
  });

  test('no settings are given for another integration’s token or an ended one', async () => {
    await install(first);
    const other = await anIntegration(stand.platform, 'demo', { kind: 'private' });
    const foreign = await tokenOf(other);
    expect((await widgets(`/${acme.client_id}`, foreign)).statusCode).toBe(404);
    expect((await widgets('', foreign)).statusCode).toBe(204);
    const own = await tokenOf({ ...acme, redirectUri: stand.redirect });
    await submitPage(stand, stand.admin, { path: `${acme.path}/disable` });
    expect((await widgets(`/${acme.client_id}`, own)).statusCode).toBe(401);
  });
});

describe('settings in the platform’s API', () => {
  const put = (values: Record<string, unknown>) => stand.call('PUT', `${acme.path}/settings`, { values });

  test('the API lets admins read and write settings; of a password it says only that one is set', async () => {
    expect(problem(await stand.call('GET', `${acme.path}/settings`))).toEqual([404, 'installation_not_found']);
    expect(problem(await put({ login: 'x', password: 'y' }))).toEqual([404, 'installation_not_found']);
    await install(first);
    const answered = await put({ login: 'lilia', [`extension.${stand.adminId}`]: '7', token: 'T0ken', rules: '' });
    expect(answered.statusCode, answered.body).toBe(200);
    expect(answered.body).not.toMatch(/Pa55|T0ken/);
    const fields = await byApi();
    expect(fields.find(({ field }) => field === 'login')).toEqual({
      field: 'login',
      key: 'login',
      type: 'text',
      required: true,
      name: { ru: 'Логин магазина', en: 'Shop login' },
      user_id: null,
      set: true,
      value: 'lilia',
    });
    expect(fields.filter(({ set }) => set).map(({ field, value }) => [field, value])).toEqual([
      ['login', 'lilia'],
      ['password', null],
      ['token', null],
      [`extension.${stand.adminId}`, '7'],
    ]);
    await put({ login: 'lilia', token: null });
    expect((await byApi()).filter(({ set }) => set).map(({ field }) => field)).toEqual(['login', 'password']);
  });

  test('422 for invalid settings in the API names every invalid field, and nothing changes', async () => {
    await install(first);
    const refused = await put({
      login: '',
      token: 'x'.repeat(1_001),
      stranger: 'x',
      'extension.1': 'x',
      rules: 'a\u001b',
    });
    expect(problem(refused)).toEqual([422, 'invalid_fields']);
    expect(refused.json().errors.map(({ field, code }: { field: string; code: string }) => [field, code])).toEqual([
      ['values.stranger', 'unknown_field'],
      ['values.extension.1', 'unknown_field'],
      ['values.token', 'too_long'],
      ['values.rules', 'control_characters'],
      ['values.login', 'required'],
    ]);
    expect(problem(await put({ rules: 'a\u0000' }))).toEqual([400, 'invalid_request']);
    expect(problem(await put({ login: 5 }))).toEqual([400, 'invalid_request']);
    expect(problem(await stand.call('PUT', `${acme.path}/settings`, { values: {}, more: 1 }))).toEqual([
      400,
      'invalid_request',
    ]);
    expect(problem(await put({ rules: 'x'.repeat(600_000) }))).toEqual([413, 'body_too_large']);
    expect((await clearRows())['login']).toBe('romashka');
  });

  test('403 for a member who reads settings by API, 404 for a stranger, 401 without a session', async () => {
    await install(first);
    const member = await apiCaller(stand.platform, { id: stand.memberId });
    const stranger = await apiCaller(stand.platform, (await anAccount(stand.platform, `stranger${named}`)).admin);
    for (const [call, expected] of [
      [member, [403, 'admin_required']],
      [stranger, [404, 'account_not_found']],
      [await apiCaller(stand.platform, undefined), [401, 'unauthenticated']],
    ] as const) {
      expect(problem(await call('GET', `${acme.path}/settings`))).toEqual(expected);
      expect(problem(await call('PUT', `${acme.path}/settings`, { values: { login: 'x' } }))).toEqual(expected);
    }
  });
});

describe('a settings page and its confirmation', () => {
  const withField = (type: 'pass' | 'text', label: string, version: string) => ({
    'manifest.json': {
      ...manifest,
      widget: { ...manifest.widget, version },
      settings: { login: { name: 'settings.login', type, required: false } },
    },
    'i18n/en.json': { ...texts, settings: { login: label } },
    'i18n/ru.json': { ...texts, settings: { login: label } },
  });

  test('409 for saving settings when the widget’s version changed meanwhile, so that a password is not stored as text', async () => {
    acme = await integrationWithWidget(stand, `Acme ${++named}`, withField('pass', 'Password', '1.0.1'));
    await install({});
    const path = `${acme.path}/settings`;
    const fields = hiddenFields((await stand.admin.get(path)).body, path);
    await publishWidgetVersion(stand, { clientId: acme.client_id, number: 2 }, withField('text', 'Nickname', '1.0.2'));
    stand.platform.clock.advance(1000);
    const answer = await stand.admin.post(path, { ...fields, 'setting.login': 'Pa55-of-the-shop' });
    expect(answer.statusCode).toBe(409);
    expect(answer.body).toContain('Widget version');
    expect(await rows()).toEqual([]);

    stand.platform.clock.advance(1000);
    const again = hiddenFields(answer.body, path);
    expect((await stand.admin.post(path, { ...again, 'setting.login': 'gull' })).statusCode).toBe(303);
    expect(await clearRows()).toEqual({ login: 'gull' });
  });

  test('a confirmation of the settings page sent again with other settings saves the other settings', async () => {
    await install(first);
    const { fields, answer } = await save({ ...first, 'setting.login': 'one' });
    expect(answer.statusCode).toBe(303);
    const second = await stand.admin.post(`${acme.path}/settings`, { ...fields, 'setting.login': 'two' });
    expect(second.statusCode).toBe(303);
    expect(await clearRows()).toMatchObject({ login: 'two' });
  });

  test('409 for a second install with other settings by the same confirmation', async () => {
    const { fields, answer } = await install(first);
    expect(answer.statusCode).toBe(303);
    const second = await stand.admin.post(`${acme.path}/install`, { ...fields, 'setting.login': 'two' });
    expect(second.statusCode).toBe(409);
    expect(second.body).toContain('What the button does');
    expect(await clearRows()).toMatchObject({ login: 'romashka' });
  });
});
