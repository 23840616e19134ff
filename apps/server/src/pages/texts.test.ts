import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { pageTexts } from '@pristan/locales/pages';
import { describe, expect, test } from 'vitest';
import { textsIn } from './texts.ts';

const words = Object.keys(pageTexts.en);
const here = import.meta.dirname;

type Tree = { readonly [key: string]: string | Tree };

function leaves(tree: Tree, path: string): [string, string][] {
  return Object.entries(tree).flatMap(([key, value]): [string, string][] =>
    typeof value === 'string' ? [[`${path}${key}`, value]] : leaves(value, `${path}${key}.`),
  );
}

const textsOf = (language: keyof typeof pageTexts) =>
  new Map(Object.entries(pageTexts[language]).flatMap(([word, tree]) => leaves(tree, `${word}:`)));
const stems = [...new Set([...textsOf('en').keys()].map((key) => key.replace(/_(one|other)$/, '')))].toSorted();

/** Names of page texts that the sources use; a value in a template literal becomes `*`. */
function namesInCode(): string[] {
  const files = readdirSync(join(here, '..'), { recursive: true, encoding: 'utf8' }).filter(
    (file) => /\.tsx?$/.test(file) && !/\.test\.tsx?$/.test(file),
  );
  const source = files.map((file) => readFileSync(join(here, '..', file), 'utf8')).join('\n');
  const name = new RegExp(`['"\`]((?:${words.join('|')}):[\\w.*-]+)['"\`]`, 'g');
  return [...source.replace(/\$\{[^}]*\}/g, '*').matchAll(name)].map((match) => match[1] ?? '');
}

const pattern = (name: string) => new RegExp(`^${name.replaceAll('.', '\\.').replaceAll('*', '[^.]+')}$`);

describe('page texts', () => {
  test('every page text that the code uses exists', () => {
    const missing = namesInCode().filter((name) => !stems.some((key) => pattern(name).test(key)));
    expect(missing).toEqual([]);
  });

  test('every page text that exists is used in the code', () => {
    const names = namesInCode().map(pattern);
    expect(stems.filter((key) => !names.some((name) => name.test(key)))).toEqual([]);
  });

  test('page texts are plain sentences: no exclamation marks, no bracketed endings, no straight quotes in Russian', () => {
    const russian = [...textsOf('ru').values()];
    expect([...russian, ...textsOf('en').values()].filter((text) => /!|\(а\)|\(ся\)/.test(text))).toEqual([]);
    expect(russian.filter((text) => text.includes('"'))).toEqual([]);
  });
});

describe('numbers in Russian page texts', () => {
  const { t } = textsIn('ru');

  test.each([
    [1, 'Будет прекращён 1 выданный доступ.'],
    [2, 'Будут прекращены 2 выданных доступа.'],
    [5, 'Будут прекращены 5 выданных доступов.'],
    [11, 'Будут прекращены 11 выданных доступов.'],
    [21, 'Будет прекращён 21 выданный доступ.'],
    [104, 'Будут прекращены 104 выданных доступа.'],
  ])('a number in a Russian page text agrees with its noun: %i', (count, expected) => {
    expect(t('install:confirm-disable.grants', { count })).toBe(expected);
  });

  test.each([
    [1, '1\u00a0минуту'],
    [3, '3\u00a0минуты'],
    [12, '12\u00a0минут'],
    [31, '31\u00a0минуту'],
  ])('a number in a Russian page text agrees with a noun in the accusative: %i', (count, expected) => {
    expect(t('frame:wait.minutes', { count })).toBe(expected);
  });

  test('a text without values is that of the language asked for, at each use and in any order', () => {
    const languages = Object.keys(pageTexts) as (keyof typeof pageTexts)[];
    for (const use of ['first', 'again']) {
      for (const language of languages) {
        const shown = textsIn(language).t('frame:skip');
        expect(shown, `${language}, ${use}`).toBe(textsOf(language).get('frame:skip'));
      }
    }
  });

  test('a text with values is made anew from the values of each use', () => {
    const { t } = textsIn('en');
    expect(t('authorize:consent.title', { name: 'One' })).toContain('One');
    expect(t('authorize:consent.title', { name: 'Two' })).toContain('Two');
  });
});
