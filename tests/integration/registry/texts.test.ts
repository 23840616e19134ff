import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { aVisitor } from '../../harness/browser-session.ts';
import { anIntegration, tokens } from '../../harness/fixtures.ts';
import type { RegistryFixture } from './fixture.ts';
import { openRegistryFixture } from './fixture.ts';

interface List {
  readonly version: number;
  readonly main_language: string;
  readonly texts: readonly { language: string; summary: string; description: string }[];
}

let stand: RegistryFixture;
let clientId: string;
let integration: string;
let path: string;
beforeAll(async () => {
  stand = await openRegistryFixture();
});
beforeEach(async () => {
  // Refills the person's request budget, since the largest bodies cost half of it.
  stand.platform.clock.advance(10_000);
  clientId = (await anIntegration(stand.platform, 'demo')).client_id;
  integration = `${stand.integrations}/${clientId}`;
  path = `${integration}/texts`;
  await stand.admin('PATCH', integration, { version: 1, summary: 'Почта в CRM', description: '<p>Письма</p>' });
});
afterAll(async () => stand.platform.close());

const english = { summary: 'Mail in your CRM', description: '<p>Letters</p>' };
const keep = (language: string, body: object, caller = stand.admin) => caller('PUT', `${path}/${language}`, body);
const list = async () => (await stand.admin('GET', path)).json<List>();

describe('descriptions in several languages', () => {
  test('descriptions start with the main language; adding, replacing or deleting one raises the integration’s version', async () => {
    expect(await list()).toMatchObject({
      version: 2,
      main_language: 'ru',
      texts: [{ language: 'ru', summary: 'Почта в CRM', description: '<p>Письма</p>' }],
    });
    expect((await keep('en', { version: 2, ...english })).json()).toMatchObject({
      version: 3,
      texts: [{ language: 'ru' }, { language: 'en', ...english }],
    });
    expect((await keep('en', { version: 3, ...english, summary: ' Better ' })).json()).toMatchObject({
      version: 4,
      texts: [{ language: 'ru' }, { language: 'en', summary: 'Better', description: '<p>Letters</p>' }],
    });
    expect((await stand.admin('DELETE', `${path}/en?version=4`)).json()).toMatchObject({
      version: 5,
      texts: [{ language: 'ru' }],
    });
  });

  test('the description in the main language is the integration’s own, whichever endpoint writes it', async () => {
    expect((await keep('ru', { version: 2, summary: 'Иначе', description: '' })).statusCode).toBe(200);
    expect((await stand.admin('GET', integration)).json()).toMatchObject({
      version: 3,
      language: 'ru',
      summary: 'Иначе',
      description: '',
    });
    const edited = await stand.admin('PATCH', integration, { version: 3, summary: 'Письма в CRM' });
    expect(edited.json()).toMatchObject({ version: 4, language: 'ru', summary: 'Письма в CRM' });
    expect((await list()).texts).toEqual([{ language: 'ru', summary: 'Письма в CRM', description: '' }]);
  });

  test('the main language may be any without a separate description; 422 otherwise', async () => {
    await keep('en', { version: 2, ...english });
    expect((await stand.admin('PATCH', integration, { version: 3, language: 'en' })).json()).toMatchObject({
      status: 422,
      errors: [{ field: 'language', code: 'duplicate' }],
    });
    const chosen = await stand.admin('PATCH', integration, { version: 3, language: 'kk' });
    expect(chosen.json()).toMatchObject({ language: 'kk', summary: 'Почта в CRM' });
    const created = await stand.admin('POST', stand.integrations, {
      kind: 'private',
      name: 'New',
      redirect_uri: 'https://shop.test/callback',
    });
    expect(created.json()).toMatchObject({ integration: { language: 'en' } });
  });

  test('changes of descriptions are logged with their language', async () => {
    await keep('en', { version: 2, ...english });
    const log = await stand.admin('GET', `/accounts/${stand.accountId}/activity?limit=1`);
    expect(log.json()).toMatchObject({
      entries: [{ kind: 'integration_text_kept', client_id: clientId, facts: { language: 'en' } }],
    });
  });
});

