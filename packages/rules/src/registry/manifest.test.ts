import { describe, expect, test } from 'vitest';
import { isEmail, isSupportLink, readWidget } from './manifest.ts';
import { manifestMember } from './manifest-members.ts';
import { isTruthyFlag, jsonMember, readJsonObject, textAt } from './manifest-shape.ts';
import type { WidgetContents, WidgetFile } from './widget-contents.ts';

const english = {
  path: 'i18n/en.json',
  text: '{"widget":{"name":"Gulls","long":"Long"},"settings":{"login":"Login"}}',
};
const russian = { path: 'i18n/ru.json', text: '{"widget":{"name":"Чайки","long":" "}}' };

function read(root: unknown, change: Partial<WidgetContents> = {}) {
  const text = typeof root === 'string' ? root : JSON.stringify(root);
  return readWidget({
    folder: '',
    files: [],
    manifest: { path: 'manifest.json', text },
    languages: [english, russian],
    code: [],
    ...change,
  });
}

/** The manifest that is read from the members of `widget` and of the top. */
function manifestOf(widget: object, top: object = {}, change: Partial<WidgetContents> = {}) {
  const reading = read({ widget: { locale: ['en', 'ru'], ...widget }, ...top }, change);
  if (reading.kind !== 'widget') throw new Error(JSON.stringify(reading.problems));
  return reading.manifest;
}

const problemsOf = (reading: ReturnType<typeof read>) =>
  reading.kind === 'invalid' ? reading.problems.map(({ file, field, code }) => [file, field, code]) : reading.kind;

describe('a widget’s manifest', () => {
  test('a manifest is read with its texts in every language', () => {
    const widget = {
      name: 'widget.name',
      description: 'widget.long',
      short_description: 'Short',
      version: ' 1.0.2 ',
      installation: true,
      support: { link: 'https://shop.test/help#top', email: 'Help@shop.test' },
    };
    const settings = { login: { name: 'settings.login', type: 'text', required: 'Y' } };
    expect(manifestOf(widget, { locations: ['ccard-1', 'settings'], settings })).toEqual({
      version: '1.0.2',
      locales: ['en', 'ru'],
      installation: true,
      name: { en: 'Gulls', ru: 'Чайки' },
      description: { en: 'Long' },
      shortDescription: { en: 'Short', ru: 'Short' },
      locations: ['ccard-1', 'settings'],
      settings: [{ key: 'login', type: 'text', required: true, name: { en: 'Login' } }],
      support: { link: 'https://shop.test/help#top', email: 'Help@shop.test' },
    });
  });

  test('an empty manifest is read as one without anything', () => {
    expect(manifestOf({}, {}, { languages: [] })).toEqual({
      version: undefined,
      locales: ['en', 'ru'],
      installation: false,
      name: {},
      description: {},
      shortDescription: {},
      locations: [],
      settings: [],
      support: { link: undefined, email: undefined },
    });
  });

  test.each([
    [1.5, '1.5'],
    ['2.0-beta+3 a', '2.0-beta+3 a'],
    ['1'.repeat(40), '1'.repeat(40)],
    ['1'.repeat(41), undefined],
    [' ', undefined],
    ['1/2', undefined],
    [true, undefined],
  ])('the version %j is read as %j', (version, read_) => {
    expect(manifestOf({ version }).version).toBe(read_);
  });

  test('locations are read once each, fifty at most, by their form', () => {
    expect(manifestOf({}, { locations: ['lcard-0', 'lcard-0', 'lcard-2', 'L', 1, 'a b', 'card_1'] }).locations).toEqual(
      ['lcard-0', 'card_1'],
    );
    expect(manifestOf({}, { locations: 'settings' }).locations).toEqual(['settings']);
    const many = Array.from({ length: 51 }, (_, at) => `place${at}`);
    expect(manifestOf({}, { locations: many }).locations).toHaveLength(50);
    expect(manifestOf({}, { locations: ['a'.repeat(40), 'a'.repeat(41), 'xsettings ', '-1'] }).locations).toEqual([
      'a'.repeat(40),
    ]);
  });

  test('a support link is an https page, and an email address can be written to', () => {
    expect(manifestOf({ support: { link: 'http://shop.test/', email: 'nobody' } }).support).toEqual({
      link: undefined,
      email: undefined,
    });
    expect(manifestOf({ support: 'https://shop.test/' }).support).toEqual({ link: undefined, email: undefined });
    expect([isSupportLink('https://shop.test/a#b'), isSupportLink('https://localhost/'), isSupportLink('x')]).toEqual([
      true,
      true,
      false,
    ]);
    expect([isEmail('A@b.test'), isEmail('a@'), isEmail(' a@b.test')]).toEqual([true, false, false]);
  });
});

