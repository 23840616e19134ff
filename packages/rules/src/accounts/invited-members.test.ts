import { describe, expect, test } from 'vitest';
import type { Maker } from '../access/actor.ts';
import { decideAddUsers } from './decide-add-users.ts';
import type { StoredInvitation } from './decide-invitation.ts';
import { decideAccept, decideDecline, decideInvite, invitationEndReason } from './decide-invitation.ts';
import { decideAddMember, decideMemberChange } from './decide-member.ts';
import { decideRename } from './decide-rename.ts';
import { isUserName, subdomainProblem } from './names.ts';
import { aGrant } from '../testing/a-grant.ts';

const now = 1_800_000_000_000;
const actor = { userId: 1, address: '203.0.113.5' };
const admin = { role: 'admin', state: 'active' } as const;
const person: Maker = { by: 'person', userId: 1 };
const grant = aGrant({
  userId: 10,
  fullAccess: true,
  epoch: 1,
  integration: { state: 'active', keyEpoch: 1 },
  membership: admin,
});
const byGrant: Extract<Maker, { by: 'grant' }> = {
  by: 'grant',
  grantId: 'g1',
  integrationId: 'n1',
  keyEpoch: 1,
  userId: 10,
};
const madeByGrant = { grant: { facts: grant, kind: 'private', keyEpoch: 1 } } as const;

describe('the end of an invitation, as the account’s admins see it', () => {
  test.each([
    [undefined, { maker: person, made: { person: { membership: admin } } }],
    ['inviter_not_admin', { maker: person, made: { person: { membership: { ...admin, role: 'member' } } } }],
    ['inviter_unknown', { maker: undefined, made: {} }],
    ['inviter_unknown', { maker: person, made: {} }],
    ['access_ended', { maker: byGrant, made: { grant: 'gone' } }],
    [undefined, { maker: byGrant, made: madeByGrant }],
  ] as const)('an invitation has the end %s', (reason, invitation) => {
    expect(invitationEndReason(invitation)).toBe(reason);
  });
});

const draft = {
  accountId: 7,
  invitationId: 'i1',
  email: 'vera@shop.test',
  name: '',
  role: 'member',
  maker: person,
  asksAdmin: false,
  language: 'en',
  tokenHash: new Uint8Array([1]),
  mailId: 'm1',
  sealedToken: new Uint8Array([2]),
} as const;

describe('an invitation to an address that is invited already', () => {
  const pendingOf = (maker: Maker) => ({
    invitationId: 'old',
    expiresAt: now + 1,
    asksAdmin: false,
    maker,
    made: { person: { membership: admin }, ...madeByGrant },
  });
  const invite = (maker: Maker, before: Maker) =>
    decideInvite(
      { ...draft, maker },
      { isMember: false, openInvitations: 0, pending: pendingOf(before) },
      { by: { actor, membership: admin }, now },
    ).outcome;
  const taken = { kind: 'refuse', reason: 'pending_of_another' };

  test('neither a person nor a program replaces the other’s invitation', () => {
    expect(invite(byGrant, person)).toEqual(taken);
    expect(invite(person, byGrant)).toEqual(taken);
  });

  test('a program replaces the invitations of its own integration, not of another', () => {
    expect(invite({ ...byGrant, grantId: 'g2' }, byGrant).kind).toBe('invited');
    expect(invite(byGrant, { ...byGrant, integrationId: 'n2' })).toEqual(taken);
  });
});

test('a person may be invited without a name, and not with an invisible one', () => {
  const invite = (name: string) =>
    decideInvite(
      { ...draft, name },
      { isMember: false, openInvitations: 0, pending: undefined },
      { by: { actor, membership: admin }, now },
    ).outcome;
  expect(invite('').kind).toBe('invited');
  expect(invite('\u200b')).toEqual({ kind: 'refuse', reason: 'name_malformed' });
});

describe('an answer to an invitation', () => {
  const invitation: StoredInvitation = {
    accountId: 7,
    invitationId: 'i1',
    email: 'vera@shop.test',
    role: 'member',
    expiresAt: now + 1,
    state: 'open',
    isMember: false,
    maker: person,
    made: { person: { membership: admin } },
  };
  const vera = { userId: 9, email: 'vera@shop.test', name: 'Vera', address: '203.0.113.9', noticeId: 'n1' };

  test('an answer is recorded with the browser that gave it, if that is known', () => {
    const by = (answered: { readonly browser?: string }) =>
      decideAccept(invitation, { ...vera, ...answered }, now).changes[0];
    const known = { as: 'invited', userId: 9, address: '203.0.113.9' };
    expect(by({ browser: 'Firefox' })).toMatchObject({ actor: { ...known, browser: 'Firefox' } });
    expect(by({})).toHaveProperty('actor', known);
  });

  test('a declined invitation is declined', () => {
    expect(decideDecline(invitation, vera, now).outcome).toEqual({ kind: 'declined' });
  });
});

