import { describe, expect, test } from 'vitest';
import type { GrantFacts } from '../access/grant-status.ts';
import { decideAddUsers } from './decide-add-users.ts';
import type { InvitationFacts, PendingInvitation } from './decide-invitation.ts';
import { aGrant } from '../testing/a-grant.ts';

const now = 1_750_000_000_000;
const actor = {
  as: 'grant',
  userId: 10,
  address: '192.0.2.1',
  grantId: 'g1',
  grantorId: 10,
  integrationId: 'n1',
  keyEpoch: 1,
  fullAccess: true,
} as const;
const maker = { by: 'grant', grantId: 'g1', integrationId: 'n1', keyEpoch: 1, userId: 10 } as const;
const nothingPending: InvitationFacts = { isMember: false, openInvitations: 0, pending: undefined };
const anAdmin = { role: 'admin', state: 'active' } as const;
const grant = aGrant({
  accountId: 1,
  userId: 10,
  fullAccess: true,
  epoch: 1,
  integration: { state: 'active', keyEpoch: 1 },
  membership: anAdmin,
});
const made = { grant: { facts: grant, kind: 'private', keyEpoch: 1 } } as const;
const account = { members: 2, integration: 'Acme', program: { made } };
function pendingOf(some: Partial<PendingInvitation>): PendingInvitation {
  return { invitationId: 'old', expiresAt: now + 1, asksAdmin: false, maker, made, ...some };
}
const person = (email: string, facts = nothingPending, asksAdmin = false) => ({
  draft: {
    accountId: 1,
    invitationId: email,
    email,
    name: 'N',
    role: 'member' as const,
    maker,
    asksAdmin,
    language: 'en' as const,
    tokenHash: new Uint8Array(),
    mailId: email,
    sealedToken: new Uint8Array(),
  },
  facts,
  noticeId: `notice ${email}`,
});

test('a request to add users invites all of them, or nobody, and then stores nothing', () => {
  const good = decideAddUsers([person('a@b.test'), person(' C@d.test')], account, { actor, now });
  expect(good.outcome).toEqual({ kind: 'invited', emails: ['a@b.test', 'c@d.test'] });
  expect(good.changes.map(({ kind }) => kind)).toEqual([
    'invitation_sent',
    'mail_queued',
    'invitation_sent',
    'mail_queued',
  ]);
  const bad = decideAddUsers([person('a@b.test'), person('nothing')], account, { actor, now });
  expect(bad).toEqual({
    outcome: { kind: 'invalid', problems: [{ index: 1, reason: 'email_malformed' }] },
    changes: [],
  });
});

test('an email address that a request to add users repeats is reported at its second index', () => {
  const { outcome } = decideAddUsers([person('a@b.test'), person('A@B.test')], account, { actor, now });
  expect(outcome).toEqual({ kind: 'invalid', problems: [{ index: 1, reason: 'email_repeated' }] });
});

test('invitations of the same request count towards the account’s 200 open ones', () => {
  const facts = { ...nothingPending, openInvitations: 199 };
  expect(decideAddUsers([person('a@b.test', facts)], account, { actor, now }).outcome.kind).toBe('invited');
  const { outcome } = decideAddUsers([person('a@b.test', facts), person('c@d.test', facts)], account, { actor, now });
  expect(outcome).toEqual({ kind: 'invalid', problems: [{ index: 1, reason: 'too_many_open' }] });
});

test('an account with 100 members may add users through the API; an account with 101 may not', () => {
  expect(decideAddUsers([person('a@b.test')], { ...account, members: 100 }, { actor, now }).outcome.kind).toBe(
    'invited',
  );
  expect(decideAddUsers([person('a@b.test')], { ...account, members: 101 }, { actor, now }).outcome).toEqual({
    kind: 'refuse',
    reason: 'too_many_users',
  });
});

