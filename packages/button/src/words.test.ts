import { describe, expect, it } from 'vitest';
import { localeOf, words } from './words.ts';

describe('the language of a button', () => {
  it.each([
    ['ru', 'en', 'ru'],
    ['', 'ru-RU', 'ru'],
    [undefined, 'PT_br', 'pt'],
    ['en', 'ru', 'en'],
    ['de', 'es', 'es'],
    [undefined, '', 'en'],
    ['constructor', 'toString', 'en'],
  ])('data-locale %j on a page in %j is %j', (locale, page, expected) => {
    expect(localeOf({ locale }, page)).toBe(expected);
  });

  it('has a title of its own in every language', () => {
    expect(Object.entries(words).map(([locale, { title }]) => [locale, title])).toEqual([
      ['ru', 'Подключить через Pristan'],
      ['en', 'Connect with Pristan'],
      ['es', 'Conectar con Pristan'],
      ['pt', 'Conectar com o Pristan'],
      ['id', 'Hubungkan dengan Pristan'],
    ]);
  });
});
