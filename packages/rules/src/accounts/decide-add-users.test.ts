import { expect, test } from 'vitest';
import { decideAddUsers } from './decide-add-users.ts';

const now = 1_750_000_000_000;
const actor = { userId: 10, address: '192.0.2.1' };
const person = (email: string, facts = { isMember: false, openInvitations: 0 }) => ({
  draft: {
    accountId: 1,
    invitationId: email,
    email,
    name: 'N',
    role: 'member' as const,
    language: 'en' as const,
    tokenHash: new Uint8Array(),
    mailId: email,
    sealedToken: new Uint8Array(),
  },
  facts,
});

test('everybody is invited, or nobody and nothing is stored', () => {
  const good = decideAddUsers([person('a@b.test'), person(' C@d.test')], { members: 2 }, actor, now);
  expect(good.outcome).toEqual({ kind: 'invited', emails: ['a@b.test', 'c@d.test'] });
  expect(good.changes.map(({ kind }) => kind)).toEqual(['invitation_sent', 'invitation_sent']);
  const bad = decideAddUsers([person('a@b.test'), person('nothing')], { members: 2 }, actor, now);
  expect(bad).toEqual({
    outcome: { kind: 'invalid', problems: [{ index: 1, reason: 'email_malformed' }] },
    changes: [],
  });
});

test('the same address twice in a request is told at its second place', () => {
  const { outcome } = decideAddUsers([person('a@b.test'), person('A@B.test')], { members: 2 }, actor, now);
  expect(outcome).toEqual({ kind: 'invalid', problems: [{ index: 1, reason: 'email_repeated' }] });
});

test('those of the request count towards the 200 open invitations', () => {
  const facts = { isMember: false, openInvitations: 199 };
  expect(decideAddUsers([person('a@b.test', facts)], { members: 2 }, actor, now).outcome.kind).toBe('invited');
  const { outcome } = decideAddUsers(
    [person('a@b.test', facts), person('c@d.test', facts)],
    { members: 2 },
    actor,
    now,
  );
  expect(outcome).toEqual({ kind: 'invalid', problems: [{ index: 1, reason: 'too_many_open' }] });
});

test('an account of a hundred adds people, one of a hundred and one does not', () => {
  expect(decideAddUsers([person('a@b.test')], { members: 100 }, actor, now).outcome.kind).toBe('invited');
  expect(decideAddUsers([person('a@b.test')], { members: 101 }, actor, now).outcome).toEqual({
    kind: 'refuse',
    reason: 'too_many_users',
  });
});
