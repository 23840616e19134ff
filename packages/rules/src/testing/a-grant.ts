import type { GrantFacts } from '../access/grant-status.ts';

/** A live grant: a member's own, or with `fullAccess` an admin's. */
export function aGrant(facts: Partial<GrantFacts> = {}): GrantFacts {
  const { fullAccess = false, epoch = 3 } = facts;
  return {
    accountId: 7,
    grantId: 'g1',
    integrationId: 'n1',
    userId: 8,
    fullAccess,
    scopes: ['crm'],
    epoch,
    revokedAt: undefined,
    installation: { state: 'enabled', epoch },
    integration: { state: 'active', keyEpoch: 2 },
    membership: { role: fullAccess ? 'admin' : 'member', state: 'active' },
    ...facts,
  };
}