describe('a program whose access ended after its request to add users was accepted', () => {
  const outcomeFor = (facts: Partial<GrantFacts>, actsFor?: { membership: typeof anAdmin | undefined }) => {
    const program = { made: { grant: { ...made.grant, facts: { ...grant, ...facts } } }, actsFor };
    return decideAddUsers([person('a@b.test')], { ...account, program }, { actor, now });
  };
  const refused = (why: string) => ({ outcome: { kind: 'refuse', reason: 'access_ended', why }, changes: [] });

  test('a program whose access has ended invites nobody, and gets the reason', () => {
    expect(outcomeFor({ revokedAt: now })).toEqual(refused('grant_revoked'));
    expect(outcomeFor({ scopes: ['notifications'] })).toEqual(refused('grant_reduced'));
    expect(outcomeFor({ restricted: true })).toEqual(refused('grant_reduced'));
    expect(outcomeFor({}, { membership: undefined })).toEqual(refused('maker_not_admin'));
    expect(outcomeFor({}, { membership: anAdmin }).outcome.kind).toBe('invited');
  });

  test('a request to add users is stored only while the grant still has the scopes and access that were read', () => {
    expect(outcomeFor({}).restsOn).toContainEqual({
      fact: 'grant',
      accountId: 1,
      grantId: 'g1',
      extent: { scopes: ['crm'], fullAccess: true, restricted: false },
      hold: 'share',
    });
  });
});

describe('a program’s request to make somebody an admin', () => {
  test('a program’s request to make a user an admin invites them as a member, and notifies the account’s admins', () => {
    const { changes } = decideAddUsers([person('a@b.test', nothingPending, true)], account, { actor, now });
    expect(changes).toMatchObject([
      { kind: 'invitation_sent', role: 'member', asksAdmin: true, maker },
      { kind: 'mail_queued', mail: { recipient: 'a@b.test', kind: 'invitation' } },
      {
        kind: 'admins_notified',
        accountId: 1,
        noticeId: 'notice a@b.test',
        notice: { kind: 'admin_requested', facts: { email: 'a@b.test', integration: 'Acme' } },
      },
    ]);
  });

  test('a program’s repeated request to make the same user an admin notifies the account’s admins only once', () => {
    const asked = { ...nothingPending, pending: pendingOf({ asksAdmin: true }) };
    const { changes } = decideAddUsers([person('a@b.test', asked, true)], account, { actor, now });
    expect(changes.map(({ kind }) => kind)).toEqual(['invitation_sent', 'mail_queued']);
  });
});

describe('a pending invitation of the same email address', () => {
  const outcomeWith = (pending: PendingInvitation) =>
    decideAddUsers([person('a@b.test', { ...nothingPending, pending })], account, { actor, now });

  test('a pending invitation is replaced when the same integration made it, with any of its grants', () => {
    const { changes } = outcomeWith(pendingOf({ maker: { ...maker, grantId: 'g2' } }));
    expect(changes[0]).toMatchObject({ kind: 'invitation_sent', replaces: 'old' });
  });

  test.each<[whose: string, pending: PendingInvitation]>([
    ['a member', pendingOf({ maker: { by: 'person', userId: 3 }, made: { person: { membership: anAdmin } } })],
    ['another integration', pendingOf({ maker: { ...maker, integrationId: 'n2' } })],
  ])(
    'a pending invitation by %s is not replaced, and a program’s request to invite the same address is refused',
    (_whose, pending) => {
      expect(outcomeWith(pending)).toEqual({
        outcome: { kind: 'invalid', problems: [{ index: 0, reason: 'pending_of_another' }] },
        changes: [],
      });
    },
  );

  test('a pending invitation that has expired or is no longer in force is replaced, whoever made it', () => {
    const byNobody = pendingOf({ maker: { by: 'person', userId: 3 }, made: { person: { membership: undefined } } });
    const over = pendingOf({ maker: { ...maker, integrationId: 'n2' }, expiresAt: now });
    for (const pending of [byNobody, over]) expect(outcomeWith(pending).changes[0]).toMatchObject({ replaces: 'old' });
  });
});