describe('refused changes of descriptions', () => {
  test('409 for changing a description of an outdated version, or deleting that of the main language', async () => {
    expect((await keep('en', { version: 1, ...english })).json()).toMatchObject({ code: 'edited_meanwhile' });
    const [one, other] = await Promise.all([
      keep('en', { version: 2, ...english }),
      keep('es', { version: 2, ...english }),
    ]);
    expect([one.statusCode, other.statusCode].includes(409)).toBe(true);
    expect((await stand.admin('DELETE', `${path}/en?version=1`)).json()).toMatchObject({ code: 'edited_meanwhile' });
    expect((await stand.admin('DELETE', `${path}/ru?version=3`)).json()).toMatchObject({ code: 'main_language_stays' });
  });

  test('404 for deleting a description that does not exist', async () => {
    expect((await stand.admin('DELETE', `${path}/tr?version=2`)).json()).toMatchObject({ code: 'text_not_found' });
  });

  test('400 for a description in an unknown language, or without a version', async () => {
    expect((await keep('de', { version: 2, ...english })).statusCode).toBe(400);
    expect((await keep('en', english)).statusCode).toBe(400);
    expect((await stand.admin('DELETE', `${path}/en`)).statusCode).toBe(400);
  });

  test('422 for an empty or too long description', async () => {
    for (const [body, field, code] of [
      [{ summary: ' ', description: '' }, 'summary', 'required'],
      [{ summary: 'x'.repeat(301), description: '' }, 'summary', 'too_long'],
      [{ summary: 'x', description: `<p>${'x'.repeat(65_000)}</p>` }, 'description', 'too_long'],
    ] as const) {
      const expected = { status: 422, errors: [{ field, code }] };
      expect((await keep('en', { version: 2, ...body })).json()).toMatchObject(expected);
      expect((await stand.admin('POST', `${path}/preview`, { language: 'en', ...body })).json()).toMatchObject(
        expected,
      );
    }
    expect(await list()).toMatchObject({ version: 2 });
  });

  test('401 for writing a description without a session, 403 for a member or a foreign page, 404 for a stranger', async () => {
    const body = { version: 2, ...english };
    expect((await keep('en', body, stand.nobody)).statusCode).toBe(401);
    expect((await keep('en', body, stand.member)).json()).toMatchObject({ code: 'admin_required' });
    expect((await keep('en', body, stand.stranger)).json()).toMatchObject({ code: 'account_not_found' });
    const foreign = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
    expect((await stand.admin('PUT', `${path}/en`, body, foreign)).json()).toMatchObject({ code: 'foreign_request' });
  });
});

describe('a reader of a description', () => {
  const description = async (headers: Readonly<Record<string, string>>) =>
    (await stand.platform.inject({ url: `/integrations/${clientId}/description`, headers })).body;

  test('a reader sees the description in their language, otherwise in English or the main language', async () => {
    await keep('en', { version: 2, ...english });
    await keep('es', { version: 3, summary: 'Correo', description: '<p>Cartas</p>' });
    expect(await description({ 'accept-language': 'en' })).toContain('lang="en"><p>Letters</p>');
    expect(await description({ 'accept-language': 'ru' })).toContain('lang="ru"><p>Письма</p>');
    // The pages have no Spanish, but the description of this integration has.
    expect(await description({ 'accept-language': 'es-MX,es;q=0.9' })).toContain('lang="es"><p>Cartas</p>');
    expect(await description({ 'accept-language': 'pt-BR' })).toContain('lang="en"><p>Letters</p>');
    await stand.admin('DELETE', `${path}/en?version=4`);
    expect(await description({ 'accept-language': 'pt-BR' })).toContain('lang="ru"><p>Письма</p>');
  });

  test('a reader sees the description in the main language if that is theirs', async () => {
    await stand.admin('PATCH', integration, { version: 2, language: 'es' });
    await keep('en', { version: 3, ...english });
    expect(await description({ 'accept-language': 'es' })).toContain('lang="es"><p>Письма</p>');
  });

  test('the consent page and the installations show the description in the reader’s language', async () => {
    await keep('en', { version: 2, ...english });
    const visitor = aVisitor(stand.platform);
    await visitor.signIn('admin@demo.test');
    const html = (await visitor.get(`/oauth?client_id=${clientId}&state=s`)).body;
    expect(html).toContain('<bdi lang="en">Mail in your CRM</bdi>');
    expect(html).not.toContain('Почта в CRM');
    const secret = (await stand.admin('GET', `${integration}/secret`)).json<{ client_secret: string }>().client_secret;
    const keys = { client_id: clientId, client_secret: secret, redirectUri: 'https://shop.test/callback' };
    await tokens(stand.platform, keys, { account: 'demo', email: 'admin@demo.test' });
    const installed = `/accounts/${stand.accountId}/installations`;
    expect((await stand.admin('GET', `${installed}/${clientId}`)).json()).toMatchObject({ summary: english.summary });
    const all = (await stand.admin('GET', installed)).json<{
      installations: { client_id: string; summary: string }[];
    }>();
    expect(all.installations.find(({ client_id }) => client_id === clientId)?.summary).toBe(english.summary);
  });
});