describe('the settings of a manifest', () => {
  const settingsOf = (settings: unknown) => manifestOf({}, { settings }).settings;

  test('a setting of an unknown type is the widget’s own, and anything else is ignored', () => {
    expect(settingsOf({ own: { type: 'date' }, 'a b': { type: 'text' }, text: 'x', 'k-1_': { type: 'pass' } })).toEqual(
      [
        { key: 'own', type: 'custom', required: false, name: {} },
        { key: 'k-1_', type: 'pass', required: false, name: {} },
      ],
    );
    expect(settingsOf(['a'])).toEqual([]);
    expect(settingsOf('a')).toEqual([]);
  });

  test('fifty settings are read, with keys of at most 64 characters', () => {
    const many = Object.fromEntries(Array.from({ length: 51 }, (_, at) => [`k${at}`, {}]));
    expect(settingsOf(many)).toHaveLength(50);
    expect(settingsOf({ ['k'.repeat(64)]: {}, ['k'.repeat(65)]: {} })).toHaveLength(1);
  });
});

describe('the languages of a manifest', () => {
  test('the languages are those that the manifest lists, or else those of the language files', () => {
    expect(manifestOf({ locale: ['ru', 'RU', 'rus', 7, 'ru'] }).locales).toEqual(['ru']);
    expect(manifestOf({ locale: 'ru' }).locales).toEqual(['ru']);
    expect(manifestOf({ locale: undefined }).locales).toEqual(['en', 'ru']);
    const odd = { path: 'i18n/english.json', text: '{}' };
    expect(manifestOf({ locale: undefined }, {}, { languages: [odd, english] }).locales).toEqual(['en']);
  });

  test('twenty languages are read', () => {
    const letters = [...'abcdefghijklmnopqrstu'];
    expect(manifestOf({ locale: letters.map((letter) => `a${letter}`) }).locales).toHaveLength(20);
  });

  test('a key without a text in any language is no text; other words are a text of every language', () => {
    expect(manifestOf({ name: 'widget.gone' }).name).toEqual({});
    expect(manifestOf({ name: 'Gulls' }).name).toEqual({ en: 'Gulls', ru: 'Gulls' });
    expect(manifestOf({ name: ' ' }).name).toEqual({});
    expect(manifestOf({ name: 7 }).name).toEqual({});
  });

  test('a text may have 65,000 characters', () => {
    const name = (length: number) => manifestOf({ name: `${'a'.repeat(length - 1)}!` }).name;
    expect(Object.keys(name(65_000))).toEqual(['en', 'ru']);
    expect(name(65_001)).toEqual({});
  });

  test('a language whose file is missing or unreadable has no texts', () => {
    const broken = { path: 'i18n/ru.json', text: '[' };
    const reading = read(
      { widget: { locale: ['en', 'ru', 'de'], name: 'widget.name' } },
      { languages: [english, broken] },
    );
    expect(reading).toMatchObject({
      manifest: { name: { en: 'Gulls' } },
      languages: [{ locale: 'en' }, { texts: 'not_json' }, { locale: 'de', path: 'i18n/de.json', texts: 'required' }],
    });
  });
});

