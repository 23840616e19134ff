import { readdirSync, readFileSync } from 'node:fs';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { settings } from '../../apps/server/src/config/settings.ts';

const page = new URL('../../docs/reference/settings.md', import.meta.url);

/**
 * The expected text of docs/reference/settings.md; `npx vitest run tests/documents/settings.test.ts --update` writes
 * it.
 */
function settingsPage(): string {
  const rows = Object.values(settings).map(
    ({ name, meaning, default: without }) => `| \`${name}\` | ${cell(meaning)} | ${cell(without)} |`,
  );
  return `# Settings

Environment variables, read once when the server or a command starts. All problems are reported at once, and nothing starts. An
empty variable counts as absent.

| Variable | Meaning | When absent |
|---|---|---|
${rows.join('\n')}
| \`NODE_ENV\` | Development only when it says \`development\`, as \`npm start\` and the tests do | production |

This page is made from the table in \`apps/server/src/config/settings.ts\`; a test keeps the two the same.
`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/[\w.]*<[^>]*>(?:[.:]<[^>]*>)*/g, '`$&`');
}

test('docs/reference/settings.md equals the table of settings', async () => {
  await expect(settingsPage()).toMatchFileSnapshot(page.pathname);
});

test('every setting has a PRISTAN_ name, a meaning and a default, and is in docs/reference/settings.md once', async () => {
  const text = await readFile(page, 'utf8');
  const names = [...text.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  expect(names).toEqual([...Object.values(settings).map(({ name }) => name), 'NODE_ENV']);
  for (const setting of Object.values(settings)) {
    expect(setting.name).toMatch(/^PRISTAN_[A-Z_]+$/);
    expect(setting.meaning).not.toBe('');
    expect(setting.default).not.toBe('');
  }
});

test('the server or a command uses every setting', () => {
  const server = new URL('../../apps/server/src/', import.meta.url).pathname;
  const source = readdirSync(server, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|^config\b/.test(file))
    .map((file) => readFileSync(`${server}${file}`, 'utf8'))
    .join('\n');
  const isUsed = (key: string) =>
    source.includes(`config.${key}`) ||
    new RegExp(`\\b${key}\\b[^{}]*\\}(: [^\\n]*Config\\b| = [\\w.]*config;)`).test(source);
  expect(Object.keys(settings).filter((key) => !isUsed(key))).toEqual([]);
  expect(isUsed('colourOfTheHarbour')).toBe(false);
});
