import { expect, test } from 'vitest';
import { found, manifest, texts } from '../testing/a-widget.ts';
import { languageTextsCheck } from './complete.ts';

const ru = { path: 'i18n/ru.json', text: JSON.stringify(texts) };
const en = (text: string | undefined) => ({ languages: [ru, { path: 'i18n/en.json', text }] });
const told = (changed: Parameters<typeof found>[1]) => found(languageTextsCheck, changed).map((one) => one.slice(0, 5));

test('a widget with every text in every language passes', () => {
  expect(told({})).toEqual([]);
});

test.each([
  ['not UTF-8', en(undefined), 'UTF-8'],
  ['not JSON', en('{"widget": {},}'), 'JSON {…}'],
  ['a list', en('[]'), 'JSON {…}'],
])('a widget’s language file that is %s is reported once', (_, changed, expected) => {
  expect(told(changed)).toEqual([['i18n/en.json', '', 'unreadable', expected, '']]);
});

test('a language without a language file in the widget is reported once', () => {
  expect(told({ languages: [ru] })).toEqual([['i18n/en.json', '', 'missing', 'i18n/en.json', '']]);
});

test('a missing, blank or overlong text in a language file is reported with its key and file', () => {
  const { name: _, ...widget } = texts.widget;
  const lacking = { widget: { ...widget, description: ' ', tour: 'x'.repeat(65_001) }, settings: texts.settings };
  expect(told(en(JSON.stringify(lacking)))).toEqual([
    ['i18n/en.json', 'widget.name', 'no_text', 'widget.name', ''],
    ['i18n/en.json', 'widget.description', 'no_text', 'widget.description', ''],
    ['i18n/en.json', 'widget.tour', 'too_long', '65000', '65001'],
  ]);
});

test('texts for every known member of the manifest are required', () => {
  const named = {
    ...manifest,
    dp: { settings: { a: { name: 'a.dp' } } },
    advanced: { title: 'a.page' },
    salesbot_designer: { logo: 'a.logo', step: { name: 'a.step', settings: { b: { name: 'a.field' } } } },
    left_menu: { c: { title: 'a.menu' } },
  };
  expect(
    told({ manifest: { ...named, widget: { ...named.widget, locale: ['ru'] } } }).map(([, member]) => member),
  ).toEqual(['a.dp', 'a.page', 'a.step', 'a.field', 'a.menu']);
});
