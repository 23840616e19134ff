import { expect, test } from 'vitest';
import { decideRefuseAdoption } from './decide-refusal.ts';

const now = 1_750_000_000_000;
const asked = { accountId: 7, adoptionId: 'a1', pending: 2 };
const actor = { userId: 8, address: '203.0.113.5' };
const press = { pressId: 'p', expiresAt: now + 1, used: false };
const admin = { actor, membership: { role: 'admin', state: 'active' }, press } as const;

test("an admin's press keeps the account's clones, and is used up", () => {
  expect(decideRefuseAdoption(asked, admin, now)).toEqual({
    outcome: { kind: 'kept' },
    changes: [
      { kind: 'press_used', pressId: 'p', expiresAt: now + 1 },
      { kind: 'adoption_refused', accountId: 7, adoptionId: 'a1', at: now, actor },
    ],
  });
});

test('asked through the API it needs no press', () => {
  expect(decideRefuseAdoption(asked, { ...admin, press: undefined }, now).changes).toHaveLength(1);
});

test.each([
  ['forbidden', asked, { ...admin, membership: undefined }],
  ['forbidden', asked, { ...admin, membership: { role: 'member', state: 'active' } }],
  ['forbidden', undefined, { ...admin, membership: { role: 'admin', state: 'deactivated' } }],
  ['press_replayed', asked, { ...admin, press: { ...press, used: true } }],
  ['adoption_unknown', undefined, admin],
  ['adoption_over', { ...asked, pending: 0 }, admin],
] as const)('is refused with %s', (reason, facts, request) => {
  expect(decideRefuseAdoption(facts, request, now)).toEqual({ outcome: { kind: 'refuse', reason }, changes: [] });
});
