import { describe, expect, test } from 'vitest';
import type { WidgetSetting } from '../widget-setting.ts';
import type { SentValue, SettingsFacts } from './setting-fields.ts';
import { settingFields, settingProblem, settleSettings } from './setting-fields.ts';

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
  settleSettings(
    { widget: 1, settings: [login, password], userIds: [8, 9], stored: [], ...facts },
    new Map(Object.entries(sent)),
  );

describe('fields', () => {
  test('are one a setting; of `users` one a person, of `users_lp` two, whose password is secret', () => {
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

describe('settings given all at once', () => {
  test('are stored without blanks around them, a password as it was sealed', () => {
    expect(settle({}, { login: clear('  romashka '), password: secret() })).toEqual({
      kind: 'settled',
      kept: [
        { field: 'login', value: 'romashka' },
        { field: 'password', sealed },
      ],
      removed: [],
    });
  });

  test('a password that is not sent stays; one that is taken away goes; a text that is not sent goes', () => {
    const stored = [
      { field: 'login', value: 'old' },
      { field: 'password', sealed },
      { field: 'note', value: 'x' },
    ];
    const settings = [login, password, setting('note', 'custom')];
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

  test('what the widget asks for no more is left alone', () => {
    const stored = [{ field: 'former', value: 'kept' }];
    expect(settle({ stored }, { login: clear('a') })).toEqual({
      kind: 'settled',
      kept: [{ field: 'login', value: 'a' }],
      removed: [],
    });
  });

  test('a value kept under another type counts as none: a password is never shown as a text', () => {
    const required = setting('login', 'pass', true);
    expect(settle({ settings: [required], stored: [{ field: 'login', value: 'clear' }] }, {})).toEqual({
      kind: 'invalid',
      errors: [{ field: 'login', code: 'required' }],
    });
  });
});

describe('settings are refused as a whole', () => {
  test('with every error named: unknown names, what is missing, too long, or no text', () => {
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

  test('one person’s value is enough for what is required of people; a stored password for a required one', () => {
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
  ] as const)('%s takes %i characters', (type, max) => {
    expect(settingProblem('я'.repeat(max), type)).toBeUndefined();
    expect(settingProblem('я'.repeat(max + 1), type)).toBe('too_long');
  });
});
