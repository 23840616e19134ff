import { describe, expect, test } from 'vitest';
import type { WidgetSetting } from '../widget-setting.ts';
import type { SentValue, SettingsFacts } from './setting-fields.ts';
import { settingFields, settingProblem, resolveSettings } from './setting-fields.ts';

const setting = (key: string, type: WidgetSetting['type'], required = false): WidgetSetting => ({
  key,
  type,
  required,
  name: { en: key },
});
const login = setting('login', 'text', true);
const password = setting('password', 'pass');
const sealed = new Uint8Array([1, 2]);
const clear = (text: string): SentValue => ({ kind: 'clear', text });
const secret = (problem?: 'too_long'): SentValue => ({ kind: 'sealed', sealed, problem });

const settle = (facts: Partial<SettingsFacts>, sent: Record<string, SentValue>) =>
  resolveSettings(
    { widget: 1, settings: [login, password], userIds: [8, 9], stored: [], ...facts },
    new Map(Object.entries(sent)),
  );

describe('the fields of a widget’s settings', () => {
  test('a widget setting has one field, a `users` setting one per member, a `users_lp` setting two with a secret password', () => {
    const fields = settingFields([login, password, setting('ext', 'users'), setting('sip', 'users_lp')], [8, 9]);
    expect(fields.map(({ field, userId, secret: hidden }) => [field, userId, hidden])).toEqual([
      ['login', undefined, false],
      ['password', undefined, true],
      ['ext.8', 8, false],
      ['ext.9', 9, false],
      ['sip.8.login', 8, false],
      ['sip.8.password', 8, true],
      ['sip.9.login', 9, false],
      ['sip.9.password', 9, true],
    ]);
  });
});

describe('submitted widget settings', () => {
  test('submitted widget settings are stored without surrounding blanks, and passwords sealed', () => {
    expect(settle({}, { login: clear('  romashka '), password: secret() })).toEqual({
      kind: 'settled',
      kept: [
        { field: 'login', value: 'romashka' },
        { field: 'password', sealed },
      ],
      removed: [],
    });
  });

  test('a password that is not sent stays; a password that is cleared and a text that is not sent are removed', () => {
    const stored = [
      { field: 'login', value: 'old' },
      { field: 'password', sealed },
      { field: 'note', value: 'x' },
    ];
    const settings = [login, password, setting('note', 'text')];
    expect(settle({ settings, stored }, { login: clear('new') })).toEqual({
      kind: 'settled',
      kept: [{ field: 'login', value: 'new' }],
      removed: ['note'],
    });
    expect(settle({ settings, stored }, { login: clear('old'), password: { kind: 'nothing' } })).toEqual({
      kind: 'settled',
      kept: [],
      removed: ['password', 'note'],
    });
  });

  test('a setting of the widget’s own script is never required, stays when it is not sent, and is removed when it is cleared', () => {
    const settings = [login, setting('note', 'custom', true)];
    const stored = [{ field: 'note', value: '{}' }];
    expect(settle({ settings }, { login: clear('a') }).kind).toBe('settled');
    expect(settle({ settings, stored }, { login: clear('a') })).toMatchObject({ removed: [] });
    expect(settle({ settings, stored }, { login: clear('a'), note: { kind: 'nothing' } })).toMatchObject({
      removed: ['note'],
    });
    expect(settle({ settings, stored }, { login: clear('a'), note: clear('[1]') })).toMatchObject({
      kept: [
        { field: 'login', value: 'a' },
        { field: 'note', value: '[1]' },
      ],
    });
  });

  test('submitted settings leave fields unchanged that the widget’s present version does not have', () => {
    const stored = [{ field: 'former', value: 'kept' }];
    expect(settle({ stored }, { login: clear('a') })).toEqual({
      kind: 'settled',
      kept: [{ field: 'login', value: 'a' }],
      removed: [],
    });
  });

  test('a setting stored under another type is ignored: a password is never shown as text', () => {
    const required = setting('login', 'pass', true);
    expect(settle({ settings: [required], stored: [{ field: 'login', value: 'clear' }] }, {})).toEqual({
      kind: 'invalid',
      errors: [{ field: 'login', code: 'required' }],
    });
  });
});

describe('widget settings that are refused as a whole', () => {
  test('widget settings are refused with every error: unknown names, missing, too long, or not text', () => {
    const settings = [login, password, setting('ext', 'users', true), setting('note', 'custom')];
    expect(
      settle(
        { settings },
        {
          stranger: { kind: 'nothing' },
          'ext.77': { kind: 'nothing' },
          login: clear(' \u200b '),
          password: secret('too_long'),
          note: clear('a\nb\u0000'),
        },
      ),
    ).toEqual({
      kind: 'invalid',
      errors: [
        { field: 'stranger', code: 'unknown_field' },
        { field: 'ext.77', code: 'unknown_field' },
        { field: 'password', code: 'too_long' },
        { field: 'note', code: 'control_characters' },
        { field: 'login', code: 'required' },
        { field: 'ext', code: 'required' },
      ],
    });
  });

  test('a required setting is filled by one member’s value, or by a password that is already stored', () => {
    const settings = [setting('sip', 'users_lp', true), setting('key', 'pass', true)];
    const stored = [{ field: 'key', sealed }];
    expect(settle({ settings, stored }, { 'sip.9.login': clear('n') }).kind).toBe('settled');
    expect(settle({ settings, stored }, { 'sip.9.login': clear('n'), key: { kind: 'nothing' } }).kind).toBe('invalid');
  });

  test.each([
    ['text', 1_000],
    ['pass', 1_000],
    ['users', 255],
    ['users_lp', 255],
    ['custom', 20_000],
  ] as const)('a value of a %s setting may have at most %i characters', (type, max) => {
    expect(settingProblem('я'.repeat(max), type)).toBeUndefined();
    expect(settingProblem('я'.repeat(max + 1), type)).toBe('too_long');
  });
});
