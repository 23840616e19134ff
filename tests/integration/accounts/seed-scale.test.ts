import { afterEach, expect, test } from 'vitest';
import { createAccount } from '../../../apps/server/src/cli/accounts.ts';
import { CommandRefused } from '../../../apps/server/src/cli/program.ts';
import { seedScale } from '../../../apps/server/src/cli/scale.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

const sizes = { integrations: 12, accounts: 4, deliveries: 9, entries: 20, people: 6 };
const loopback = { PRISTAN_PUBLIC_URL: 'http://localhost:4400', PRISTAN_BASE_DOMAIN: 'localhost:4400' };
let platform: Platform;
afterEach(async () => platform.close());

const count = async (table: 'installations' | 'deliveries' | 'audit' | 'grants') =>
  (
    await platform.world.db
      .selectFrom(table)
      .select((eb) => eb.fn.countAll<number>().as('rows'))
      .executeTakeFirstOrThrow()
  ).rows;

test('pristan seed scale fills an empty store with the given sizes, reports each part, and does it once', async () => {
  platform = await openPlatform({ NODE_ENV: 'development', ...loopback });
  const told: string[] = [];
  const fill = () => seedScale(platform.world, { force: false, sizes }, (line) => told.push(line));
  expect(await fill()).toMatchObject({ account: 'scale', filled: true });
  expect(told).toContain('deliveries: 9');
  const before = await Promise.all([count('installations'), count('deliveries'), count('grants')]);
  // One more integration is installed everywhere: in the main account and in four others.
  expect(before.slice(0, 2)).toEqual([12 + 1 + 4, 9]);
  expect(await fill()).toMatchObject({ filled: false });
  expect(await Promise.all([count('installations'), count('deliveries'), count('grants')])).toEqual(before);
});

test('pristan seed scale refuses a store with other accounts, unless forced', async () => {
  platform = await openPlatform({ NODE_ENV: 'development', ...loopback });
  await createAccount(platform.world, { subdomain: 'customer', name: 'Customer' });
  const entries = await count('audit');
  await expect(seedScale(platform.world, { force: false, sizes }, () => undefined)).rejects.toThrow(CommandRefused);
  expect(await count('audit')).toBe(entries);
  expect(await seedScale(platform.world, { force: true, sizes }, () => undefined)).toMatchObject({ filled: true });
});

test('pristan seed scale refuses a platform that others can reach', async () => {
  platform = await openPlatform();
  await expect(seedScale(platform.world, { force: false, sizes }, () => undefined)).rejects.toThrow(/loopback/);
});
