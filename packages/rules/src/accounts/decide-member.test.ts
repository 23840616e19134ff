import { describe, expect, test } from 'vitest';
import type { MemberFacts } from './decide-member.ts';
import { decideAddMember, decideMemberChange } from './decide-member.ts';

const now = 1_800_000_000_000;
const actor = { userId: 1, address: '203.0.113.5' };
const admin = { actor, membership: { role: 'admin', state: 'active' } } as const;
const token = { accountId: 7, tokenId: 't1', name: 'Export', integrationId: undefined };
const aMember = (facts: Partial<MemberFacts> = {}): MemberFacts => ({
  accountId: 7,
  userId: 2,
  standing: { role: 'member', state: 'active' },
  otherAdmins: 1,
  ownGrants: ['g1'],
  personalTokens: [token],
  ...facts,
});

describe('a refused change of a member’s role or state', () => {
  test.each([
    ['a member', { role: 'member', state: 'active' }],
    ['a deactivated admin', { role: 'admin', state: 'deactivated' }],
    ['a stranger', undefined],
  ] as const)('a change of a member’s role is refused to %s', (_who, membership) => {
    const decided = decideMemberChange(
      aMember(),
      { role: 'admin', state: 'active' },
      { by: { actor, membership }, now },
    );
    expect(decided).toEqual({ outcome: { kind: 'refuse', reason: 'forbidden' }, changes: [] });
  });

  test('a change of role is refused for a user who is not a member', () => {
    const decided = decideMemberChange(undefined, { role: 'admin', state: 'active' }, { by: admin, now });
    expect(decided.outcome).toEqual({ kind: 'refuse', reason: 'unknown' });
  });

  test.each([
    { role: 'member', state: 'active' },
    { role: 'admin', state: 'deactivated' },
    { role: 'member', state: 'deactivated' },
  ] as const)('the last active admin of an account cannot be changed to %o', (to) => {
    const last = aMember({ standing: { role: 'admin', state: 'active' }, otherAdmins: 0 });
    expect(decideMemberChange(last, to, { by: admin, now })).toEqual({
      outcome: { kind: 'refuse', reason: 'last_admin' },
      changes: [],
    });
  });
});

test('a change of a member’s role contains the previous role and state, so that the store can compare them', () => {
  expect(decideMemberChange(aMember(), { role: 'admin', state: 'active' }, { by: admin, now })).toEqual({
    outcome: { kind: 'changed' },
    changes: [
      {
        kind: 'member_changed',
        accountId: 7,
        userId: 2,
        from: { role: 'member', state: 'active' },
        to: { role: 'admin', state: 'active' },
        at: now,
        actor,
      },
    ],
  });
});

test('a deactivated admin may be changed although the account has no other admin', () => {
  const idle = aMember({ standing: { role: 'admin', state: 'deactivated' }, otherAdmins: 0 });
  expect(decideMemberChange(idle, { role: 'member', state: 'deactivated' }, { by: admin, now }).outcome).toEqual({
    kind: 'changed',
  });
});

test('a change to a member’s present role and state stores nothing', () => {
  expect(decideMemberChange(aMember(), { role: 'member', state: 'active' }, { by: admin, now })).toEqual({
    outcome: { kind: 'changed' },
    changes: [],
  });
});

describe('access of a changed member ends with the change', () => {
  const grants = { kind: 'grants_ended', accountId: 7, userId: 2, grantIds: ['g1'], at: now, by: actor };
  const tokens = { kind: 'personal_tokens_ended', accountId: 7, userId: 2, tokens: [token], at: now, by: actor };
  const asMember = { role: 'member', state: 'active' } as const;
  const asAdmin = { role: 'admin', state: 'active' } as const;

  test.each([
    [
      'a deactivated member loses the grants in their own name',
      asMember,
      { ...asMember, state: 'deactivated' },
      [grants],
    ],
    ['a deactivated admin loses grants and tokens', asAdmin, { ...asAdmin, state: 'deactivated' }, [grants, tokens]],
    ['an admin who becomes a member loses the tokens', asAdmin, asMember, [tokens]],
    ['a member who becomes an admin loses nothing', asMember, asAdmin, []],
    ['a reactivated member loses nothing', { ...asMember, state: 'deactivated' }, asMember, []],
  ] as const)('%s', (_title, standing, to, ended) => {
    const { changes } = decideMemberChange(aMember({ standing }), to, { by: admin, now });
    expect(changes.filter(({ kind }) => kind !== 'member_changed')).toEqual(ended);
  });

  test('an operator who makes a person a member ends their tokens; an admin keeps them', () => {
    const person = { accountId: 7, userId: 2, personalTokens: [token] };
    const by = { as: 'operator', userId: undefined, address: undefined } as const;
    const added = { kind: 'member_added', accountId: 7, userId: 2, at: now, actor: by };
    expect(decideAddMember(person, 'member', now).changes).toEqual([
      { ...added, role: 'member' },
      { ...tokens, by },
    ]);
    expect(decideAddMember(person, 'admin', now).changes).toEqual([{ ...added, role: 'admin' }]);
  });
});
