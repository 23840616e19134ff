import { afterAll, beforeAll, expect, test } from 'vitest';
import { aVisitor } from '../../harness/browser-session.ts';
import { anAccount, password } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform();
  await anAccount(platform, 'demo');
});
afterAll(async () => platform.close());

const dayMs = 86_400_000;

test('a session ends 90 days after sign-in when used daily, and after 14 days without use', async () => {
  const used = aVisitor(platform);
  await used.signIn('admin@demo.test', password);
  for (let day = 1; day < 90; day += 1) {
    platform.clock.advance(dayMs);
    expect([day, await used.isSignedIn()]).toEqual([day, true]);
  }
  platform.clock.advance(dayMs);
  expect(await used.isSignedIn()).toBe(false);
  const [row] = await platform.world.db.selectFrom('sessions').select(['created_at', 'expires_at']).execute();
  expect(Number(row?.expires_at) - Number(row?.created_at)).toBe(90 * dayMs);

  await used.signIn('admin@demo.test', password);
  platform.clock.advance(13 * dayMs);
  expect(await used.isSignedIn()).toBe(true);
  platform.clock.advance(14 * dayMs + 60_000);
  expect(await used.isSignedIn()).toBe(false);
});

test('a session that an earlier version created ends 90 days after sign-in too', async () => {
  const visitor = aVisitor(platform);
  await visitor.signIn('admin@demo.test', password);
  const now = platform.clock.now();
  await platform.world.db
    .updateTable('sessions')
    .set({ created_at: now - 90 * dayMs, expires_at: now + 14 * dayMs })
    .execute();
  expect(await visitor.isSignedIn()).toBe(false);
});
