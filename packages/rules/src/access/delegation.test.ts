import { describe, expect, test } from 'vitest';
import type { DelegationEnd, DelegationFacts, DelegationKind, DelegationRule } from './delegation.ts';
import { delegations, delegationStatus } from './delegation.ts';
import type { GrantFacts } from './grant-status.ts';
import { aGrant } from '../testing/a-grant.ts';

const admin = { role: 'admin', state: 'active' } as const;
const grant = aGrant({
  accountId: 1,
  grantId: 'g',
  integrationId: 'n',
  userId: 10,
  fullAccess: true,
  integration: { state: 'active', keyEpoch: 1 },
  membership: admin,
});
const made = (facts: Partial<GrantFacts> = {}, membership: typeof grant.membership = admin): DelegationFacts => ({
  person: { membership },
  grant: { facts: { ...grant, ...facts, membership }, kind: 'public', keyEpoch: 1 },
});

/**
 * Events that can affect the maker of a delegated item. A full-access grant outlives its user, and so do the items that
 * depend on the grant alone.
 */
const events = {
  'a demoted person': made({}, { role: 'member', state: 'active' }),
  'a deactivated person': made({}, { role: 'admin', state: 'deactivated' }),
  'a removed person': {
    person: { membership: undefined },
    grant: { facts: { ...grant, membership: undefined }, kind: 'public', keyEpoch: 1 },
  },
  'a revoked grant': made({ revokedAt: 1 }),
  'a disabled installation': made({ installation: { state: 'disabled', epoch: 4 } }),
  'an installation disabled and enabled again': made({ installation: { state: 'enabled', epoch: 4 } }),
  'a paused integration': made({ integration: { state: 'stopped', keyEpoch: 1 } }),
  'a deleted integration': { ...made(), grant: 'gone' },
  'a revoked secret': made({ integration: { state: 'active', keyEpoch: 2 } }),
  'a grant without its scope': made({ scopes: ['notifications'] }),
  'a grant held to an external one’s restrictions': made({ restricted: true }),
  'nobody known': {},
} as const satisfies Record<string, DelegationFacts>;

type Event = keyof typeof events;
type Expected = 'holds' | DelegationEnd;

const person = (end: Expected): Partial<Record<Event, Expected>> => ({
  'a demoted person': end,
  'a deactivated person': end,
  'a removed person': end,
});
const byGrant = {
  'a revoked grant': 'grant_revoked',
  'a disabled installation': 'installation_disabled',
  'an installation disabled and enabled again': 'installation_disabled',
  'a paused integration': 'integration_stopped',
  'a deleted integration': 'integration_deleted',
  'a revoked secret': 'secret_revoked',
  'nobody known': 'maker_unknown',
} as const;
const personAlone = { ...person('maker_not_admin'), 'nobody known': 'maker_unknown' } as const;

/**
 * Expected results, written by hand from the decisions; a new kind of delegation does not compile without a line in
 * this table.
 */
const expected: Readonly<Record<DelegationKind, Partial<Record<Event, Expected>>>> = {
  invitation: personAlone,
  program_invitation: {
    ...byGrant,
    ...person('grant_reduced'),
    'a grant without its scope': 'grant_reduced',
    'a grant held to an external one’s restrictions': 'grant_reduced',
  },
  handover: { ...byGrant, ...person('maker_not_admin') },
  sent_code: byGrant,
  code: byGrant,
  moved_grant: byGrant,
  long_lived_token: byGrant,
  personal_token: personAlone,
  adoption: personAlone,
  test_delivery: personAlone,
  password_reset: {},
  admin_request: {},
};

describe.each(Object.keys(delegations) as DelegationKind[])('the delegated item %s', (kind) => {
  test('a delegated item is in force while nothing has happened to its maker', () => {
    expect(delegationStatus(kind, made())).toBe('holds');
  });

  test.each(Object.keys(events) as Event[])(
    'after %s, a delegated item has the status that the expected table states',
    (event) => {
      expect(delegationStatus(kind, events[event])).toBe(expected[kind][event] ?? 'holds');
    },
  );
});

test('an authorization code of a member’s own-rights grant ends when that member is deactivated', () => {
  const own = (state: 'active' | 'deactivated') =>
    delegationStatus('sent_code', made({ fullAccess: false }, { role: 'member', state }));
  expect([own('active'), own('deactivated')]).toEqual(['holds', 'person_deactivated']);
});

test('a delegation rule that omits a requirement does not compile', () => {
  // @ts-expect-error the requirement on the maker's membership is missing
  const planted: DelegationRule = { grant: 'none', method: 'none' };
  expect(planted).toBeDefined();
});
