import { describe, expect, test } from 'vitest';
import type { MemberFacts } from './decide-member.ts';
import { decideMemberChange } from './decide-member.ts';

const now = 1_800_000_000_000;
const actor = { userId: 1, address: '203.0.113.5' };
const admin = { actor, membership: { role: 'admin', state: 'active' } } as const;
const aMember = (facts: Partial<MemberFacts> = {}): MemberFacts => ({
  accountId: 7,
  userId: 2,
  standing: { role: 'member', state: 'active' },
  otherAdmins: 1,
  ...facts,
});

describe('a member change is refused', () => {
  test.each([
    ['a member', { role: 'member', state: 'active' }],
    ['a deactivated admin', { role: 'admin', state: 'deactivated' }],
    ['a stranger', undefined],
  ] as const)('to %s', (_who, membership) => {
    const decided = decideMemberChange(aMember(), { role: 'admin', state: 'active' }, { actor, membership }, now);
    expect(decided).toEqual({ outcome: { kind: 'refuse', reason: 'forbidden' }, changes: [] });
  });

  test('for a person who is not a member', () => {
    const decided = decideMemberChange(undefined, { role: 'admin', state: 'active' }, admin, now);
    expect(decided.outcome).toEqual({ kind: 'refuse', reason: 'unknown' });
  });

  test.each([
    { role: 'member', state: 'active' },
    { role: 'admin', state: 'deactivated' },
    { role: 'member', state: 'deactivated' },
  ] as const)('for the last active admin, who cannot become %o', (to) => {
    const last = aMember({ standing: { role: 'admin', state: 'active' }, otherAdmins: 0 });
    expect(decideMemberChange(last, to, admin, now)).toEqual({
      outcome: { kind: 'refuse', reason: 'last_admin' },
      changes: [],
    });
  });
});

test('a change contains the previous role and state, so that the store can compare them', () => {
  expect(decideMemberChange(aMember(), { role: 'admin', state: 'active' }, admin, now)).toEqual({
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

test('an admin who is deactivated may be changed although there is no other', () => {
  const idle = aMember({ standing: { role: 'admin', state: 'deactivated' }, otherAdmins: 0 });
  expect(decideMemberChange(idle, { role: 'member', state: 'deactivated' }, admin, now).outcome).toEqual({
    kind: 'changed',
  });
});

test('a change to the present role and state stores nothing', () => {
  expect(decideMemberChange(aMember(), { role: 'member', state: 'active' }, admin, now)).toEqual({
    outcome: { kind: 'changed' },
    changes: [],
  });
});