describe('markup that runs or loads something', () => {
  const attacks = [
    '<script>window.ran = 1</script>',
    '<img src="https://evil.test/pixel.png" onerror="window.ran = 1">',
    '<svg onload="window.ran = 1"><use href="https://evil.test/x.svg#a"/></svg>',
    '<a href="javascript:window.ran = 1">a</a>',
    '<a href="  JaVaScRiPt:window.ran=1">a</a>',
    '<a href="data:text/html,<script>1</script>">a</a>',
    '<iframe src="https://evil.test"></iframe>',
    '<object data="https://evil.test/o"></object><embed src="https://evil.test/e">',
    '<link rel="stylesheet" href="https://evil.test/a.css"><style>@import "https://evil.test/b.css"</style>',
    '<p style="background: url(https://evil.test/c.png)" onclick="window.ran = 1" id="main" class="js-accept">p</p>',
    '<form action="https://evil.test"><button>Allow</button><input name="x"></form>',
    '<base href="https://evil.test/"><meta http-equiv="refresh" content="0;url=https://evil.test">',
    '<math><mtext><table><mglyph><style><img src=x onerror=window.ran=1></style></mglyph></table></mtext></math>',
    '<video poster="https://evil.test/v.png" src="https://evil.test/v.mp4"></video>',
    '<details ontoggle="window.ran = 1" open>x</details>',
    '</div></details></main><h1>Signed out</h1>',
    '<noscript><p title="</noscript><img src=x onerror=window.ran=1>">',
    '<template><script>window.ran = 1</script></template>',
  ];

  test.each(attacks)(
    'a description loses markup that runs or loads something, stored and in the preview: %s',
    async (attack) => {
      const body = { summary: 'x', description: `<p>Before</p>${attack}<p>After</p>` };
      const preview = await stand.admin('POST', `${path}/preview`, { language: 'en', ...body });
      const { description } = preview.json<{ description: string }>();
      const kept = (await keep('en', { version: 2, ...body })).json<List>().texts[1]?.description ?? '';
      expect(kept).toBe(description);
      const tags = [...kept.matchAll(/<\/?([a-z0-9]+)([^>]*)>/g)];
      expect(tags.length).toBeGreaterThan(3);
      for (const [whole, tag = '', attributes = ''] of tags) {
        expect(['p', 'a', 'h2', 'h3', 'h4'], whole).toContain(tag);
        expect(attributes, whole).toMatch(/^( rel="noopener noreferrer nofollow"| target="_blank")*$/);
      }
    },
  );

  test('a preview of a description stores nothing, and is refused to a member, a stranger and without a session', async () => {
    const draft = { language: 'en', ...english };
    const preview = await stand.admin('POST', `${path}/preview`, draft);
    expect(preview.json()).toEqual({ ...english, own_page: false });
    expect(await list()).toMatchObject({ version: 2, texts: [{ language: 'ru' }] });
    const long = { ...draft, description: `<p>${'x'.repeat(20_000)}</p>` };
    expect((await stand.admin('POST', `${path}/preview`, long)).json()).toMatchObject({ own_page: true });
    expect((await stand.member('POST', `${path}/preview`, draft)).statusCode).toBe(403);
    expect((await stand.stranger('POST', `${path}/preview`, draft)).statusCode).toBe(404);
    expect((await stand.nobody('POST', `${path}/preview`, draft)).statusCode).toBe(401);
  });
});

describe('HTML that is too costly to parse', () => {
  test.each([
    ['10,800 nested tags', '<b>'.repeat(10_800), 'nested_too_deep'],
    ['20,000 unknown tags', '<x></x>'.repeat(9_000), 'too_many_tags'],
    ['a tag with 8,000 attributes', `<a ${'a=1 '.repeat(8_000)}>x</a>`, 'too_many_tags'],
    ['16,000 entities', '&amp'.repeat(16_000), 'too_many_tags'],
  ])('422 for a description with %s, before it is parsed', async (_what, description, code) => {
    const { version } = await list();
    for (const [method, address, body] of [
      ['POST', `${path}/preview`, { language: 'en', summary: 'x', description }],
      ['PUT', `${path}/en`, { version, summary: 'x', description }],
      ['PATCH', integration, { version, description }],
      ['POST', stand.integrations, { kind: 'private', name: 'x', redirect_uri: 'https://shop.test/', description }],
    ] as const) {
      const response = await stand.admin(method, address, body);
      expect(response.statusCode).toBe(422);
      expect(response.json()).toMatchObject({ code: 'invalid_fields', errors: [{ field: 'description', code }] });
    }
  });
});
