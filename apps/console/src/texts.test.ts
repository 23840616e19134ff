import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { terms as enTerms } from '@pristan/wire/locales/en';
import { terms as ruTerms } from '@pristan/wire/locales/ru';
import { describe, expect, test } from 'vitest';

const here = import.meta.dirname;
const words = [
  'accounts',
  'button',
  'console',
  'docs',
  'guide',
  'hooks',
  'install',
  'moderation',
  'registry',
  'token',
  'widget',
] as const;
const languages = ['ru', 'en'] as const;
const terms: Readonly<Record<'ru' | 'en', Tree>> = { ru: ruTerms, en: enTerms };
const pluralForms = { ru: ['_one', '_few', '_many', '_other'], en: ['_one', '_other'] } as const;

type Tree = { readonly [key: string]: string | Tree };

function leaves(tree: Tree, path: string): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : leaves(value, `${path}${key}.`),
  );
}

function textsOf(language: (typeof languages)[number]): Map<string, string> {
  return new Map([
    ...words.flatMap((word) =>
      leaves(JSON.parse(readFileSync(join(here, 'locales', language, `${word}.json`), 'utf8')), `${word}:`),
    ),
    ...leaves(terms[language], 'terms:'),
  ]);
}

const stem = (key: string) => key.replace(/_(one|few|many|other)$/, '');
const stems = (language: (typeof languages)[number]) =>
  [...new Set([...textsOf(language).keys()].map(stem))].toSorted();

describe('texts', () => {
  test('the console’s texts have the same keys in both languages', () => {
    expect(stems('ru')).toEqual(stems('en'));
  });

  test.each(languages)(
    'each counted text of the console has every plural form that the language %s needs',
    (language) => {
      const keys = [...textsOf(language).keys()];
      for (const key of new Set(keys.filter((one) => stem(one) !== one).map(stem))) {
        expect(keys.filter((one) => stem(one) === key).toSorted()).toEqual(
          pluralForms[language].map((form) => key + form).toSorted(),
        );
      }
    },
  );

  test('a text of the console has the same placeholders in both languages', () => {
    const gaps = (text: string) =>
      [...text.matchAll(/\{\{(\w+)\}\}/g)].map(([, name = '']) => name).toSorted((a, b) => a.localeCompare(b));
    const [ru, en] = [textsOf('ru'), textsOf('en')];
    for (const [key, text] of en) if (ru.has(key)) expect([key, gaps(ru.get(key) ?? '')]).toEqual([key, gaps(text)]);
  });

  test('every text of the console is used in its code', () => {
    const files = readdirSync(here, { recursive: true, encoding: 'utf8' }).filter(
      (file) => /\.tsx?$/.test(file) && !file.endsWith('.test.ts'),
    );
    const source = files.map((file) => readFileSync(join(here, file), 'utf8')).join('\n');
    const name = new RegExp(`['"\`]((?:terms|${words.join('|')}):[\\w.*-]+)['"\`]`, 'g');
    const names = [...source.replace(/\$\{[^}]*\}/g, '*').matchAll(name)].map(([, one = '']) => one);
    const patterns = names.map((one) => new RegExp(`^${one.replaceAll('.', '\\.').replaceAll('*', '[^.]+')}$`));
    expect(stems('en').filter((key) => !patterns.some((pattern) => pattern.test(key)))).toEqual([]);
  });
});
