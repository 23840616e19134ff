import { archiveChecks } from '@pristan/checks';
import { checkTexts } from '@pristan/locales/checks';
import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';

const read = async (path: string) => readFile(new URL(`../../docs/${path}`, import.meta.url), 'utf8');
const rows = (text: string) =>
  text
    .split('\n')
    .filter((line) => line.startsWith('| `'))
    .map((line) =>
      line
        .slice(1, -1)
        .split(' | ')
        .map((cell) => cell.trim()),
    );

test('the widget guide lists every widget rule as the rule table has it: id, level, text, what passes, source', async () => {
  const guide = await read('guides/widget.md');
  const told = rows(guide).filter(([id = '']) => /^`[a-z]+\.[a-z]+`$/.test(id));
  expect(told).toEqual(
    archiveChecks.map(({ rule }) => [
      `\`${rule.id}\``,
      rule.level,
      checkTexts.en.rules[rule.id].text,
      checkTexts.en.rules[rule.id].passes,
      `[page](${rule.source})`,
    ]),
  );
});

test('docs/spec/dialect.md names every widget rule', async () => {
  const dialect = await read('spec/dialect.md');
  for (const { rule } of archiveChecks) expect(dialect).toContain(`\`${rule.id}\``);
});
