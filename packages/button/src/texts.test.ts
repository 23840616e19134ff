import { describe, expect, it } from 'vitest';
import { localeOf, texts } from './texts.ts';

describe('the language of a button', () => {
  it.each([
    ['ru', 'en', 'ru'],
    ['', 'ru-RU', 'ru'],
    [undefined, 'PT_br', 'pt'],
    ['en', 'ru', 'en'],
    ['de', 'es', 'es'],
    [undefined, '', 'en'],
    ['constructor', 'toString', 'en'],
  ])('for data-locale %j on a page in %j is %j', (locale, page, expected) => {
    expect(localeOf({ locale }, 'pristan', page)).toBe(expected);
    expect(localeOf({ locale }, 'amocrm', page)).toBe(expected);
  });

  it.each([
    ['es', 'ru', 'es'],
    [undefined, 'ru', 'en'],
    ['de', 'es', 'en'],
  ])(
    'ignores the page’s language with Kommo’s class: data-locale %j on a page in %j is %j',
    (locale, page, expected) => {
      expect(localeOf({ locale }, 'kommo', page)).toBe(expected);
    },
  );

  it('comes with its own title', () => {
    expect(Object.entries(texts).map(([locale, { title }]) => [locale, title])).toEqual([
      ['ru', 'Подключить через Pristan'],
      ['en', 'Connect with Pristan'],
      ['es', 'Conectar con Pristan'],
      ['pt', 'Conectar com o Pristan'],
      ['id', 'Hubungkan dengan Pristan'],
    ]);
  });
});
