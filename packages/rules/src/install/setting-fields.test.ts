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

describe('setting fields', () => {
  test('are one per setting, for `users` one per person, for `users_lp` two per person with a secret password', () => {
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

describe('submitted settings', () => {
  test('are stored without surrounding blanks, passwords as sealed', () => {
    expect(settle({}, { login: clear('  romashka '), password: secret() })).toEqual({
      kind: 'settled',
      kept: [
        { field: 'login', value: 'romashka' },
        { field: 'password', sealed },
      ],
      removed: [],
    });
  });

  test('keep a password that is not sent, and remove a password that is cleared or a text that is not sent', () => {
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

  test('never require a value of the widget’s own script, keep it when it is not sent, and remove it when it is cleared', () => {
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

  test('leave fields alone that the widget no longer asks for', () => {
    const stored = [{ field: 'former', value: 'kept' }];
    expect(settle({ stored }, { login: clear('a') })).toEqual({
      kind: 'settled',
      kept: [{ field: 'login', value: 'a' }],
      removed: [],
    });
  });

  test('ignore a value stored under another type: a password is never shown as text', () => {
    const required = setting('login', 'pass', true);
    expect(settle({ settings: [required], stored: [{ field: 'login', value: 'clear' }] }, {})).toEqual({
      kind: 'invalid',
      errors: [{ field: 'login', code: 'required' }],
    });
  });
});

describe('settings are refused as a whole', () => {
  test('with every error: unknown names, missing, too long, or not text', () => {
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

  test('unless one person has a value for a setting required of people, or a required password is stored', () => {
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
  ] as const)('beyond the length of a %s value, %i characters', (type, max) => {
    expect(settingProblem('я'.repeat(max), type)).toBeUndefined();
    expect(settingProblem('я'.repeat(max + 1), type)).toBe('too_long');
  });
});
