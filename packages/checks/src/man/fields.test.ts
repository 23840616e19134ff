import { describe, expect, test } from 'vitest';
import { found, manifest } from '../testing/a-widget.ts';
import { manifestFieldsCheck } from './fields.ts';

type Changed = Parameters<typeof found>[1];
const widget = (members: object): Changed => ({
  manifest: { ...manifest, widget: { ...manifest.widget, ...members } },
});
const top = (members: object): Changed => ({ manifest: { ...manifest, ...members } });
const setting = (members: object): Changed => top({ settings: { login: { ...manifest.settings.login, ...members } } });
const told = (changed: Changed) => found(manifestFieldsCheck, changed).map((one) => one.slice(0, 5));
const m = 'manifest.json';

test('a complete manifest passes, and so does one with an email address as its only support', () => {
  expect(told({})).toEqual([]);
  expect(told(widget({ support: { link: '', email: 'help@shop.test' } }))).toEqual([]);
  expect(told(top({ settings: [] }))).toEqual([]);
});

test('a manifest member that is null counts as absent, in widget and at the top', () => {
  expect(told(widget({ version: null, interface_version: null, init_once: null, is_showcase: null }))).toEqual([]);
  expect(told(top({ dp: null, advanced: null, salesbot_designer: null, left_menu: null }))).toEqual([]);
  expect(told(top({ locale: ['ru'], widget: { ...manifest.widget, locale: null } }))).toEqual([
    [m, 'locale', 'misplaced', 'widget.locale', 'locale'],
  ]);
});

test('an error in a manifest is reported with the member’s line', () => {
  expect(found(manifestFieldsCheck, widget({ version: 2 }))).toEqual([
    [m, 'widget.version', 'differs', '"1.0.0"', '2', '', '6'],
  ]);
});

describe('an error in a manifest is reported with its place, the expected and the found value', () => {
  test.each<[string, Changed, string[]]>([
    ['a folder around its files', { folder: 'widget/' }, [m, '', 'misplaced', 'manifest.json', 'widget/manifest.json']],
    ['no script.js', { files: { 'script.js': false } }, ['script.js', '', 'missing', 'script.js', '']],
    ['no member widget', { manifest: {} }, [m, 'widget', 'missing', '{…}', '']],
    ['no name key', widget({ name: undefined }), [m, 'widget.name', 'missing', '"widget.name"', '']],
    ['a name that is not a string', widget({ name: 7 }), [m, 'widget.name', 'differs', '"widget.name"', '7']],
    [
      'a name instead of a text key',
      widget({ name: 'My mail' }),
      [m, 'widget.name', 'differs', '"widget.name"', '"My mail"'],
    ],
    [
      'a language list that is not a list',
      widget({ locale: 'ru' }),
      [m, 'widget.locale', 'differs', '["ru", "en"]', '"ru"'],
    ],
    ['a language of five letters', widget({ locale: ['ru-RU'] }), [m, 'widget.locale.0', 'differs', '"ru"', '"ru-RU"']],
    ['no installation', widget({ installation: undefined }), [m, 'widget.installation', 'missing', 'true | false', '']],
    [
      'a word in place of true for installation',
      widget({ installation: 'Y' }),
      [m, 'widget.installation', 'differs', 'true | false', '"Y"'],
    ],
    ['a version with blanks', widget({ version: '1 0' }), [m, 'widget.version', 'differs', '"1.0.0"', '"1 0"']],
    ['no support', widget({ support: undefined }), [m, 'widget.support', 'missing', '{…}', '']],
    [
      'support without a link or an email address',
      widget({ support: { link: ' ', email: null } }),
      [m, 'widget.support.link', 'missing', 'https://… | name@example.com', ''],
    ],
    [
      'a support link that runs code',
      widget({ support: { link: 'javascript:alert(1)' } }),
      [m, 'widget.support.link', 'differs', 'https://…', '"javascript:alert(1)"'],
    ],
    [
      'a support email address without a host',
      widget({ support: { email: 'help' } }),
      [m, 'widget.support.email', 'differs', 'name@example.com', '"help"'],
    ],
    [
      'support at the top',
      top({ support: {}, widget: { ...manifest.widget, support: undefined } }),
      [m, 'support', 'misplaced', 'widget.support', 'support'],
    ],
    [
      'a word in place of true for is_showcase',
      widget({ is_showcase: 'y' }),
      [m, 'widget.is_showcase', 'differs', 'true | false', '"y"'],
    ],
    ['no settings', top({ settings: undefined }), [m, 'settings', 'missing', '{…}', '']],
    ['a setting that is a text', top({ settings: { login: 'x' } }), [m, 'settings.login', 'differs', '{…}', '"x"']],
    ['a setting without a name', setting({ name: undefined }), [m, 'settings.login.name', 'missing', '"…"', '']],
    [
      'a setting of an unknown type',
      setting({ type: 'list' }),
      [m, 'settings.login.type', 'differs', 'text | pass | users | users_lp | custom', '"list"'],
    ],
    [
      'a word in place of true for required',
      setting({ required: 'Y' }),
      [m, 'settings.login.required', 'differs', 'true | false', '"Y"'],
    ],
    [
      'a default value that is a list',
      setting({ default_value: [1] }),
      [m, 'settings.login.default_value', 'differs', '"…"', '[…]'],
    ],
    ['an unknown member of a setting', setting({ values: 1 }), [m, 'settings.login.values', 'unknown', '', 'values']],
    [
      'dp without the location digital_pipeline',
      top({ dp: {} }),
      [m, 'dp', 'misplaced', 'locations: "digital_pipeline"', 'dp'],
    ],
    [
      'the location digital_pipeline without dp',
      top({ locations: ['digital_pipeline'] }),
      [m, 'dp', 'missing', '{…}', ''],
    ],
    [
      'the location advanced_settings without its page',
      top({ locations: ['advanced_settings'] }),
      [m, 'advanced', 'missing', '{…}', ''],
    ],
    [
      'the location salesbot_designer without its steps',
      top({ locations: ['salesbot_designer'] }),
      [m, 'salesbot_designer', 'missing', '{…}', ''],
    ],
    [
      'a menu entry without a title',
      top({ left_menu: { a: { icon: 'images/tour.png' } } }),
      [m, 'left_menu.a.title', 'missing', '"…"', ''],
    ],
    ['an unknown member', top({ more: 1 }), [m, 'more', 'unknown', '', 'more']],
  ])('a widget with %s is reported with its place, the expected and the found value', (_, changed, finding) => {
    expect(told(changed)).toContainEqual(finding);
  });

  test('a manifest with more than 50 settings is reported', () => {
    const many = Array.from({ length: 51 }, (_, n) => [`s${n}`, manifest.settings.login]);
    expect(told(top({ settings: Object.fromEntries(many) }))).toEqual([[m, 'settings', 'too_many', '50', '51']]);
  });
});