describe('a widget that is refused', () => {
  const picture = { format: 'PNG', width: 1, height: 1, animated: false, whole: true } as const;
  const logo = (change: Partial<WidgetFile>): WidgetFile => ({ path: 'images/logo.png', bytes: 1, ...change });

  test.each([
    ['not_json', '{'],
    ['wrong_type', '[]'],
    ['wrong_type', 'null'],
    ['wrong_type', '"x"'],
  ])('a manifest that is no object is refused: %s', (code, text) => {
    expect(problemsOf(read(text))).toEqual([['manifest.json', '', code]]);
  });

  test('a widget without a manifest, or with one that is not UTF-8, is refused', () => {
    expect(problemsOf(read({}, { manifest: undefined }))).toEqual([['manifest.json', '', 'required']]);
    expect(problemsOf(read({}, { manifest: { path: 'manifest.json', text: undefined } }))).toEqual([
      ['manifest.json', '', 'not_utf8'],
    ]);
  });

  test('a logo that does not decode is refused, together with what else is wrong', () => {
    const broken = ['images/logo.png', '', 'broken_picture'];
    for (const change of [{}, { picture: 'unreadable' }, { picture: { ...picture, whole: false } }] as const)
      expect(problemsOf(read({}, { files: [logo(change)] }))).toEqual([broken]);
    expect(problemsOf(read('[]', { files: [logo({})] }))).toEqual([['manifest.json', '', 'wrong_type'], broken]);
    expect(problemsOf(read({}, { files: [logo({ picture })] }))).toBe('widget');
    expect(problemsOf(read({}, { files: [logo({ path: 'images/other.png' })] }))).toBe('widget');
    expect(problemsOf(read({}, { files: [logo({ path: 'images/logo_dp.png' })] }))).toEqual([
      ['images/logo_dp.png', '', 'broken_picture'],
    ]);
  });

  test('at most 200 problems are reported', () => {
    const files = Array.from({ length: 201 }, () => logo({}));
    expect(problemsOf(read({}, { files }))).toHaveLength(200);
  });

  test('characters other than text are refused wherever they stand, in the order of the manifest', () => {
    const bad = 'a\u0000';
    const manifest = { tour: { steps: ['ok', bad] }, [bad]: 1, widget: { code: bad } };
    expect(problemsOf(read(manifest))).toEqual([
      ['manifest.json', 'a\ufffd', 'control_characters'],
      ['manifest.json', 'tour.steps.1', 'control_characters'],
      ['manifest.json', 'widget.code', 'control_characters'],
    ]);
  });

  test('the place of a character that is refused is reported up to 200 characters, and twenty of them', () => {
    const long = { ['k'.repeat(300)]: { x: 'a\u0007' } };
    const reading = read(long);
    expect(reading.kind === 'invalid' && reading.problems[0]?.field).toBe('k'.repeat(200));
    const many = Object.fromEntries(Array.from({ length: 30 }, (_, at) => [`m${at}`, '\u0007']));
    expect(problemsOf(read(many))).toHaveLength(20);
  });

  test('characters other than text in a text of a language file are refused in that file', () => {
    const wrong = {
      path: 'i18n/en.json',
      text: '{"widget":{"name":"a\\u0000","d":"b\\u0007","s":"c\\u0007"},"settings":{"login":"d\\u0007"}}',
    };
    const root = {
      widget: { locale: 'en', name: 'widget.name', description: 'widget.d', short_description: 'widget.s' },
      settings: { login: { name: 'settings.login' } },
    };
    expect(problemsOf(read(root, { languages: [wrong] }))).toEqual([
      ['i18n/en.json', 'widget.name', 'control_characters'],
      ['i18n/en.json', 'widget.description', 'control_characters'],
      ['i18n/en.json', 'widget.short_description', 'control_characters'],
      ['i18n/en.json', 'settings.login.name', 'control_characters'],
    ]);
  });

  test('a manifest may be nested deeper than a call stack', () => {
    expect(problemsOf(read(`{"tour":${'['.repeat(5_000)}${']'.repeat(5_000)}}`))).toBe('widget');
  });
});

describe('a member of the manifest', () => {
  test('a member is found where it belongs, and also where real manifests have it', () => {
    const found = (root: object, name: 'version' | 'locations') => manifestMember({ ...root }, name);
    expect(found({ widget: { version: 1 }, version: 2 }, 'version')).toEqual({
      value: 1,
      place: 'widget.version',
      home: 'widget.version',
    });
    expect(found({ version: 2 }, 'version')).toEqual({ value: 2, place: 'version', home: 'widget.version' });
    expect(found({ widget: { version: null }, version: 2 }, 'version').value).toBe(2);
    expect(found({ widget: { locations: ['a'] } }, 'locations')).toEqual({
      value: ['a'],
      place: 'widget.locations',
      home: 'locations',
    });
    expect(found({ locations: null, widget: 'x' }, 'locations')).toEqual({
      value: undefined,
      place: 'locations',
      home: 'locations',
    });
  });

  test('an inherited member does not count', () => {
    expect(jsonMember({}, 'toString')).toBeUndefined();
    expect(jsonMember(undefined, 'a')).toBeUndefined();
    expect(textAt({ a: {} }, 'a.constructor.name')).toBeUndefined();
    expect(textAt({ a: { b: 'c' } }, 'a.b')).toBe('c');
    expect(textAt({ a: { b: ' ' } }, 'a.b')).toBeUndefined();
  });

  test.each([true, 1, 'true', 'TRUE', 'y', ' Yes ', '1'])('%j is a flag that is set', (value) => {
    expect(isTruthyFlag(value)).toBe(true);
  });

  test.each([false, 0, 2, 'no', 'truely', 'my', '', null, undefined, ['true']])(
    '%j is no flag that is set',
    (value) => {
      expect(isTruthyFlag(value)).toBe(false);
    },
  );

  test('a file that is no JSON object says why', () => {
    const of = (text: string | undefined) => readJsonObject({ path: 'a', text });
    expect([of(undefined), of('x'), of('[]'), of('{}')]).toEqual(['not_utf8', 'not_json', 'wrong_type', {}]);
  });
});
