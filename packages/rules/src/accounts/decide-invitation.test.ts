import { describe, expect, test } from 'vitest';
import type { InvitationDraft, StoredInvitation } from './decide-invitation.ts';
import {
  invalidInvitation,
  decideAccept,
  decideDecline,
  decideInvite,
  decideJoin,
  decideWithdraw,
} from './decide-invitation.ts';

const now = 1_800_000_000_000;
const fourteenDaysMs = 1_209_600_000;
const actor = { userId: 1, address: '203.0.113.5' };
const admin = { actor, membership: { role: 'admin', state: 'active' } } as const;
const member = { actor, membership: { role: 'member', state: 'active' } } as const;
const draft: InvitationDraft = {
  accountId: 7,
  invitationId: 'i1',
  email: ' Vera@Shop.Test ',
  name: ' Vera ',
  role: 'member',
  maker: { by: 'person', userId: 1 },
  asksAdmin: false,
  language: 'en',
  tokenHash: new Uint8Array([1]),
  mailId: 'm1',
  sealedToken: new Uint8Array([2]),
};
const free = { isMember: false, openInvitations: 0, pending: undefined };
const anInvitation = (facts: Partial<StoredInvitation> = {}): StoredInvitation => ({
  accountId: 7,
  invitationId: 'i1',
  email: 'vera@shop.test',
  role: 'member',
  expiresAt: now + 1,
  state: 'open',
  isMember: false,
  maker: { by: 'person', userId: 1 },
  made: { person: { membership: { role: 'admin', state: 'active' } } },
  ...facts,
});
const vera = { userId: 9, email: 'vera@shop.test', name: 'Vera', address: '203.0.113.9', noticeId: 'n1' };

describe('an invitation', () => {
  const pending = {
    invitationId: 'old',
    expiresAt: now + 1,
    asksAdmin: false,
    maker: { by: 'person', userId: 1 },
    made: { person: { membership: { role: 'admin', state: 'active' } } },
  } as const;

  test('may be sent again by its maker; nobody else can replace it while it is in force', () => {
    expect(decideInvite(draft, { ...free, pending }, { by: admin, now }).changes[0]).toMatchObject({ replaces: 'old' });
    const others = { ...draft, maker: { by: 'person', userId: 2 } } as const;
    expect(decideInvite(others, { ...free, pending }, { by: admin, now }).outcome).toEqual({
      kind: 'refuse',
      reason: 'pending_of_another',
    });
  });

  test.each([
    ['demoted', { role: 'member', state: 'active' }],
    ['deactivated', { role: 'admin', state: 'deactivated' }],
    ['removed', undefined],
  ] as const)('ends once its maker was %s: nobody can join with it, and others may replace it', (_how, membership) => {
    const ended = { made: { person: { membership } } };
    const refused = { outcome: { kind: 'refuse', reason: 'holds_no_longer' }, changes: [] };
    expect(decideAccept(anInvitation(ended), vera, now)).toEqual(refused);
    const person = { name: 'Vera', language: 'en', passwordHash: 'h', address: undefined, noticeId: 'n1' } as const;
    expect(decideJoin({ ...anInvitation(ended), personExists: false }, person, now)).toEqual(refused);
    const others = { ...draft, maker: { by: 'person', userId: 2 } } as const;
    expect(decideInvite(others, { ...free, pending: { ...pending, ...ended } }, { by: admin, now }).outcome.kind).toBe(
      'invited',
    );
  });

  test('an invitation whose maker is unknown is not in force', () => {
    expect(decideAccept(anInvitation({ maker: undefined, made: {} }), vera, now).outcome).toEqual({
      kind: 'refuse',
      reason: 'holds_no_longer',
    });
  });
});

describe('inviting a user', () => {
  test.each([
    ['forbidden', draft, free, member],
    ['email_malformed', { ...draft, email: 'nobody' }, free, admin],
    ['name_malformed', { ...draft, name: 'x'.repeat(256) }, free, admin],
    ['name_malformed', { ...draft, name: '\u200b' }, free, admin],
    ['already_member', draft, { ...free, isMember: true }, admin],
    ['too_many_open', draft, { ...free, openInvitations: 200 }, admin],
  ] as const)('an invitation is refused with the reason %s', (reason, asked, facts, by) => {
    expect(decideInvite(asked, facts, { by, now })).toEqual({ outcome: { kind: 'refuse', reason }, changes: [] });
  });

  test('an invitation stores the normalised email address, and can be accepted for two weeks', () => {
    const { outcome, changes } = decideInvite(draft, free, { by: admin, now });
    expect(outcome).toEqual({ kind: 'invited', email: 'vera@shop.test', replaced: undefined });
    expect(changes[0]).toMatchObject({
      kind: 'invitation_sent',
      email: 'vera@shop.test',
      name: 'Vera',
      expiresAt: now + fourteenDaysMs,
      actor,
    });
  });

  const mail = {
    kind: 'mail_queued',
    mail: {
      mailId: 'm1',
      recipient: 'vera@shop.test',
      language: 'en',
      kind: 'invitation',
      sealedSecret: new Uint8Array([2]),
      facts: { accountId: 7, invitationId: 'i1', name: 'Vera' },
    },
    at: now,
  };
  const notice = {
    kind: 'user_notified',
    userId: 9,
    noticeId: 'n1',
    notice: { kind: 'invited', facts: { accountId: 7, invitationId: 'i1' } },
    at: now,
  };
  const invitee = { userId: 9, noticeId: 'n1' };

  test.each([
    ['a new person gets the invitation by mail', draft, [mail]],
    ['a user gets the invitation by mail and as a notice', { ...draft, invitee }, [mail, notice]],
    ['a new person whose link the inviter passes on gets no mail', { ...draft, byLink: true }, []],
    ['a user whose link the inviter passes on gets a notice', { ...draft, byLink: true, invitee }, [notice]],
  ] as const)('%s', (_title, asked, notified) => {
    expect(decideInvite(asked, free, { by: admin, now }).changes.slice(1)).toEqual(notified);
  });
});

