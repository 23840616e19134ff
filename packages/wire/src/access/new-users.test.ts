import fc from 'fast-check';
import { expect, test } from 'vitest';
import { readNewUsers } from './new-users.ts';
import { readPage } from './page.ts';

test('any JSON is read or refused with a place, and never thrown at', () => {
  fc.assert(
    fc.property(fc.jsonValue(), (value) => {
      const reading = readNewUsers(value, 10);
      if (reading.kind === 'invalid') expect(reading.errors.length).toBeGreaterThan(0);
      else expect(reading.users.length).toBe(Array.isArray(value) ? value.length : Number.NaN);
    }),
    { numRuns: 1_000 },
  );
});

test('what is known is taken, what is not is left alone', () => {
  const element = {
    name: 'N',
    email: 'n@b.test',
    password: 'p',
    lang: 'ru-RU',
    rights: { is_admin: true, leads: {} },
    request_id: 7,
  };
  expect(readNewUsers([element, { name: 'M', email: 'm@b.test', lang: 'pt', rights: null }], 10)).toEqual({
    kind: 'users',
    users: [
      { requestId: '7', name: 'N', email: 'n@b.test', language: 'ru', admin: true },
      { requestId: '1', name: 'M', email: 'm@b.test', language: 'en', admin: false },
    ],
  });
});

test('an admin is only who is said to be one with a true', () => {
  for (const admin of [1, 'true', {}, []]) {
    const reading = readNewUsers([{ name: 'N', email: 'n@b.test', rights: { is_admin: admin } }], 10);
    expect(reading).toMatchObject({ kind: 'invalid', errors: [{ requestId: '0', path: 'rights.is_admin' }] });
  }
});

test('any query gives a page the database can count to, or a sentence', () => {
  fc.assert(
    fc.property(fc.string(), fc.string(), (page, limit) => {
      const reading = readPage(new URLSearchParams({ page, limit }));
      if ('problem' in reading) expect(reading.problem).not.toBe('');
      else expect(Number.isSafeInteger(reading.page * reading.limit) && reading.limit <= 250).toBe(true);
    }),
  );
});
