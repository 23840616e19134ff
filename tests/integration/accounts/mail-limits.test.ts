import { createInvitation, requestReset, withdrawInvitation } from '@pristan/flows';
import { hourMs, invitationMailLimit, minuteMs } from '@pristan/rules';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { composeMail } from '../../../apps/server/src/accounts/compose-mail.ts';
import { anAccount } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let accountId: number;
let adminId: number;
beforeAll(async () => {
  platform = await openPlatform();
  const account = await anAccount(platform, 'demo');
  accountId = account.id;
  adminId = account.admin.id;
});
afterAll(async () => platform.close());

/** Invites an address, and returns the mail that would be sent now, with a way to withdraw the invitation. */
async function invite(email: string) {
  const by = { userId: adminId, address: '192.0.2.1' };
  const outcome = await createInvitation(platform.world, {
    accountId,
    email,
    name: '',
    role: 'member',
    language: 'en',
    by,
  });
  if (outcome.kind !== 'invited') throw new Error(outcome.kind);
  const { rows } = await platform.world.pool.query<{ id: string }>(
    'select id from mails where recipient = $1 order by created_at desc, id desc limit 1',
    [email],
  );
  const mail = await platform.world.store.mails.find(rows[0]?.id ?? '');
  if (mail === undefined) throw new Error('no letter was put into the outbox');
  return {
    letter: await composeMail(platform.world, mail),
    withdraw: async () =>
      withdrawInvitation(platform.world, { accountId, invitationId: outcome.invitationId ?? '', by }),
  };
}

test('an address gets at most ten invitation mails an hour, and the inviter’s answer stays the same', async () => {
  const letters: boolean[] = [];
  for (let n = 0; n < invitationMailLimit.max + 3; n++) {
    const { letter, withdraw } = await invite('courted@demo.test');
    letters.push(letter !== undefined);
    await withdraw();
  }
  expect(letters).toEqual([...Array.from({ length: 10 }, () => true), false, false, false]);
  expect((await invite('another@demo.test')).letter).toBeDefined();
  platform.clock.advance(hourMs + minuteMs);
  expect((await invite('courted@demo.test')).letter).toBeDefined();
});

const askFor = async (email: string, addressPrefix: string) =>
  (await requestReset(platform.world, { email, addressPrefix, language: 'en' })).kind;

const count = async (sql: string, ...values: readonly string[]): Promise<string> =>
  String((await platform.world.pool.query<{ count: unknown }>(sql, [...values])).rows[0]?.count);

test('an address gets at most five reset mails an hour, from any number of IP addresses, with the same answer', async () => {
  const answers: string[] = [];
  for (let n = 1; n <= 120; n++) answers.push(await askFor('besieged@demo.test', `198.18.0.${n}`));
  expect(new Set(answers)).toEqual(new Set(['requested']));
  const letters = async () => count('select count(*) from mails where recipient = $1', 'besieged@demo.test');
  expect(await letters()).toBe('5');
  platform.clock.advance(hourMs + minuteMs);
  await askFor('besieged@demo.test', '198.18.0.1');
  expect(await letters()).toBe('6');
});

test('a mail request over its limit writes nothing to the database', async () => {
  const ofAddress = async (from: number, to: number): Promise<ReadonlySet<string>> => {
    const answers = new Set<string>();
    for (let n = from; n < to; n++) answers.add(await askFor(`somebody-${n}@demo.test`, '198.18.1.1'));
    return answers;
  };
  const written = async () => count("select count(*) || ' ' || sum(xmin::text::bigint) as count from throttles");
  expect(await ofAddress(0, 30)).toEqual(new Set(['requested']));
  await ofAddress(30, 31);
  const before = await written();
  expect(await ofAddress(31, 60)).toEqual(new Set(['throttled']));
  expect(await written()).toBe(before);
});

test('IPv6 networks within one /48 share the limit of reset mails', async () => {
  const answers: string[] = [];
  for (let n = 0; n < 310; n++) answers.push(await askFor(`wide-${n}@demo.test`, `2001:db8:77:${n.toString(16)}::/64`));
  expect(answers.filter((answer) => answer === 'throttled')).toHaveLength(10);
  expect(await askFor('wide@demo.test', '2001:db8:78:1::/64')).toBe('requested');
});