describe('an invitation that cannot be answered', () => {
  const dead = [
    ['unknown', undefined],
    ['unknown', anInvitation({ state: 'revoked' })],
    ['used', anInvitation({ state: 'accepted' })],
    ['expired', anInvitation({ expiresAt: now })],
    ['already_member', anInvitation({ isMember: true })],
  ] as const;

  test.each(dead)('an invitation that is %s can be neither accepted nor declined', (reason, invitation) => {
    const refusal = { outcome: { kind: 'refuse', reason }, changes: [] };
    expect(invalidInvitation(invitation, now)).toBe(reason);
    expect(decideAccept(invitation, vera, now)).toEqual(refusal);
    expect(decideDecline(invitation, vera, now)).toEqual(refusal);
    const facts = invitation === undefined ? undefined : { ...invitation, personExists: false };
    expect(
      decideJoin(facts, { name: 'Vera', language: 'en', passwordHash: 'h', address: undefined, noticeId: 'n1' }, now),
    ).toEqual(refusal);
  });

  test('an open invitation can be answered', () => {
    expect(invalidInvitation(anInvitation(), now)).toBeUndefined();
  });
});

describe('answering an invitation', () => {
  const thief = { ...vera, userId: 10, email: 'thief@shop.test' };

  test('an invitation can be neither accepted nor declined by a user with another email address', () => {
    const refusal = { outcome: { kind: 'refuse', reason: 'another_person' }, changes: [] };
    expect(decideAccept(anInvitation(), thief, now)).toEqual(refusal);
    expect(decideDecline(anInvitation(), thief, now)).toEqual(refusal);
  });

  test('an accepted invitation gives the user the offered role', () => {
    expect(decideAccept(anInvitation({ role: 'admin' }), vera, now)).toEqual({
      outcome: { kind: 'accepted', accountId: 7 },
      changes: [
        {
          kind: 'invitation_accepted',
          accountId: 7,
          invitationId: 'i1',
          userId: 9,
          role: 'admin',
          maker: { by: 'person', userId: 1 },
          at: now,
          actor: { as: 'invited', userId: 9, address: vera.address },
        },
        {
          kind: 'admins_notified',
          accountId: 7,
          noticeId: 'n1',
          notice: { kind: 'member_joined', facts: { person: 'Vera' } },
          at: now,
        },
      ],
      restsOn: [],
    });
  });

  test('a declined invitation is closed in the name of the user who declined it', () => {
    expect(decideDecline(anInvitation(), vera, now).changes).toEqual([
      {
        kind: 'invitation_revoked',
        accountId: 7,
        invitationId: 'i1',
        at: now,
        actor: { as: 'invited', userId: 9, address: vera.address },
      },
    ]);
  });
});

describe('joining as a new person', () => {
  const person = {
    name: ' Vera ',
    language: 'ru',
    passwordHash: 'hash',
    address: '203.0.113.9',
    noticeId: 'n1',
  } as const;

  test('joining as a new user is refused when the invited address already has a user', () => {
    const decided = decideJoin({ ...anInvitation(), personExists: true }, person, now);
    expect(decided).toEqual({ outcome: { kind: 'refuse', reason: 'person_exists' }, changes: [] });
  });

  test.each(['', '  ', 'x'.repeat(256)])('joining as a new user is refused with the name %o', (name) => {
    const decided = decideJoin({ ...anInvitation(), personExists: false }, { ...person, name }, now);
    expect(decided).toEqual({ outcome: { kind: 'refuse', reason: 'name_malformed' }, changes: [] });
  });

  test('a new user gets the invitation’s email address, whatever the form contains', () => {
    const { outcome, changes } = decideJoin({ ...anInvitation(), personExists: false }, person, now);
    expect(outcome).toEqual({ kind: 'joined', accountId: 7, email: 'vera@shop.test' });
    expect(changes).toMatchObject([
      { kind: 'person_joined', email: 'vera@shop.test', name: 'Vera', role: 'member', passwordHash: 'hash' },
      { kind: 'admins_notified', accountId: 7, notice: { kind: 'member_joined', facts: { person: 'Vera' } } },
    ]);
  });
});

describe('withdrawing an invitation', () => {
  test.each([
    ['forbidden', anInvitation(), member],
    ['unknown', undefined, admin],
    ['unknown', anInvitation({ state: 'accepted' }), admin],
    ['unknown', anInvitation({ state: 'revoked' }), admin],
  ] as const)('withdrawing an invitation is refused with the reason %s', (reason, invitation, by) => {
    expect(decideWithdraw(invitation, by, now)).toEqual({ outcome: { kind: 'refuse', reason }, changes: [] });
  });

  test('an admin can withdraw an open invitation, even an expired one', () => {
    expect(decideWithdraw(anInvitation({ expiresAt: now - 1 }), admin, now)).toEqual({
      outcome: { kind: 'withdrawn', email: 'vera@shop.test' },
      changes: [{ kind: 'invitation_revoked', accountId: 7, invitationId: 'i1', at: now, actor }],
    });
  });
});
