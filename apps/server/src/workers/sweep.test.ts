import { dayMs, hourMs } from '@pristan/rules';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Platform } from '../../../../tests/harness/platform.ts';
import { openPlatform } from '../../../../tests/harness/platform.ts';
import { aUser, anAccount } from '../../../../tests/harness/fixtures.ts';
import { sweep } from './sweep.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform();
});
afterAll(async () => platform.close());

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