describe('people that a program adds', () => {
  const account = { members: 2, integration: 'Acme', program: { made: madeByGrant } };
  const byProgram = {
    as: 'grant',
    userId: 10,
    address: '192.0.2.1',
    grantId: 'g1',
    grantorId: 10,
    integrationId: 'n1',
    keyEpoch: 1,
    fullAccess: true,
  } as const;
  const vera = {
    draft: { ...draft, maker: byGrant },
    facts: { isMember: false, openInvitations: 0, pending: undefined },
    noticeId: 'n1',
  };

  test('people are added only while the account has no more members than it may, and the grant has its access', () => {
    expect(decideAddUsers([vera], account, { actor: byProgram, now }).restsOn).toEqual([
      { fact: 'count', of: { what: 'members', accountId: 7 }, max: 101 },
      {
        fact: 'grant',
        accountId: 7,
        grantId: 'g1',
        extent: { scopes: ['crm'], fullAccess: true, restricted: false },
        hold: 'share',
      },
    ]);
  });

  test('a request that adds nobody counts no members', () => {
    const { restsOn } = decideAddUsers([], account, { actor: byProgram, now });
    expect(restsOn?.map(({ fact }) => fact)).toEqual(['grant']);
  });

  test('an address that is malformed twice is malformed twice, and not repeated', () => {
    const wrong = { ...vera, draft: { ...vera.draft, email: 'no address' } };
    expect(decideAddUsers([wrong, wrong], account, { actor: byProgram, now }).outcome).toEqual({
      kind: 'invalid',
      problems: [
        { index: 0, reason: 'email_malformed' },
        { index: 1, reason: 'email_malformed' },
      ],
    });
  });
});

describe('a member', () => {
  const member = {
    accountId: 7,
    userId: 9,
    standing: admin,
    otherAdmins: 0,
    ownGrants: [],
    personalTokens: [],
  };
  const change = (to: { role: 'admin' | 'member'; state: 'active' | 'deactivated' }) =>
    decideMemberChange(member, to, { by: { actor, membership: admin }, now }).outcome;

  test('the last admin neither becomes a member nor is deactivated, and may stay what they are', () => {
    const last = { kind: 'refuse', reason: 'last_admin' };
    expect(change({ role: 'member', state: 'active' })).toEqual(last);
    expect(change({ role: 'admin', state: 'deactivated' })).toEqual(last);
    expect(change({ role: 'admin', state: 'active' })).toEqual({ kind: 'changed' });
  });

  test('the operator changes a member without being one', () => {
    const by = { actor, operator: true } as const;
    const to = { role: 'member', state: 'active' } as const;
    expect(decideMemberChange({ ...member, otherAdmins: 1 }, to, { by, now }).outcome).toEqual({ kind: 'changed' });
  });

  test('the operator adds a member', () => {
    expect(decideAddMember({ accountId: 7, userId: 9, personalTokens: [] }, 'admin', now).outcome).toEqual({
      kind: 'added',
    });
  });
});

describe('names', () => {
  test('an account may be renamed to a name that is free or was its own', () => {
    const operator = { as: 'operator', userId: undefined, address: undefined } as const;
    const rename = (takenBy: number | undefined) =>
      decideRename(
        { accountId: 7, subdomain: 'demo', takenBy },
        { subdomain: 'newname', apiLabel: 'api', actor: operator },
        now,
      ).outcome;
    expect(rename(undefined)).toEqual({ kind: 'renamed' });
    expect(rename(7)).toEqual({ kind: 'renamed' });
    expect(rename(8)).toEqual({ kind: 'refuse', reason: 'taken' });
  });

  test('the subdomain of the test account is reserved', () => {
    expect(subdomainProblem('test-delivery', 'api-a')).toBe('reserved');
  });

  test('blanks and line ends around a user’s name do not count', () => {
    expect(isUserName(' Vera\n')).toBe(true);
    expect(isUserName(`  ${'a'.repeat(255)}  `)).toBe(true);
    expect(isUserName('Ve\nra')).toBe(false);
  });
});
