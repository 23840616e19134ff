import { acceptInvitation } from '@pristan/flows';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { mailsTo, mailLinkTo } from '../../harness/mails.ts';
import { anAccount, aUser } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let accountId: number;
let admin: ApiCaller;
beforeAll(async () => {
  platform = await openPlatform();
  const account = await anAccount(platform, 'demo');
  accountId = account.id;
  admin = await apiCaller(platform, account.admin);
});
afterAll(async () => platform.close());

const invitations = () => `/accounts/${accountId}/invitations`;

async function change(userId: number, to: object): Promise<void> {
  expect((await admin('PATCH', `/accounts/${accountId}/members/${userId}`, to)).statusCode).toBe(200);
}

/** Events that end the inviter's right to invite. */
const events: Readonly<Record<string, (userId: number) => Promise<unknown>>> = {
  demoted: async (userId) => change(userId, { role: 'member' }),
  deactivated: async (userId) => change(userId, { state: 'deactivated' }),
  removed: async (userId) =>
    platform.world.db
      .deleteFrom('memberships')
      .where('account_id', '=', accountId)
      .where('user_id', '=', userId)
      .execute(),
};

/** A second admin, and a person whom they invited as an admin. */
async function invited(name: string) {
  const inviter = await aUser(platform, `${name}@demo.test`, { demo: 'admin' });
  const email = `by-${name}@demo.test`;
  const guest = await aUser(platform, email);
  const caller = await apiCaller(platform, inviter);
  expect((await caller('POST', invitations(), { email, role: 'admin' })).statusCode).toBe(201);
  return { inviter, email, guest, link: await mailLinkTo(platform, email) };
}

async function accept(email: string, link: string): Promise<number> {
  const visitor = aVisitor(platform);
  await visitor.signIn(email);
  const page = await visitor.get(link);
  if (page.statusCode !== 200) return page.statusCode;
  return (await visitor.post(`${link}/accept`, hiddenFields(page.body, `${link}/accept`))).statusCode;
}

const membershipOf = async (userId: number) => platform.world.store.installs.membership(accountId, userId);

describe.each(Object.keys(events))('the invitation of an admin who was %s', (how) => {
  test('410 for an invitation whose inviter lost their rights: the invited person and the admins read why, and no mail is sent', async () => {
    const { inviter, email, guest, link } = await invited(how);
    await events[how]?.(inviter.id);
    expect(await accept(email, link)).toBe(410);
    const page = await aVisitor(platform).get(link, { 'accept-language': 'en' });
    expect(page.body).toContain('This invitation no longer works');
    expect(page.body).toContain('Ask an admin of the account');
    expect((await aVisitor(platform).get(link, { 'accept-language': 'ru' })).body).toContain('больше не действует');
    expect(await membershipOf(guest.id)).toBeUndefined();
    expect(await mailsTo(platform, email)).toEqual([]);
    const { invitations: open } = (await admin('GET', invitations())).json<{
      invitations: { email: string; ended: string | null }[];
    }>();
    expect(open.filter((one) => one.email === email)).toMatchObject([{ ended: 'inviter_not_admin' }]);
    // A new invitation by an admin who still is one works.
    expect((await admin('POST', invitations(), { email, role: 'member' })).statusCode).toBe(201);
    expect(await accept(email, await mailLinkTo(platform, email))).toBe(303);
    expect(await membershipOf(guest.id)).toEqual({ role: 'member', state: 'active' });
  });

  test('an acceptance that has begun is refused when the change of the inviter’s rights commits first', async () => {
    const { inviter, email, guest } = await invited(`${how}-meanwhile`);
    const open = await platform.world.db
      .selectFrom('invitations')
      .select('id')
      .where('email', '=', email)
      .executeTakeFirstOrThrow();
    const client = await platform.world.pool.connect();
    try {
      await client.query('begin');
      const at = [accountId, inviter.id];
      if (how === 'removed') await client.query('delete from memberships where account_id = $1 and user_id = $2', at);
      else
        await client.query(
          `update memberships set ${how === 'demoted' ? "role = 'member'" : "state = 'deactivated'"}
           where account_id = $1 and user_id = $2`,
          at,
        );
      // The acceptance has read the inviter as an admin and now waits for the row lock.
      const accepting = acceptInvitation(
        platform.world,
        { accountId, invitationId: open.id },
        { userId: guest.id, email, name: 'Guest', address: '203.0.113.9', press: undefined },
      );
      await waitsForLock();
      await client.query('commit');
      expect(await accepting).toEqual({ kind: 'refuse', reason: 'holds_no_longer' });
    } finally {
      client.release();
    }
    expect(await membershipOf(guest.id)).toBeUndefined();
  });
});

/** Waits until a statement of this database waits for a lock. */
async function waitsForLock(): Promise<void> {
  for (;;) {
    const { rows } = await platform.world.pool.query(
      `select 1 from pg_stat_activity where datname = current_database() and wait_event_type = 'Lock'`,
    );
    if (rows.length > 0) return;
  }
}
