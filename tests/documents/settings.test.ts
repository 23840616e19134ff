import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { settings } from '../../apps/server/src/config/settings.ts';

const page = new URL('../../docs/reference/settings.md', import.meta.url);

/** What the page must say: written anew with `npx vitest run tests/documents/settings.test.ts --update`. */
function settingsPage(): string {
  const rows = Object.values(settings).map(
    ({ name, meaning, default: without }) => `| \`${name}\` | ${cell(meaning)} | ${cell(without)} |`,
  );
  return `# Settings

Variables of the environment, read once when the server or a command starts. What is wrong is told all at once, and nothing starts. An
empty variable counts as absent.

| Variable | Meaning | When absent |
|---|---|---|
${rows.join('\n')}
| \`NODE_ENV\` | Development only when it says \`development\`, as \`npm start\` and the tests do | production |

This page is made of the table in \`apps/server/src/config/settings.ts\`; a test keeps the two the same.
`;
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replaceAll(/[\w.]*<[^>]*>(?:[.:]<[^>]*>)*/g, '`$&`');
}

test('the reference page of the settings says what the table of settings says', async () => {
  await expect(settingsPage()).toMatchFileSnapshot(page.pathname);
});

test('every setting has a name of this program’s, a meaning and a default, and stands on the page once', async () => {
  const text = await readFile(page, 'utf8');
  const names = [...text.matchAll(/^\| `(\w+)`/gm)].map(([, name]) => name);
  expect(names).toEqual([...Object.values(settings).map(({ name }) => name), 'NODE_ENV']);
  for (const setting of Object.values(settings)) {
    expect(setting.name).toMatch(/^PRISTAN_[A-Z_]+$/);
    expect(setting.meaning).not.toBe('');
    expect(setting.default).not.toBe('');
  }
});
