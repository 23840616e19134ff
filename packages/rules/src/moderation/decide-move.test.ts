import { describe, expect, test } from 'vitest';
import type { AdoptionMoveFacts, PendingClone } from './decide-move.ts';
import { decideAdoptionMove } from './decide-move.ts';

const now = 1_750_000_000_000;
const origin = 'https://gulls.example';
const nobody = { as: 'platform', userId: undefined, address: undefined } as const;
const clone: PendingClone = {
  integrationId: 'c1',
  state: 'active',
  redirectOrigin: origin,
  secretsOrigin: origin,
  installation: { state: 'enabled', epoch: 4 },
  grants: [{ grantId: 'g1', userId: 8, fullAccess: true, scopes: ['crm'] }],
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
const ids = ['n1', 'n2', 'n3'];
const kinds = (of: AdoptionMoveFacts) => decideAdoptionMove(of, ids, now).changes.map(({ kind }) => kind);
const given = (of: AdoptionMoveFacts) =>
  decideAdoptionMove(of, ids, now).changes.flatMap((change) => (change.kind === 'grant_given' ? [change] : []));

describe('an account on the date of an adoption', () => {
  test('on its date, an adoption installs the published integration, moves the grants with restrictions, and ends the clones', () => {
    const about = { accountId: 7, at: now, actor: nobody };
    expect(decideAdoptionMove(facts, ids, now)).toEqual({
      outcome: { kind: 'moved' },
      changes: [
        {
          kind: 'adoption_settled',
          accountId: 7,
          adoptionId: 'a1',
          moved: ['c1'],
          lapsed: [],
          starter: { accountId: 1, userId: 3 },
          at: now,
        },
        { kind: 'installation_enabled', ...about, integrationId: 'p1', expectedEpoch: undefined },
        {
          kind: 'grant_given',
          ...about,
          integrationId: 'p1',
          grantId: 'n1',
          userId: 8,
          fullAccess: true,
          scopes: ['crm'],
          integrationVersion: 5,
          epoch: 1,
          restricted: true,
        },
        { kind: 'installation_disabled', ...about, integrationId: 'c1', expectedEpoch: 4 },
        { kind: 'clone_adopted', ...about, integrationId: 'c1', grantIds: ['g1'], adopterId: 'p1' },
      ],
    });
  });

  test('an adoption leaves an existing installation and a grant that the user already gave unchanged', () => {
    const installation = { state: 'enabled', epoch: 3, holders: [8] } as const;
    expect(kinds({ ...facts, installation })).toEqual(['adoption_settled', 'installation_disabled', 'clone_adopted']);
    const other = { ...clone, grants: [{ grantId: 'g2', userId: 9, fullAccess: false, scopes: ['crm'] }] };
    expect(given({ ...facts, installation, clones: [other] })).toMatchObject([
      { userId: 9, fullAccess: false, epoch: 3, restricted: true },
    ]);
  });

  test('a user who allowed several clones gets one grant, with no scope wider than a consent page showed them', () => {
    const second: PendingClone = {
      ...clone,
      integrationId: 'c2',
      grants: [{ grantId: 'g2', userId: 8, fullAccess: false, scopes: ['notifications', 'crm'] }],
    };
    expect(given({ ...facts, clones: [clone, second] })).toMatchObject([
      { userId: 8, fullAccess: true, scopes: ['crm'] },
    ]);
    const alike = { ...second, grants: second.grants.map((grant) => ({ ...grant, fullAccess: true })) };
    expect(given({ ...facts, clones: [clone, alike] })).toMatchObject([
      { userId: 8, fullAccess: true, scopes: ['crm', 'notifications'] },
    ]);
    expect(kinds({ ...facts, clones: [clone, second] }).filter((kind) => kind === 'clone_adopted')).toHaveLength(2);
  });

  test('an adoption sends no disconnect hook', () => {
    expect(kinds(facts)).not.toContain('hook_enqueued');
  });
});

test('an adoption moves nothing before its date', () => {
  expect(decideAdoptionMove({ ...facts, movesAt: now + 1 }, ids, now)).toEqual({
    outcome: { kind: 'not_due' },
    changes: [],
  });
});

test.each([undefined, { ...facts, clones: [] }])(
  'an adoption does nothing in an account without a pending clone',
  (none) => {
    expect(decideAdoptionMove(none, ids, now)).toEqual({ outcome: { kind: 'nothing' }, changes: [] });
  },
);

describe('an adoption that moves nothing', () => {
  const adopter = facts.adopter as NonNullable<AdoptionMoveFacts['adopter']>;
  const lapsed = {
    outcome: { kind: 'lapsed' },
    changes: [
      expect.objectContaining({
        kind: 'adoption_settled',
        accountId: 7,
        adoptionId: 'a1',
        moved: [],
        lapsed: ['c1'],
        at: now,
      }),
    ],
  };

  test.each<[when: string, change: Partial<AdoptionMoveFacts>]>([
    ['the published integration was deleted', { adopter: undefined }],
    ['the published integration was paused', { adopter: { ...adopter, state: 'stopped' } }],
    ['the integration is no longer published', { adopter: { ...adopter, publishedOrigin: undefined } }],
    [
      'the published integration’s address was edited since',
      { adopter: { ...adopter, origin: 'https://evil.example' } },
    ],
    [
      'the integration was published again with another address',
      { adopter: { ...adopter, origin: 'https://evil.example', publishedOrigin: 'https://evil.example' } },
    ],
    [
      'the account has disabled the published integration',
      { installation: { state: 'disabled', epoch: 2, holders: [] } },
    ],
    ['the clone was paused', { clones: [{ ...clone, state: 'stopped' }] }],
    ['the clone was disabled', { clones: [{ ...clone, installation: { state: 'disabled', epoch: 5 } }] }],
    ['no grant of the clone is left', { clones: [{ ...clone, grants: [] }] }],
    ['the clone’s redirect origin differs', { clones: [{ ...clone, redirectOrigin: 'https://gulls.example:8443' }] }],
    ['the clone’s secrets origin differs', { clones: [{ ...clone, secretsOrigin: 'https://keys.example' }] }],
  ])('an adoption moves nothing when %s', (_when, change) => {
    expect(decideAdoptionMove({ ...facts, ...change }, ids, now)).toEqual(lapsed);
  });

  test.each([
    ['demoted', { userId: 3, membership: { role: 'member', state: 'active' } }],
    ['deactivated', { userId: 3, membership: { role: 'admin', state: 'deactivated' } }],
    ['removed', { userId: 3, membership: undefined }],
    ['unknown', undefined],
  ] as const)(
    'an adoption moves nothing when the user who started it is %s; the technical account is notified once',
    (_how, starter) => {
      const { outcome, changes } = decideAdoptionMove({ ...facts, starter }, ids, now);
      expect(outcome).toEqual({ kind: 'lapsed' });
      expect(changes).toMatchObject([
        { kind: 'adoption_settled', moved: [], lapsed: ['c1'] },
        {
          kind: 'admins_notified',
          accountId: 1,
          noticeId: 'a1',
          notice: { kind: 'adoption_lapsed', facts: { integration: 'Gulls', origin } },
        },
      ]);
    },
  );

  test('an adoption skips a single clone that was stopped meanwhile, and moves the others', () => {
    const off: PendingClone = { ...clone, integrationId: 'c2', state: 'stopped' };
    const { changes } = decideAdoptionMove({ ...facts, clones: [clone, off] }, ids, now);
    expect(changes[0]).toMatchObject({ kind: 'adoption_settled', moved: ['c1'], lapsed: ['c2'] });
    expect(changes.filter((change) => 'integrationId' in change && change.integrationId === 'c2')).toEqual([]);
  });
});
