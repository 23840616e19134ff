import { describe, expect, test } from 'vitest';
import type { GrantFacts } from './standing.ts';
import { standingOf } from './standing.ts';

const admins: GrantFacts = {
  accountId: 1,
  grantId: 'g',
  integrationId: 'n',
  userId: 8,
  fullAccess: true,
  scopes: ['crm'],
  epoch: 3,
  revokedAt: undefined,
  installation: { state: 'enabled', epoch: 3 },
  integration: { state: 'active', keyEpoch: 2 },
  membership: { role: 'admin', state: 'active' },
};
const members: GrantFacts = { ...admins, fullAccess: false, membership: { role: 'member', state: 'active' } };
const born = { keyEpoch: 2 };

const deactivated = { role: 'member', state: 'deactivated' } as const;

describe('a grant', () => {
  test('is live while everything it hangs on stands', () => {
    expect(standingOf(admins, born)).toBe('live');
    expect(standingOf(members, born)).toBe('live');
  });

  // In the order in which the reasons are looked at.
  const defects: [reason: string, defect: Partial<GrantFacts>][] = [
    ['integration_stopped', { integration: { state: 'stopped', keyEpoch: 2 } }],
    ['grant_revoked', { revokedAt: 5 }],
    ['installation_disabled', { installation: { state: 'disabled', epoch: 4 } }],
    ['installation_disabled', { installation: { state: 'enabled', epoch: 4 } }],
    ['secret_revoked', { integration: { state: 'active', keyEpoch: 3 } }],
    ['person_deactivated', { membership: deactivated }],
    ['person_deactivated', { membership: undefined }],
  ];

  test.each(defects)('is %s with %j', (reason, defect) => {
    expect(standingOf({ ...members, ...defect }, born)).toBe(reason);
  });

  test('with two defects stands by the earlier one', () => {
    for (const [at, [reason, defect]] of defects.entries()) {
      for (const [, later] of defects.slice(at + 1)) {
        expect(standingOf({ ...members, ...later, ...defect }, born)).toBe(reason);
      }
    }
  });

  test('that was revoked in the first millisecond of all time is revoked', () => {
    expect(standingOf({ ...admins, revokedAt: 0 }, born)).toBe('grant_revoked');
  });

  test('with full access survives the person who gave it', () => {
    expect(standingOf({ ...admins, membership: deactivated }, born)).toBe('live');
    expect(standingOf({ ...admins, membership: undefined }, born)).toBe('live');
    expect(standingOf({ ...admins, membership: { role: 'member', state: 'active' } }, born)).toBe('live');
  });

  test('of a member who became an admin is live, and is still no full access', () => {
    expect(standingOf({ ...members, membership: { role: 'admin', state: 'active' } }, born)).toBe('live');
  });
});
