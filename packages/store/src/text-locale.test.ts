import { afterAll, beforeAll, describe, expect, inject, test } from 'vitest';
import { randomBytes } from 'node:crypto';
import { withDatabase } from '../../../tests/database.ts';
import { openPool } from './pool.ts';
import { readTextLocale, renewSortOrder } from './text-locale.ts';

const where = inject('database');
const pools: ReturnType<typeof openPool>[] = [];
const made: string[] = [];
const open = (database: string) => {
  const pool = openPool(
    'url' in where ? { connectionString: withDatabase(where.url, database) } : { ...where, database },
    2,
    () => undefined,
  );
  pools.push(pool);
  return pool;
};
let admin: ReturnType<typeof openPool>;
beforeAll(() => {
  admin = open('postgres');
});
afterAll(async () => {
  for (const pool of pools) if (pool !== admin) await pool.end();
  for (const name of made) await admin.query(`drop database ${name} with (force)`);
  await admin.end();
});

async function databaseWith(options: string) {
  const name = `pristan_locale_${randomBytes(6).toString('hex')}`;
  await admin.query(`create database ${name} template template0 ${options}`);
  made.push(name);
  return open(name);
}

describe('the text locale of a database', () => {
  test.each([
    [`encoding 'UTF8' locale 'C'`, { name: 'libc C', hasLetters: false }],
    [`encoding 'UTF8' locale_provider icu icu_locale 'und' locale 'C'`, { name: 'icu und', hasLetters: true }],
    [`encoding 'SQL_ASCII' locale 'C' locale_provider libc`, { name: 'libc C, SQL_ASCII', hasLetters: false }],
  ])('a database created with %s reports whether Cyrillic characters count as letters', async (options, expected) => {
    const provider = options.includes('locale_provider') ? options : `${options} locale_provider libc`;
    expect(await readTextLocale(await databaseWith(provider))).toEqual(expected);
  });
});

test('indexes are rebuilt, once, when the collation version of the database has changed', async () => {
  const pool = await databaseWith(`encoding 'UTF8' locale_provider icu icu_locale 'und' locale 'C'`);
  await pool.query('create table words (word text primary key)');
  const node = async () => (await pool.query(`select pg_relation_filenode('words_pkey') as node`)).rows[0];
  const before = await node();
  expect(await renewSortOrder(pool)).toBe(false);
  expect(await node()).toEqual(before);
  await pool.query(`update pg_database set datcollversion = '1' where datname = current_database()`);
  expect(await renewSortOrder(pool)).toBe(true);
  expect(await node()).not.toEqual(before);
  expect(await renewSortOrder(pool)).toBe(false);
});
