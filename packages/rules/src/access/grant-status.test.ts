import { describe, expect, test } from 'vitest';
import type { GrantFacts } from './grant-status.ts';
import { grantStatus } from './grant-status.ts';
import { aGrant } from '../testing/a-grant.ts';

const admins = aGrant({ accountId: 1, grantId: 'g', integrationId: 'n', fullAccess: true });
const members: GrantFacts = { ...admins, fullAccess: false, membership: { role: 'member', state: 'active' } };
const born = { keyEpoch: 2 };

const deactivated = { role: 'member', state: 'deactivated' } as const;

describe('a grant', () => {
  test('a grant is live while everything it depends on is in force', () => {
    expect(grantStatus(admins, born)).toBe('live');
    expect(grantStatus(members, born)).toBe('live');
  });

  // The defects of a grant, in the order in which they are checked.
  const defects: [reason: string, defect: Partial<GrantFacts>][] = [
    ['integration_stopped', { integration: { state: 'stopped', keyEpoch: 2 } }],
    ['grant_revoked', { revokedAt: 5 }],
    ['installation_disabled', { installation: { state: 'disabled', epoch: 4 } }],
    ['installation_disabled', { installation: { state: 'enabled', epoch: 4 } }],
    ['secret_revoked', { integration: { state: 'active', keyEpoch: 3 } }],
    ['person_deactivated', { membership: deactivated }],
    ['person_deactivated', { membership: undefined }],
  ];

  test.each(defects)('a grant has the status %s when it has this one defect: %j', (reason, defect) => {
    expect(grantStatus({ ...members, ...defect }, born)).toBe(reason);
  });

  test('a grant with two defects has the status of the defect that is checked first', () => {
    for (const [at, [reason, defect]] of defects.entries()) {
      for (const [, later] of defects.slice(at + 1)) {
        expect(grantStatus({ ...members, ...later, ...defect }, born)).toBe(reason);
      }
    }
  });

  test('a grant revoked at instant 0, the first millisecond of 1970, is revoked', () => {
    expect(grantStatus({ ...admins, revokedAt: 0 }, born)).toBe('grant_revoked');
  });

  test('a full-access grant outlives the membership of the user who gave it', () => {
    expect(grantStatus({ ...admins, membership: deactivated }, born)).toBe('live');
    expect(grantStatus({ ...admins, membership: undefined }, born)).toBe('live');
    expect(grantStatus({ ...admins, membership: { role: 'member', state: 'active' } }, born)).toBe('live');
  });

  test('the grant of a member who became an admin stays live, without full access', () => {
    expect(grantStatus({ ...members, membership: { role: 'admin', state: 'active' } }, born)).toBe('live');
  });
});
