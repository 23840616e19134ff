import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiCaller } from '../../harness/api-caller.ts';
import { aUser } from '../../harness/fixtures.ts';
import type { ModerationFixture } from './fixture.ts';
import { adoptionsOf, accountWithClone, moveAfterNotice, openModerationFixture, startAdoption } from './fixture.ts';

let stand: ModerationFixture;
beforeAll(async () => {
  stand = await openModerationFixture();
});
afterAll(async () => stand.platform.close());

const events: Readonly<Record<string, string>> = {
  demoted: "update memberships set role = 'member' where account_id = $1 and user_id = $2",
  deactivated: "update memberships set state = 'deactivated' where account_id = $1 and user_id = $2",
  removed: 'delete from memberships where account_id = $1 and user_id = $2',
};

describe.each(Object.keys(events))('an adoption started by an admin who was %s meanwhile', (how) => {
  test('an adoption moves nothing when its starter is no admin any more; the technical account’s admins are told why, once', async () => {
    const first = await accountWithClone(stand, `${how}-one`);
    const second = await accountWithClone(stand, `${how}-two`);
    const starter = await aUser(stand.platform, `${how}@gulls.test`, { gulls: 'admin' });
    const before = await lapses();
    await startAdoption({ ...stand, integrator: await apiCaller(stand.platform, starter) });
    await stand.platform.world.pool.query(events[how] ?? '', [stand.owner.id, starter.id]);
    await moveAfterNotice(stand);
    for (const account of [first, second]) {
      expect(await adoptionsOf(account)).toMatchObject([{ clones: { pending: 0, moved: 0, lapsed: 1 } }]);
    }
    const told = await lapses();
    expect(told).toHaveLength(before.length + 1);
    expect(told[0]?.text).toContain('no longer an admin of the account');
    // Somebody who is an admin now may start the adoption again.
    await startAdoption(stand);
    await moveAfterNotice(stand);
    expect((await adoptionsOf(first))[0]).toMatchObject({ clones: { moved: 1 } });
  });
});

async function lapses() {
  const { notices } = (await stand.integrator('GET', '/notices')).json<{ notices: { kind: string; text: string }[] }>();
  return notices.filter(({ kind }) => kind === 'adoption_lapsed');
}
