import { execFile } from 'node:child_process';
import { cp, mkdir, mkdtemp, rm, symlink, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';

const root = fileURLToPath(new URL('..', import.meta.url));
/** The maintainers' tools may have to be installed first. */
const withInstallMs = 180_000;

/** A small checkout: every package with a door, and every allowed import used. */
const cleanTree: Record<string, string> = {
  'packages/wire/src/index.ts': "export { grants } from './grants.ts';\n",
  'packages/wire/src/grants.ts': "export const grants = ['authorization_code', 'refresh_token'];\n",
  'packages/wire/src/api/index.ts': "export { grants } from '../grants.ts';\n",
  'packages/rules/src/index.ts':
    "export { decide } from './token/decide.ts';\nexport { invite } from './accounts/invite.ts';\n",
  'packages/rules/src/change.ts': 'export type Change = { kind: string };\n',
  'packages/rules/src/access/may.ts': 'export function may(role: string): boolean {\n  return role === "admin";\n}\n',
  'packages/rules/src/accounts/invite.ts':
    "import { may } from '../access/may.ts';\nexport function invite(role: string): boolean {\n  return may(role);\n}\n",
  'packages/rules/src/token/decide.ts':
    "import { grants } from '@pristan/wire';\nimport type { Change } from '../change.ts';\n" +
    'export function decide(now: number): Change {\n  return { kind: `${grants[0]} ${new Date(now).toISOString()}` };\n}\n',
  'packages/locales/en/checks.json': '{ "size": "The picture is too large." }\n',
  'packages/locales/src/index.ts': 'export interface Texts {\n  readonly size: string;\n}\n',
  'packages/locales/src/generated/checks.ts':
    "import type { Texts } from '../index.ts';\nimport en from '../../en/checks.json' with { type: 'json' };\nexport const texts: Texts = en;\n",
  'packages/checks/src/index.ts':
    "import { texts } from '@pristan/locales/checks';\nimport { decide } from '@pristan/rules';\nexport const check = { decide, texts };\n",
  'packages/flows/src/index.ts':
    "export { exchange } from './exchange.ts';\nexport { join } from './accounts/join.ts';\n",
  'packages/flows/src/ports/store.ts': 'export interface Store {\n  commit(): Promise<void>;\n}\n',
  'packages/flows/src/accounts/join.ts':
    "import { exchange } from '../exchange.ts';\nimport type { Store } from '../ports/store.ts';\n" +
    'export async function join(store: Store): Promise<string> {\n  await store.commit();\n  return exchange(0);\n}\n',
  'packages/flows/src/exchange.ts':
    "import { decide } from '@pristan/rules';\nexport async function exchange(now: number): Promise<string> {\n" +
    '  return Promise.resolve(decide(now).kind);\n}\n',
  'packages/due-work/src/index.ts': "export { setTimeout } from 'node:timers/promises';\n",
  'packages/postgres-embedded/src/index.ts': 'export const namePrefix = "pristan";\n',
  'packages/store/src/index.ts':
    "import { exchange } from '@pristan/flows';\nimport { namePrefix } from '@pristan/postgres-embedded';\n" +
    'export const store = { exchange, namePrefix };\n',
  'packages/store/src/rows/sessions.ts': 'export const sessions = "sessions";\n',
  'packages/button/src/index.ts':
    "import { texts } from '@pristan/locales/checks';\nimport { grants } from '@pristan/wire';\nexport const button = { grants, texts };\n",
  'apps/server/src/main.ts':
    "import { store } from '@pristan/store';\nimport { settings } from './config/read.ts';\nconsole.log(store, settings);\n",
  'apps/server/src/token/issue.ts': "export const issued = 'token';\n",
  'apps/server/src/config/read.ts': "export const settings = process.env['PRISTAN_PORT'];\n",
  'examples/shop/src/main.ts': "export const shop = 'shop';\n",
  'tests/conformance/http.ts': "export { request } from 'node:http';\n",
};

let tree: string;

beforeAll(async () => {
  tree = await mkdtemp(join(tmpdir(), 'pristan-boundaries-'));
  for (const config of [
    '.oxlintrc.json',
    'tools/lint-rules.mjs',
    'tsconfig.json',
    'tsconfig.base.json',
    'package.json',
  ]) {
    await cp(join(root, config), join(tree, config));
  }
  for (const [file, text] of Object.entries(cleanTree)) await write(file, text);
  await mkdir(join(tree, 'node_modules', '@pristan'), { recursive: true });
  await symlink(join(root, 'node_modules', '@types'), join(tree, 'node_modules', '@types'));
  for (const name of ['wire', 'locales', 'rules', 'checks', 'flows', 'postgres-embedded', 'store', 'button']) {
    await cp(join(root, 'packages', name, 'package.json'), join(tree, 'packages', name, 'package.json'));
    await symlink(join('..', '..', 'packages', name), join(tree, 'node_modules', '@pristan', name));
  }
});

afterAll(async () => rm(tree, { recursive: true, force: true }));

/** Forbidden imports: the rule that reports each, its file, its text. */
const crossings: [rule: string, file: string, text: string][] = [
  ['rules-are-pure', 'packages/rules/src/token/reads-a-file.ts', "export { readFileSync } from 'node:fs';\n"],
  ['rules-are-pure', 'packages/rules/src/token/calls-a-flow.ts', "export { exchange } from '@pristan/flows';\n"],
  ['words-apart', 'packages/rules/src/token/other-word.ts', "export { invite } from '../accounts/invite.ts';\n"],
  ['flow-words-apart', 'packages/flows/src/token/other-word.ts', "export { join } from '../accounts/join.ts';\n"],
  ['flow-words-on-top', 'packages/flows/src/for-every-word.ts', "export { join } from './accounts/join.ts';\n"],
  ['ports-stand-alone', 'packages/flows/src/ports/knows-a-word.ts', "export { join } from '../accounts/join.ts';\n"],
  ['ports-stand-alone', 'packages/flows/src/ports/knows-a-flow.ts', "export { exchange } from '../exchange.ts';\n"],
  ['words-on-top', 'packages/rules/src/for-every-word.ts', "export { invite } from './accounts/invite.ts';\n"],
  ['server-words-apart', 'apps/server/src/install/other-word.ts', "export { issued } from '../token/issue.ts';\n"],
  ['server-floor-4', 'apps/server/src/http/knows-a-word.ts', "export { issued } from '../token/issue.ts';\n"],
  ['server-floor-4', 'apps/server/src/pages/knows-a-word.ts', "export { issued } from '../token/issue.ts';\n"],
  ['wire-stands-alone', 'packages/wire/src/wants-schemas.ts', "export { grants } from './api/index.ts';\n"],
  ['wire-stands-alone', 'packages/wire/src/shows-texts.ts', "export { texts } from '@pristan/locales/checks';\n"],
  ['rules-are-pure', 'packages/rules/src/token/shows-texts.ts', "export { texts } from '@pristan/locales/checks';\n"],
  ['locales-stands-alone', 'packages/locales/src/knows-wire.ts', "export { grants } from '@pristan/wire';\n"],
  [
    'through-the-door',
    'packages/checks/src/climbs-in.ts',
    "import texts from '../../locales/en/checks.json' with { type: 'json' };\nexport { texts };\n",
  ],
  ['wire-stands-alone', 'packages/wire/src/wants-node.ts', "export { createHmac } from 'node:crypto';\n"],
  ['only-wire-in-the-browser', 'packages/button/src/wants-schemas.ts', "export { grants } from '@pristan/wire/api';\n"],
  ['checks-are-pure', 'packages/checks/src/reads-a-file.ts', "export { readFileSync } from 'node:fs';\n"],
  ['checks-are-pure', 'packages/checks/src/calls-a-flow.ts', "export { exchange } from '@pristan/flows';\n"],
  ['flows-imports', 'packages/flows/src/knows-checks.ts', "export { check } from '@pristan/checks';\n"],
  ['flows-imports', 'packages/flows/src/knows-the-store.ts', "export { store } from '@pristan/store';\n"],
  ['store-imports', 'packages/store/src/knows-the-button.ts', "export { button } from '@pristan/button';\n"],
  [
    'reads-and-commits-apart',
    'packages/store/src/reads/knows-rows.ts',
    "export { sessions } from '../rows/sessions.ts';\n",
  ],
  [
    'postgres-embedded-imports',
    'packages/postgres-embedded/src/knows-wire.ts',
    "export { grants } from '@pristan/wire';\n",
  ],
  ['due-work-stands-alone', 'packages/due-work/src/knows-rules.ts', "export { decide } from '@pristan/rules';\n"],
  ['due-work-stands-alone', 'packages/due-work/src/reads-a-file.ts', "export { readFileSync } from 'node:fs';\n"],
  [
    'store-behind-the-server',
    'packages/button/src/starts-a-database.ts',
    "export { namePrefix } from '@pristan/postgres-embedded';\n",
  ],
  ['store-behind-the-server', 'examples/shop/src/takes-the-store.ts', "export { store } from '@pristan/store';\n"],
  [
    'through-the-door',
    'apps/server/src/climbs-in.ts',
    "export { exchange } from '../../../packages/flows/src/exchange.ts';\n",
  ],
  ['conformance-knows-only-http', 'tests/conformance/knows-rules.ts', "export { decide } from '@pristan/rules';\n"],
  [
    'conformance-knows-only-http',
    'tests/conformance/climbs-in.ts',
    "export { issued } from '../../apps/server/src/token/issue.ts';\n",
  ],
  [
    'conformance-knows-only-http',
    'tests/conformance/knows-fixtures.ts',
    "export { wait } from '../harness/wait.ts';\n",
  ],
  [
    'no-cycles',
    'packages/flows/src/hen.ts',
    "import type { Egg } from './egg.ts';\nexport type Hen = { lays: Egg };\n",
  ],
];
const otherHalf = {
  'tests/harness/wait.ts': "export const wait = 'wait';\n",
  'packages/flows/src/egg.ts': "import type { Hen } from './hen.ts';\nexport type Egg = { of: Hen };\n",
};

describe('npm run check', () => {
  test(
    'passes a checkout in which every import is allowed',
    async () => {
      expect(await check('imports', 'lint', 'words')).toEqual({
        code: 0,
        output: expect.stringContaining('3 passed, 0 failed'),
      });
    },
    withInstallMs,
  );

  test('fails on every forbidden import, and names the rule and the file', async () => {
    const files = Object.fromEntries(crossings.map(([, file, text]) => [file, text]));
    const { code, output } = await checkWith({ ...files, ...otherHalf }, 'imports');
    const complaints = output.split(/^ *error /m);
    const missed = crossings.filter(
      ([rule, file]) => !complaints.some((said) => said.startsWith(rule) && said.includes(file)),
    );
    expect(missed).toEqual([]);
    expect(code).toBe(1);
  });

  test('fails on clock, randomness, throwing and async in rules, the environment outside config, untyped rows in the store, and mocks of modules', async () => {
    const { code, output } = await checkWith(
      {
        'packages/rules/src/token/planted.ts':
          'export const a = Date.now();\nexport const b = new Date();\nexport const c = Math.random();\n' +
          'export function d(): void {\n  throw new Error();\n}\nexport const e = async (): Promise<void> => {};\nexport const f = await e();\n',
        'apps/server/src/planted.ts':
          "import { env } from 'node:process';\nexport const a = [env, process.env['PRISTAN_PORT']];\n" +
          'export const { env: b } = process;\n',
        'packages/store/src/planted.ts': 'const [row] = JSON.parse("[]");\nexport const a = row.id;\n',
        'tests/planted.test.ts':
          "import { vi } from 'vitest';\nvi.mock('@pristan/rules');\nvi.doMock('../apps/server/src/main.ts');\n",
      },
      'lint',
    );
    const lines = [
      ...[1, 2, 3, 5, 7, 8].map((line) => `packages/rules/src/token/planted.ts:${line}:`),
      ...[1, 2, 3].map((line) => `apps/server/src/planted.ts:${line}:`),
      ...[1, 2].map((line) => `packages/store/src/planted.ts:${line}:`),
      ...[2, 3].map((line) => `tests/planted.test.ts:${line}:`),
    ];
    const missed = lines.filter((place) => !output.includes(place));
    expect(missed).toEqual([]);
    expect(code).toBe(1);
  });

  test('fails on private words in names, on comments that begin with Of or What, and on phrases that pages avoid', async () => {
    const { code, output } = await checkWith(
      {
        'packages/rules/src/token/knock.ts':
          'export const a = 1;\nexport interface GrantStanding {\n/** Of the grant. */\nreadonly b: string;\n' +
          '/**\n * What it has.\n */\nreadonly c: string;\n}\n// How it works.\n// That goes on.\n' +
          `export const d = 1; ${'//'} Whose it is.\n`,
        'packages/locales/en/console/planted.json': '{ "a": { "b": "It is missing or empty.", "c": "default" } }\n',
        'packages/locales/ru/console/planted.json': '{ "a": { "b": "1 доступ · с 15 минут назад" } }\n',
        'packages/locales/ru/terms.json': '{ "a": { "b": "Токен сохранён", "c": "default" } }\n',
      },
      'words',
    );
    const file = 'packages/rules/src/token/knock.ts';
    expect(output.split('\n').map((line) => line.trim())).toEqual(
      expect.arrayContaining([
        'packages/locales/en/console/planted.json: “It is missing or empty” in a text',
        'packages/locales/ru/console/planted.json: “с 15 минут” in a text',
        `${file}: “knock” in the name knock.ts`,
        `${file}: “standing” in the name GrantStanding`,
        `${file}:3: a comment begins “Of the grant. */”`,
        `${file}:6: a comment begins “What it has.”`,
        `${file}:10: a comment begins “How it works.”`,
        `${file}:12: a comment begins “Whose it is.”`,
        'packages/locales/ru/terms.json: “Токен сохранён” in a text',
        '9 words to replace; see docs/glossary.md',
      ]),
    );
    expect(code).toBe(1);
  });
});

async function checkWith(planted: Record<string, string>, ...steps: string[]) {
  for (const [file, text] of Object.entries(planted)) await write(file, text);
  try {
    return await check(...steps);
  } finally {
    for (const file of Object.keys(planted)) await rm(join(tree, file));
  }
}

function check(...steps: string[]): Promise<{ code: number; output: string }> {
  return new Promise((resolve) => {
    execFile(process.execPath, [join(root, 'tools/check.mjs'), `--in=${tree}`, ...steps], (error, stdout, stderr) => {
      resolve({ code: error === null ? 0 : 1, output: stdout + stderr });
    });
  });
}

async function write(file: string, text: string): Promise<void> {
  await mkdir(dirname(join(tree, file)), { recursive: true });
  await writeFile(join(tree, file), text);
}
