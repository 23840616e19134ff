import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { consoleTexts } from '@pristan/locales/console';
import { expect, test } from 'vitest';

const here = import.meta.dirname;

type Tree = { readonly [key: string]: string | Tree };

function leaves(tree: Tree, path: string): string[] {
  return Object.entries(tree).flatMap(([key, value]): string[] =>
    typeof value === 'string' ? [`${path}${key}`] : leaves(value, `${path}${key}.`),
  );
}

test('every text of the console is used in its code', async () => {
  const texts = Object.entries(await consoleTexts.en());
  const words = texts.map(([word]) => word);
  const stems = texts
    .flatMap(([word, tree]) => leaves(tree, `${word}:`))
    .map((key) => key.replace(/_(one|other)$/, ''));
  const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !file.endsWith('.test.ts'),
  );
  const source = files.map((file) => readFileSync(join(here, file), 'utf8')).join('\n');
  const name = new RegExp(`['"\`]((?:${words.join('|')}):[\\w.*-]+)['"\`]`, 'g');
  const names = [...source.replace(/\$\{[^}]*\}/g, '*').matchAll(name)].map(([, one = '']) => one);
  const patterns = names.map((one) => new RegExp(`^${one.replaceAll('.', '\\.').replaceAll('*', '[^.]+')}$`));
  expect(stems.filter((key) => !patterns.some((pattern) => pattern.test(key)))).toEqual([]);
});
