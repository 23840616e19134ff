import { cpSync, mkdirSync, mkdtempSync, readFileSync, readdirSync, rmSync, symlinkSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { build } from 'esbuild';
import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { generate } from '../packages/locales/generate.mjs';
import { asUrl, freshDatabase } from './harness/database.ts';
import { password } from './harness/fixtures.ts';
import { testVariables } from './harness/platform.ts';

/**
 * A copy of the sources with one more language: Turkish, whose texts are the English ones in brackets. Nothing but its
 * folder is written; `npm run languages` does the rest.
 */
const root = join(import.meta.dirname, '..');
const entry = `
export { loadConfig } from './apps/server/src/config/load.ts';
export { openWorld } from './apps/server/src/environment/open.ts';
export { createApp } from './apps/server/src/http/app.ts';
export { addRoutes } from './apps/server/src/routes.ts';
export { createUser } from './apps/server/src/cli/accounts.ts';
export { mailText } from './apps/server/src/accounts/mail-text.ts';
export { findingText } from '@pristan/checks';
export { buttonTexts } from '@pristan/locales/button';
export { loadTexts } from './apps/console/src/texts.ts';
export { languageChoices, otherLanguages } from './apps/console/src/ui/language-choices.ts';
`;
interface Copy {
  readonly loadConfig: typeof import('../apps/server/src/config/load.ts').loadConfig;
  readonly openWorld: typeof import('../apps/server/src/environment/open.ts').openWorld;
  readonly createApp: typeof import('../apps/server/src/http/app.ts').createApp;
  readonly addRoutes: typeof import('../apps/server/src/routes.ts').addRoutes;
  readonly createUser: typeof import('../apps/server/src/cli/accounts.ts').createUser;
  readonly mailText: (facts: object, language: string) => { readonly subject: string };
  readonly findingText: (finding: object, language: string) => string;
  readonly buttonTexts: Readonly<Record<string, { readonly title: string }>>;
  readonly loadTexts: (language: string) => Promise<{ readonly t: (key: string, values?: object) => string }>;
  readonly languageChoices: readonly { readonly value: string; readonly label: string }[];
  readonly otherLanguages: (shown: string) => readonly { readonly value: string }[];
}

let tree: string;
let copy: Copy;
let world: Awaited<ReturnType<Copy['openWorld']>>;
let app: Awaited<ReturnType<Copy['createApp']>>;

beforeAll(async () => {
  tree = mkdtempSync(join(tmpdir(), 'pristan-language-'));
  for (const folder of ['packages', 'apps'])
    cpSync(join(root, folder), join(tree, folder), {
      recursive: true,
      filter: (path) => !/node_modules|[/]dist$|[.]test[.]tsx?$/.test(path),
    });
  linkPackages();
  addTurkish(join(tree, 'packages/locales'));
  generate(join(tree, 'packages'));
  copy = await bundled();
  const config = copy.loadConfig({ ...testVariables, PRISTAN_DATABASE_URL: asUrl(await freshDatabase()) });
  world = await copy.openWorld(config, pino({ level: 'silent' }), { followKeys: false });
  app = await copy.createApp(world, async (instance) => copy.addRoutes(instance, world));
  await app.ready();
}, 120_000);
afterAll(async () => {
  await app.close();
  await world.close();
  rmSync(tree, { recursive: true });
});

function linkPackages(): void {
  mkdirSync(join(tree, 'node_modules/@pristan'), { recursive: true });
  for (const name of readdirSync(join(root, 'node_modules')).filter((one) => one !== '@pristan'))
    symlinkSync(join(root, 'node_modules', name), join(tree, 'node_modules', name));
  for (const name of readdirSync(join(tree, 'packages')))
    symlinkSync(join(tree, 'packages', name), join(tree, 'node_modules/@pristan', name));
  mkdirSync(join(tree, 'apps/server/dist'));
  for (const name of ['assets', 'auth', 'console'])
    symlinkSync(join(root, 'apps/server/dist', name), join(tree, 'apps/server/dist', name));
}

function addTurkish(locales: string): void {
  cpSync(join(locales, 'en'), join(locales, 'tr'), { recursive: true });
  for (const file of readdirSync(join(locales, 'tr'), { recursive: true, encoding: 'utf8' })) {
    if (!file.endsWith('.json')) continue;
    const path = join(locales, 'tr', file);
    writeFileSync(path, JSON.stringify(inBrackets(JSON.parse(readFileSync(path, 'utf8')))));
  }
  const facts = { name: 'Türkçe', dates: 'tr', readers: ['az'], fonts: ['inter-latin-ext'] };
  writeFileSync(join(locales, 'tr/language.json'), JSON.stringify(facts));
}

function inBrackets(texts: unknown): unknown {
  if (typeof texts !== 'object' || texts === null) return `[${String(texts)}]`;
  return Object.fromEntries(Object.entries(texts).map(([key, inner]) => [key, inBrackets(inner)]));
}

async function bundled(): Promise<Copy> {
  const outfile = join(tree, 'apps/server/dist/copy.mjs');
  await build({
    stdin: { contents: entry, resolveDir: tree, loader: 'ts' },
    outfile,
    bundle: true,
    platform: 'node',
    format: 'esm',
    logLevel: 'error',
    jsx: 'automatic',
    jsxImportSource: 'preact',
    loader: { '.css': 'text', '.svg': 'text', '.html': 'text', '.sql': 'text' },
    external: ['sharp', '@node-rs/argon2', 'pg-native', 'typescript'],
    banner: {
      js: `import { createRequire as requireOf } from 'node:module'; const require = requireOf(import.meta.url);`,
    },
  });
  return (await import(outfile)) as Copy;
}

const get = async (url: string, headers: Readonly<Record<string, string>> = {}) =>
  app.inject({ url, headers: { host: 'pristan.test', ...headers } });

test('pages are in a language of which only a folder was added, and its name is among those to choose from', async () => {
  for (const [accept, language] of [
    ['tr-TR,tr;q=0.9,en', 'tr'],
    ['az', 'tr'],
    ['de', 'en'],
    ['uk', 'ru'],
  ] as const) {
    const { body } = await get('/sign-in', { 'accept-language': accept });
    expect([accept, /<html lang="(\w+)"/.exec(body)?.[1]]).toEqual([accept, language]);
  }
  const { body } = await get('/sign-in', { 'accept-language': 'tr' });
  expect(body).toMatch(/<title>\[[^\]]+\] · Pristan<\/title>/);
  expect(body.match(/name="language" value="\w+"/g)).toEqual([
    'name="language" value="ru"',
    'name="language" value="en"',
  ]);
  const { body: english } = await get('/sign-in', { 'accept-language': 'en' });
  expect(english).toMatch(/value="tr" lang="tr"[^>]*>Türkçe</);
});

