import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiCaller } from '../../harness/api-caller.ts';
import { anAccount, aUser } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform();
});
afterAll(async () => platform.close());

interface Numbered {
  readonly id: number;
}

const pathOf = (account: Numbered, user: Numbered) => `/accounts/${account.id}/members/${user.id}`;
const standing = (account: Numbered, user: Numbered) => platform.world.store.installs.membership(account.id, user.id);

describe('the last admin', () => {
  test('409 for making the last admin a member, and for deactivating them', async () => {
    const account = await anAccount(platform, 'lone', true);
    const admin = await apiCaller(platform, account.admin);
    for (const change of [{ role: 'member' }, { state: 'deactivated' }]) {
      const answer = await admin('PATCH', pathOf(account, account.admin), change);
      expect([answer.statusCode, answer.json<{ code: string }>().code]).toEqual([409, 'last_admin']);
    }
    expect(await standing(account, account.admin)).toEqual({ role: 'admin', state: 'active' });
  });

  test('of two admins who demote each other or themselves at once, one stays an admin', async () => {
    for (let round = 0; round < 5; round++) {
      const account = await anAccount(platform, `duel${round}`);
      const second = await aUser(platform, `second@duel${round}.test`, { [`duel${round}`]: 'admin' });
      const one = await apiCaller(platform, account.admin);
      const other = await apiCaller(platform, second);
      const [first, last] = round % 2 === 0 ? [second, account.admin] : [account.admin, second];
      await Promise.all([
        one('PATCH', pathOf(account, first), { role: 'member' }),
        other('PATCH', pathOf(account, last), { state: 'deactivated' }),
      ]);
      const left = [await standing(account, account.admin), await standing(account, second)];
      expect(left.filter((place) => place?.role === 'admin' && place.state === 'active')).toHaveLength(1);
    }
  });
});

test('200 when an admin changes a member’s role, deactivates and reactivates them', async () => {
  const account = await anAccount(platform, 'works', true);
  const member = account.member ?? account.admin;
  const admin = await apiCaller(platform, account.admin);
  for (const [change, place] of [
    [{ role: 'admin' }, { role: 'admin', state: 'active' }],
    [{ role: 'member' }, { role: 'member', state: 'active' }],
    [{ state: 'deactivated' }, { role: 'member', state: 'deactivated' }],
    [{ state: 'active' }, { role: 'member', state: 'active' }],
  ] as const) {
    expect((await admin('PATCH', pathOf(account, member), change)).statusCode).toBe(200);
    expect(await standing(account, member)).toEqual(place);
  }
});

test('403 for a deactivated admin in the account from that moment on', async () => {
  const account = await anAccount(platform, 'leaves');
  const second = await aUser(platform, 'second@leaves.test', { leaves: 'admin' });
  const admin = await apiCaller(platform, account.admin);
  const gone = await apiCaller(platform, second);
  await admin('PATCH', pathOf(account, second), { state: 'deactivated' });
  expect((await gone('PATCH', pathOf(account, second), { state: 'active' })).statusCode).toBe(403);
  expect(await standing(account, second)).toEqual({ role: 'admin', state: 'deactivated' });
});
