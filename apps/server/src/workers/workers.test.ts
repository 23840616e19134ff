import { readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { dayMs, hourMs } from '@pristan/rules';
import { workerNodes } from '@pristan/store';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import type { Platform } from '../../../../tests/harness/platform.ts';
import { openPlatform } from '../../../../tests/harness/platform.ts';
import { aUser, anAccount } from '../../../../tests/harness/fixtures.ts';
import { newestJobMigration } from '../environment/migrate-jobs.ts';
import { startRunner } from './runner.ts';
import { sweep } from './sweep.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform();
});
afterAll(async () => platform.close());

test('the newest job migration is that of the installed job runner', () => {
  const home = path.dirname(createRequire(import.meta.url).resolve('graphile-worker/package.json'));
  const numbers = readdirSync(path.join(home, 'sql')).map((name) => Number(name.slice(0, 6)));
  expect(Math.max(...numbers)).toBe(newestJobMigration);
});

test('the sweep deletes expired rows in batches and leaves the others', async () => {
  const { db } = platform.world;
  const now = platform.clock.now();
  const { id: userId } = await aUser(platform, 'sweep@demo.test');
  const { id: accountId } = await anAccount(platform, 'sweep');
  const session = (expiresAt: number, index: number) => ({
    id: Buffer.from(`${expiresAt} ${index}`),
    session_id: `${expiresAt} ${index}`,
    user_id: userId,
    created_at: 0,
    last_seen_at: 0,
    expires_at: expiresAt,
    user_agent: '',
    address: '',
  });
  await db
    .insertInto('sessions')
    .values([...Array.from({ length: 2500 }, (_, index) => session(now - 1000, index)), session(now + hourMs, 0)])
    .execute();
  await db
    .insertInto('throttles')
    .values([
      { key: 'old', count: 1, window_ends_at: now - 2 * hourMs },
      { key: 'new', count: 1, window_ends_at: now },
    ])
    .execute();
  const notice = (createdAt: number) => ({
    id: platform.world.random.uuid(),
    account_id: accountId,
    kind: 'x',
    facts: '{}',
    created_at: createdAt,
  });
  await db
    .insertInto('notices')
    .values([notice(now - 181 * dayMs), notice(now - 179 * dayMs)])
    .execute();
  const block = (endsAt: number, address: string) => ({
    account_id: accountId,
    integration_id: platform.world.random.uuid(),
    address,
    excess: 1,
    excess_ends_at: now - 3 * dayMs,
    blocked_until: endsAt,
  });
  await db
    .insertInto('api_blocks')
    .values([block(now - 2 * dayMs, 'old'), block(now + hourMs, 'running')])
    .execute();

  expect(await sweep(platform.world, 'often')).toBe(2501);
  expect(await sweep(platform.world, 'daily')).toBe(2);
  expect(await sweep(platform.world, 'often')).toBe(0);
  expect((await db.selectFrom('sessions').select('expires_at').execute()).map((row) => row.expires_at)).toEqual([
    now + hourMs,
  ]);
  expect((await db.selectFrom('throttles').select('key').execute()).map((row) => row.key)).toEqual(['new']);
  expect(await db.selectFrom('notices').select('created_at').execute()).toEqual([{ created_at: now - 179 * dayMs }]);
  expect(await db.selectFrom('api_blocks').select('address').execute()).toEqual([{ address: 'running' }]);
});

test('the worker ids of a job runner are those that lock its jobs', async () => {
  let holder: unknown;
  const runner = startRunner(platform.world, {
    mail: async () => {
      const { rows } = await platform.world.pool.query<{ locked_by: string }>(
        'select locked_by from graphile_worker._private_jobs where locked_by is not null',
      );
      holder = rows[0]?.locked_by;
    },
  });
  await platform.world.store.mails.add({
    mailId: platform.world.random.uuid(),
    recipient: 'a@b.test',
    kind: 'password_reset',
    language: 'en',
    facts: {},
    at: 0,
  });
  await vi.waitFor(() => expect(holder).toBeDefined(), { timeout: 20_000 });
  expect(runner.workerIds()).toContain(holder);
  await runner.stop();
  expect(runner.workerIds()).toEqual([]);
});

test('jobs locked by a job runner are unlocked when it restarts, and when its node leaves', async () => {
  const { pool, db } = platform.world;
  const nodes = workerNodes(db);
  const now = platform.clock.now();
  const hold = async (name: string) =>
    pool.query(`update graphile_worker._private_jobs set locked_at = clock_timestamp(), locked_by = $1`, [name]);
  const held = async () => {
    const { rows } = await pool.query<{ held: number }>(
      'select count(*)::int as held from graphile_worker._private_jobs where locked_by is not null',
    );
    return rows[0]?.held;
  };
  await platform.world.store.mails.add({
    mailId: platform.world.random.uuid(),
    recipient: 'a@b.test',
    kind: 'password_reset',
    language: 'en',
    facts: {},
    at: now,
  });
  await nodes.beat({ id: 'node', workerIds: ['pool-1'] }, now, 0);
  await hold('pool-1');
  await nodes.beat({ id: 'node', workerIds: ['pool-1'] }, now, 0);
  expect(await held()).toBeGreaterThan(0);
  await nodes.beat({ id: 'node', workerIds: ['pool-2'] }, now, 0);
  expect(await held()).toBe(0);
  await hold('pool-3');
  await nodes.leave({ id: 'node', workerIds: ['pool-3'] });
  expect(await held()).toBe(0);
});

test('jobs locked by a silent node are unlocked by another node, once', async () => {
  const { pool, db } = platform.world;
  const nodes = workerNodes(db);
  const now = platform.clock.now();
  await nodes.beat({ id: 'killed', workerIds: ['worker-killed'] }, now - 40_000, 0);
  await platform.world.store.mails.add({
    mailId: platform.world.random.uuid(),
    recipient: 'a@b.test',
    kind: 'password_reset',
    language: 'en',
    facts: {},
    at: now,
  });
  await pool.query(
    `update graphile_worker._private_jobs set locked_at = clock_timestamp(), locked_by = 'worker-killed'`,
  );
  expect(await nodes.beat({ id: 'alive', workerIds: ['worker-alive'] }, now, now - 30_000)).toBe(1);
  const { rows } = await pool.query(
    'select count(*)::int as held from graphile_worker._private_jobs where locked_by is not null',
  );
  expect(rows).toEqual([{ held: 0 }]);
  expect(await nodes.beat({ id: 'alive', workerIds: ['worker-alive'] }, now, now - 30_000)).toBe(0);
  await nodes.leave({ id: 'alive', workerIds: [] });
  expect(await db.selectFrom('worker_nodes').select('id').execute()).toEqual([]);
});
