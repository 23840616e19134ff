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
