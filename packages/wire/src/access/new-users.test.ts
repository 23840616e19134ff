import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readNewUsers } from './new-users.ts';
import { readPage } from './page.ts';

const max = { users: 10, nameCharacters: 255 };

test('any JSON body of POST /api/v4/users is read, or refused with the path of each error; the reader never throws', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const reading = readNewUsers(value, max);
      if (reading.kind === 'invalid') expect(reading.errors.length).toBeGreaterThan(0);
      else expect(reading.users.length).toBe(Array.isArray(value) ? value.length : Number.NaN);
    }),
    { numRuns: 1_000 },
  );
});

test('the known members of a user to add are read, all others ignored', () => {
  const element = {
    name: 'N',
    email: 'n@b.test',
    password: 'p',
    lang: 'ru-RU',
    rights: { is_admin: true, leads: {} },
    request_id: 7,
  };
  expect(readNewUsers([element, { name: 'M', email: 'm@b.test', lang: 'pt', rights: null }], max)).toEqual({
    kind: 'users',
    users: [
      { requestId: '7', name: 'N', email: 'n@b.test', language: 'ru', admin: true },
      { requestId: '1', name: 'M', email: 'm@b.test', language: 'en', admin: false },
    ],
  });
});

test('a user’s name that is blank, too long or not one line is refused with the code of its problem', () => {
  const names = {
    'a\u202eb': 'InvalidCharacters',
    'a\r\nb': 'InvalidCharacters',
    'a\u0085b': 'InvalidCharacters',
    'a\u2028b': 'InvalidCharacters',
    '\u200b\u2060': 'NotBlank',
    ' \u2800 ': 'NotBlank',
    '': 'NotBlank',
    ['😀'.repeat(256)]: 'TooLong',
  };
  for (const [name, code] of Object.entries(names)) {
    const reading = readNewUsers([{ name, email: 'n@b.test' }], max);
    expect(reading).toMatchObject({ kind: 'invalid', errors: [{ requestId: '0', path: 'name', code }] });
  }
  expect(readNewUsers([{ name: '😀'.repeat(255), email: 'n@b.test' }], max).kind).toBe('users');
});

test('a user to add becomes an admin only with the value `true`', () => {
  for (const admin of [1, 'true', {}, []]) {
    const reading = readNewUsers([{ name: 'N', email: 'n@b.test', rights: { is_admin: admin } }], max);
    expect(reading).toMatchObject({ kind: 'invalid', errors: [{ requestId: '0', path: 'rights.is_admin' }] });
  }
});

test('any query of a list gives either a page that the database can count to, or a sentence about the error', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (page, limit) => {
      const reading = readPage(new URLSearchParams({ page, limit }));
      if ('problem' in reading) expect(reading.problem).not.toBe('');
      else expect(Number.isSafeInteger(reading.page * reading.limit) && reading.limit <= 250).toBe(true);
    }),
  );
});
