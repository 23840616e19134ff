import { openPool, openStore } from '@pristan/store';
import { afterAll, beforeEach, expect, test } from 'vitest';
import { freshDatabase } from '../harness/database.ts';

let pool: ReturnType<typeof openPool>;
let opened: ReturnType<typeof openStore>;

beforeEach(async () => {
  await pool?.end();
  pool = openPool(await freshDatabase(), 1, () => undefined);
  opened = openStore(pool, { prepares: true });
});
afterAll(async () => pool.end());

const addColumn = async (): Promise<unknown> => pool.query('alter table users add column added_later integer');

async function often(run: () => Promise<unknown>): Promise<void> {
  for (let use = 0; use < 12; use += 1) await run();
}

async function plansOf(part: string): Promise<{ readonly custom: number; readonly generic: number } | undefined> {
  const { rows } = await pool.query<{ custom: number; generic: number }>(
    `select custom_plans as custom, generic_plans as generic from pg_prepared_statements where statement like $1`,
    [`%${part}%`],
  );
  return rows[0];
}

const nobody = '00000000-0000-4000-8000-000000000001';

test('the reads of a consent page are planned once for all, not for each request', async () => {
  const { installs, texts } = opened.store;
  await often(async () => installs.integrationCard(nobody));
  await often(async () => installs.accountsOf(1, nobody));
  await often(async () => texts.shown([nobody], ['en'], { descriptions: true }));
  for (const part of ['"owner_subdomain"', '"installation"', 'description_html'])
    expect((await plansOf(part))?.generic, part).toBeGreaterThan(0);
});

test('a condition on a boolean is part of the text, so that a partial index serves the prepared statement', async () => {
  await often(async () => opened.store.installs.integrationCard(nobody));
  expect(await plansOf('"s"."current" = true')).toBeDefined();
});

test('a program that runs one command prepares nothing', async () => {
  const { store } = openStore(pool);
  await often(async () => store.installs.integrationCard(nobody));
  expect(await plansOf('"owner_subdomain"')).toBeUndefined();
});

test('a statement answers on after a newer release has added a column to its table', async () => {
  const { accounts } = opened.store;
  const read = async (): Promise<unknown> => accounts.userByEmail('nobody@pristan.test');
  await often(read);
  expect(await plansOf('"users"')).toBeDefined();
  await addColumn();
  await often(read);
});

test('a transaction whose statement is outdated by a migration is rolled back as stale, and then succeeds', async () => {
  const read = async (): Promise<unknown> =>
    opened.db
      .transaction()
      .execute(async (tx) => tx.selectFrom('users').selectAll().where('email', '=', 'nobody@pristan.test').execute());
  await often(read);
  await addColumn();
  await expect(read()).rejects.toMatchObject({ name: 'StaleFact' });
  await often(read);
});

test('a transaction that ended leaves the next statement outside of it', async () => {
  const failed = opened.db.transaction().execute(async () => Promise.reject(new Error('undone')));
  await expect(failed).rejects.toThrow('undone');
  const read = async (): Promise<unknown> => opened.store.accounts.userByEmail('nobody@pristan.test');
  await often(read);
  await addColumn();
  await often(read);
});
