import type { FamilyFacts } from '../token/decide-refresh.ts';
import { aGrant } from './a-grant.ts';

/** A token family of `aGrant` whose fifth generation works until `expiresAt`. */
export function aFamily(facts: Partial<FamilyFacts> & Pick<FamilyFacts, 'rotatedAt' | 'expiresAt'>): FamilyFacts {
  return {
    accountId: 7,
    familyId: '7-fam',
    integrationId: 'n1',
    keyEpoch: 2,
    generation: 5,
    macKeyId: 'm1',
    rotatedAddress: '198.51.100.2',
    revokedAt: undefined,
    grant: aGrant(),
    ...facts,
  };
}
