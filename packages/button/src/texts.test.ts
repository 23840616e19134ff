import { buttonTexts } from '@pristan/locales/button';
import { describe, expect, it } from 'vitest';
import { localeOf } from './texts.ts';

describe('the language of a button', () => {
  it.each([
    ['ru', 'en', 'ru'],
    ['', 'ru-RU', 'ru'],
    [undefined, 'PT_br', 'pt'],
    ['en', 'ru', 'en'],
    ['de', 'es', 'es'],
    [undefined, '', 'en'],
    ['constructor', 'toString', 'en'],
  ])('with data-locale %j on a page in %j the button’s language is %j', (locale, page, expected) => {
    expect(localeOf({ locale }, 'pristan', page)).toBe(expected);
    expect(localeOf({ locale }, 'amocrm', page)).toBe(expected);
  });

  it.each([
    ['es', 'ru', 'es'],
    [undefined, 'ru', 'en'],
    ['de', 'es', 'en'],
  ])(
    'with Kommo’s class the page’s language is ignored: with data-locale %j on a page in %j the button’s language is %j',
    (locale, page, expected) => {
      expect(localeOf({ locale }, 'kommo', page)).toBe(expected);
    },
  );

  it('every language of the button has its own title', () => {
    const titles = Object.fromEntries(Object.entries(buttonTexts).map(([locale, { title }]) => [locale, title]));
    expect(titles).toMatchObject({
      ru: 'Подключить через Pristan',
      en: 'Connect with Pristan',
      es: 'Conectar con Pristan',
      pt: 'Conectar com o Pristan',
      id: 'Hubungkan dengan Pristan',
    });
  });
});
