import { describe, expect, test } from 'vitest';
import type { IntegrationFields } from '../change.ts';
import { blankFields } from './field-values.ts';
import { fieldErrors } from './check-fields.ts';

const good: IntegrationFields = {
  ...blankFields,
  name: 'Acme Mail',
  redirectUri: 'https://shop.test/callback',
};

const errors = (fields: Partial<IntegrationFields>, reach: 'own_account' | 'many_accounts' = 'own_account') =>
  fieldErrors({ ...good, ...fields }, reach, 'private');

const origins = (count: number) => Array.from({ length: count }, (_, index) => `https://shop${index}.test`);

describe('the fields of an integration', () => {
  test('fields of an integration are accepted at the edge of every limit, counted in characters', () => {
    const smile = '🙂';
    expect(
      errors({
        name: smile.repeat(255),
        summary: smile.repeat(300),
        descriptionHtml: smile.repeat(65_000),
        buttonOrigins: origins(20),
        disconnectUri: 'http://localhost/bye',
        scopes: ['crm', 'notifications', 'files', 'files_delete', 'push_notifications'],
      }),
    ).toEqual([]);
  });

  test('fields of an integration one beyond every limit are refused, with all errors together', () => {
    expect(
      errors({
        name: 'x'.repeat(256),
        summary: 'x'.repeat(301),
        descriptionHtml: 'x'.repeat(65_001),
        redirectUri: '',
        buttonOrigins: origins(21),
        disconnectUri: '',
        scopes: ['crm', 'crm', 'root'],
      }),
    ).toEqual([
      { field: 'name', code: 'too_long' },
      { field: 'summary', code: 'too_long' },
      { field: 'description', code: 'too_long' },
      { field: 'redirect_uri', code: 'required' },
      { field: 'button_origins', code: 'too_many' },
      { field: 'disconnect_uri', code: 'not_an_address' },
      { field: 'scopes', code: 'duplicate', index: 1 },
      { field: 'scopes', code: 'unknown_scope', index: 2 },
    ]);
  });

  test('a list field of an integration is checked only up to its maximum length, however long the list is', () => {
    expect(errors({ scopes: Array.from({ length: 10_000 }, () => 'root') })).toHaveLength(6);
    expect(errors({ buttonOrigins: Array.from({ length: 10_000 }, () => 'root') })).toHaveLength(21);
  });

  test.each(['', ' ', '\t\n', '\u00a0', '\u200b', '\u200d \ufeff', '\u202e'])(
    'an integration needs a name with visible characters: %j',
    (name) => {
      expect(errors({ name })).toEqual([{ field: 'name', code: 'required' }]);
    },
  );

  test.each([
    '\u0000',
    '\u0007',
    '\n',
    '\r',
    '\t',
    '\u007f',
    '\u0085',
    '\u2028',
    '\u2029',
    '\u202a',
    '\u202e',
    '\u2066',
    '\u2069',
    '\ud83d',
    '\ude42',
  ])('the character %j is refused in an integration’s name and summary', (character) => {
    expect(errors({ name: `Acme${character}Mail`, summary: `Acme${character}Mail` })).toEqual([
      { field: 'name', code: 'control_characters' },
      { field: 'summary', code: 'control_characters' },
    ]);
  });

  test.each(['Ёлка', '日本', 'שלום', 'می‌خواهم', '👩‍💻', 'a & b <c>', "O'Neil"])(
    'an integration may have the name %s',
    (name) => {
      expect(errors({ name, summary: name })).toEqual([]);
    },
  );

  test('an integration’s description may contain line ends, and no other control characters', () => {
    expect(errors({ descriptionHtml: '<p>one</p>\r\n\t<p>two</p>' })).toEqual([]);
    for (const character of ['\u0000', '\u001b', '\u202e', '\udc00']) {
      expect(errors({ descriptionHtml: `a${character}b` })).toEqual([
        { field: 'description', code: 'control_characters' },
      ]);
    }
  });

  test('an address of the local machine is accepted only for an integration of its own account', () => {
    const local = {
      redirectUri: 'http://localhost:1/',
      buttonOrigins: ['http://localhost:1'],
      disconnectUri: 'http://127.0.0.1/',
    };
    expect(errors(local)).toEqual([]);
    expect(errors(local, 'many_accounts')).toEqual([
      { field: 'redirect_uri', code: 'not_https' },
      { field: 'button_origins', code: 'not_https', index: 0 },
      { field: 'disconnect_uri', code: 'not_https' },
    ]);
  });
});
