import { expect, test } from 'vitest';
import type { AdoptionMoveFacts, PendingClone } from './decide-move.ts';
import { decideAdoptionMove } from './decide-move.ts';

const now = 1_750_000_000_000;
const origin = 'https://gulls.example';
const clone: PendingClone = {
  integrationId: 'c1',
  state: 'active',
  redirectOrigin: origin,
  secretsOrigin: origin,
  installation: { state: 'enabled', epoch: 4 },
  grants: [
    { grantId: 'g1', userId: 8, fullAccess: true, scopes: ['crm'] },
    { grantId: 'g2', userId: 9, fullAccess: false, scopes: ['notifications'] },
  ],
};
const facts: AdoptionMoveFacts = {
  accountId: 7,
  adoptionId: 'a1',
  movesAt: now,
  origin,
  starter: { userId: 3, membership: { role: 'admin', state: 'active' } },
  adopter: {
    integrationId: 'p1',
    version: 5,
    name: 'Gulls',
    accountId: 1,
    kind: 'public',
    state: 'active',
    origin,
    publishedOrigin: origin,
  },
  installation: undefined,
  clones: [clone],
};

test('each user keeps their own access in an adoption: nobody gets the access or the scopes of another', () => {
  const { changes } = decideAdoptionMove(facts, ['n1', 'n2'], now);
  expect(changes.filter(({ kind }) => kind === 'grant_given')).toMatchObject([
    { grantId: 'n1', userId: 8, fullAccess: true, scopes: ['crm'] },
    { grantId: 'n2', userId: 9, fullAccess: false, scopes: ['notifications'] },
  ]);
});

test('an adoption without the published integration moves nothing, and records no starter', () => {
  const { outcome, changes } = decideAdoptionMove({ ...facts, adopter: undefined }, [], now);
  expect(outcome).toEqual({ kind: 'lapsed' });
  expect(changes).toEqual([
    {
      kind: 'adoption_settled',
      accountId: 7,
      adoptionId: 'a1',
      moved: [],
      lapsed: ['c1'],
      starter: undefined,
      at: now,
    },
  ]);
});
