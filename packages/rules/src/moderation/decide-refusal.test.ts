import { expect, test } from 'vitest';
import { decideRefuseAdoption } from './decide-refusal.ts';

const now = 1_750_000_000_000;
const asked = { accountId: 7, adoptionId: 'a1', pending: 2 };
const actor = { userId: 8, address: '203.0.113.5' };
const admin = { actor, membership: { role: 'admin', state: 'active' } } as const;

test('an admin can refuse an adoption, and the account keeps its clones', () => {
  expect(decideRefuseAdoption(asked, admin, now)).toEqual({
    outcome: { kind: 'kept' },
    changes: [{ kind: 'adoption_refused', accountId: 7, adoptionId: 'a1', at: now, actor }],
  });
});

test.each([
  ['forbidden', asked, { ...admin, membership: undefined }],
  ['forbidden', asked, { ...admin, membership: { role: 'member', state: 'active' } }],
  ['forbidden', undefined, { ...admin, membership: { role: 'admin', state: 'deactivated' } }],
  ['adoption_unknown', undefined, admin],
  ['adoption_over', { ...asked, pending: 0 }, admin],
] as const)('a refusal of an adoption is itself refused with the reason %s', (reason, facts, request) => {
  expect(decideRefuseAdoption(facts, request, now)).toEqual({ outcome: { kind: 'refuse', reason }, changes: [] });
});
