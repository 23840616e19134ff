import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { publishIntegrationCommand } from '../../../apps/server/src/cli/integrations.ts';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import type { Visitor } from '../../harness/browser-session.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { anAccount, anIntegration, aUser } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import { widgetZip } from '../../harness/widget.ts';

/**
 * Consent and install pages of a published integration, opened by two admins of another account, one in each language.
 */
let platform: Platform;
let owner: ApiCaller;
let reader: Record<Language, Visitor>;
let accountId: number;
let clientId: string;
let path: string;
beforeAll(async () => {
  platform = await openPlatform();
  const berth = await anAccount(platform, 'berth');
  owner = await apiCaller(platform, berth.admin);
  accountId = (await anAccount(platform, 'north')).id;
  const person = async (language: Language) => {
    const email = `${language}@north.test`;
    await aUser(platform, email, { north: 'admin' }, language);
    const visitor = aVisitor(platform);
    await visitor.signIn(email);
    return visitor;
  };
  reader = { ru: await person('ru'), en: await person('en') };
  path = `/accounts/${berth.id}/integrations`;
});
beforeEach(async () => {
  clientId = (await anIntegration(platform, 'berth', { kind: 'unmoderated' })).client_id;
  await owner('POST', `${path}/${clientId}/widgets`, await widgetZip(), { 'content-type': 'application/zip' });
  await owner('PUT', `${path}/${clientId}/widgets/live`, { number: 1 });
  await publishIntegrationCommand(platform.world, clientId);
});
afterAll(async () => platform.close());

const pages = {
  consent: () => `/oauth?client_id=${clientId}`,
  install: () => `/accounts/${accountId}/installations/${clientId}/install`,
};
type Page = keyof typeof pages;

const title = { en: 'Changed since it was reviewed', ru: 'Изменилось после проверки' };
type Language = keyof typeof title;

async function edit(fields: object): Promise<void> {
  const edited = await owner('PATCH', `${path}/${clientId}`, { version: 1, ...fields });
  expect(edited.statusCode, edited.body).toBe(200);
}

/** A page's text, without tags, on one line. */
async function readOn(page: Page, language: Language): Promise<string> {
  const response = await reader[language].get(pages[page]());
  expect(response.statusCode).toBe(200);
  return response.body
    .replace(/<[^>]+>/g, ' ')
    .replace(/\s+/g, ' ')
    .replaceAll(' ,', ',')
    .replaceAll(' ;', ';');
}

describe.each(['consent', 'install'] as const)('the %s page', (page) => {
  test('the page shows no note while everything is as it was published', async () => {
    for (const language of ['ru', 'en'] as const) expect(await readOn(page, language)).not.toContain(title[language]);
  });

  test('the page names unreviewed changes until the integration is published again', async () => {
    await edit({ redirect_uri: 'https://app.other.test/callback', scopes: ['crm', 'files'] });
    const english = await readOn(page, 'en');
    expect(english).toContain(title.en);
    expect(english).toContain('Server that gets the authorization code: now app.other.test, was shop.test');
    expect(english).toContain('Permissions: now also files');
    const russian = await readOn(page, 'ru');
    expect(russian).toContain(title.ru);
    expect(russian).toContain('Сервер, который получит код авторизации: теперь app.other.test, раньше shop.test');
    expect(russian).toContain('Разрешения: теперь также файлы');
    await publishIntegrationCommand(platform.world, clientId);
    for (const language of ['ru', 'en'] as const) expect(await readOn(page, language)).not.toContain(title[language]);
  });

  test.each([
    [
      { redirect_uri: 'https://shop.test/other' },
      'Server that gets the authorization code: another address on shop.test',
    ],
    [{ name: 'Acme Bank' }, 'Name: now Acme Bank, was Acme Mail'],
    [{ scopes: [] }, 'Permissions: removed: account data'],
    [{ scopes: ['files'] }, 'Permissions: now also files; removed: account data'],
    [{ button_origins: ['https://evil.test'] }, 'Sites with the connect button: now also evil.test'],
    [{ disconnect_uri: 'https://evil.test/bye' }, 'Server notified when you disconnect: now evil.test'],
    [
      { description: ['a', 'b', 'c', 'd', 'e'].map((host) => `<a href="https://${host}.test">x</a>`).join('') },
      'Links in the description: now also a.test, b.test, c.test and 2 more',
    ],
  ])('the page names the unreviewed change for %j', async (fields, line) => {
    await edit(fields);
    expect(await readOn(page, 'en')).toContain(line);
  });

  test('the page names another live widget than the reviewed one, with both versions', async () => {
    const zip = await widgetZip();
    await owner('POST', `${path}/${clientId}/widgets`, zip, { 'content-type': 'application/zip' });
    await owner('PUT', `${path}/${clientId}/widgets/live`, { number: 2 });
    expect(await readOn(page, 'en')).toContain('Widget: now version 2, was version 1');
  });

  test('the page shows no note for edits of the summary and description text', async () => {
    await edit({ summary: 'Other words', description: '<p>Other words</p>' });
    expect(await readOn(page, 'en')).not.toContain(title.en);
  });
});

describe('a confirmation covers only the unreviewed changes that its page showed', () => {
  const forms = { consent: '/oauth/allow', install: pages.install };
  const fieldsOf = { consent: {}, install: { 'setting.login': 'romashka' } };

  test.each(['consent', 'install'] as const)(
    '409 for confirming the %s page when the unreviewed changes are others than it showed',
    async (page) => {
      const action = page === 'consent' ? forms.consent : forms.install();
      const press = async (html: string) => {
        platform.clock.advance(1000);
        return reader.en.post(action, { ...hiddenFields(html, action), ...fieldsOf[page] });
      };
      const first = await reader.en.get(pages[page]());
      const zip = await widgetZip();
      await owner('POST', `${path}/${clientId}/widgets`, zip, { 'content-type': 'application/zip' });
      await owner('PUT', `${path}/${clientId}/widgets/live`, { number: 2 });
      const marked = await press(first.body);
      expect(marked.statusCode).toBe(409);
      expect(marked.body).toContain('Widget: now <bdi>version 2</bdi>');
      await publishIntegrationCommand(platform.world, clientId);
      const reviewed = await press(marked.body);
      expect(reviewed.statusCode).toBe(409);
      expect(reviewed.body).toContain('Changed since it was reviewed</strong>: was <del><bdi>Widget</bdi></del>');
      const { db } = platform.world;
      const grants = db.selectFrom('grants').select('id').where('integration_id', '=', clientId);
      expect(await grants.execute()).toEqual([]);
      expect((await press(reviewed.body)).statusCode).toBe(303);
      expect(await grants.execute()).toHaveLength(1);
    },
  );
});

test('an unpublished integration has no note of unreviewed changes in its own account', async () => {
  const { client_id } = await anIntegration(platform, 'north', { kind: 'unmoderated' });
  const north = await apiCaller(platform, await aUser(platform, 'own@north.test', { north: 'admin' }));
  const edited = await north('PATCH', `/accounts/${accountId}/integrations/${client_id}`, {
    version: 1,
    redirect_uri: 'https://app.other.test/',
  });
  expect(edited.statusCode).toBe(200);
  const page = await reader.en.get(`/oauth?client_id=${client_id}`);
  expect(page.statusCode).toBe(200);
  expect(page.body).not.toContain(title.en);
});