test('a person has the added language: it is stored, chosen by the API and described in it', async () => {
  const user = await copy.createUser(world, { email: 'ayse@gulls.test', password, name: 'Ayşe', language: 'tr' });
  expect((await world.store.accounts.user(user.id))?.language).toBe('tr');
  const { body } = await get('/api/platform/openapi.json');
  expect(body).toContain('"enum":["ru","en","tr"]');
});

test('problems, findings, mails, the button and the console have texts in the added language', async () => {
  const problem = await get('/api/platform/me', { 'accept-language': 'tr' });
  expect(problem.json()).toMatchObject({ code: 'unauthenticated', title: '[Nobody is signed in]' });
  expect(copy.findingText({ code: 'differs', expected: 'LF', found: 'CRLF' }, 'tr')).toBe('[Expected LF, found CRLF.]');
  const mail = { kind: 'password_reset', name: 'Ayşe', url: 'https://pristan.test/x', validMs: 3_600_000 };
  expect(copy.mailText(mail, 'tr').subject).toMatch(/^\[.+\]$/);
  expect(copy.buttonTexts['tr']?.title).toBe('[Connect with Pristan]');
  const { t } = await copy.loadTexts('tr');
  expect(t('terms:answered', { status: 200 })).toMatch(/^\[.*200.*\]$/);
  expect(t('widget:files', { count: 2 })).toMatch(/^\[2.*\]$/);
  expect(copy.languageChoices.map(({ label }) => label)).toEqual(['Русский', 'English', 'Türkçe']);
  expect(copy.otherLanguages('tr').map(({ value }) => value)).toEqual(['ru', 'en']);
});

test('a stored language of which this release has no folder reads as English', async () => {
  const user = await copy.createUser(world, { email: 'li@gulls.test', password, name: 'Li', language: 'en' });
  await world.pool.query(`update users set language = 'zh' where id = $1`, [user.id]);
  expect((await world.store.accounts.user(user.id))?.language).toBe('en');
  await expect(world.pool.query(`update users set language = 'Chinese' where id = $1`, [user.id])).rejects.toThrow(
    'users_language_format',
  );
});
