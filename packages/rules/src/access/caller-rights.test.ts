import { describe, expect, test } from 'vitest';
import { waitsUntil } from './bucket.ts';
import type { CallFacts } from './decide-call.ts';
import { decideCall } from './decide-call.ts';
import { grantPinned } from './delegation.ts';
import type { GrantFacts } from './grant-status.ts';
import { grantStatus } from './grant-status.ts';
import { methodRule } from './methods.ts';
import { aGrant } from '../testing/a-grant.ts';

const now = 1_750_000_000_000;
const grant = aGrant({
  accountId: 1,
  grantId: 'g',
  integrationId: 'i',
  userId: 10,
  fullAccess: true,
  integration: { state: 'active', keyEpoch: 1 },
});
const facts: CallFacts = {
  grant,
  subdomain: 'demo',
  kind: 'public',
  window: { count: 1, endsAt: now + 400 },
  blockedUntil: undefined,
  contextUser: undefined,
};
const request = { keyEpoch: 1, host: { kind: 'any' }, contextUserId: undefined } as const;

describe('the rights of an API call', () => {
  test('an API call carries the whole identity of its grant', () => {
    expect(decideCall(request, facts, now)).toEqual({
      kind: 'caller',
      accountId: 1,
      subdomain: 'demo',
      integrationId: 'i',
      integrationKind: 'public',
      grantId: 'g',
      grantorId: 10,
      keyEpoch: 1,
      restricted: false,
      fullAccess: true,
      userId: 10,
      admin: true,
      adminGrant: true,
      grantorIsAdmin: true,
      scopes: ['crm'],
    });
  });

  test('an API call for a context user runs without full access, with that user’s role', () => {
    const asked = { ...request, contextUserId: 11 };
    const rights = (role: 'admin' | 'member') =>
      decideCall(asked, { ...facts, contextUser: { userId: 11, role } }, now);
    expect(rights('admin')).toMatchObject({ userId: 11, grantorId: 10, fullAccess: false, admin: true });
    expect(rights('member')).toMatchObject({ userId: 11, fullAccess: false, admin: false, adminGrant: true });
  });

  test('an API call of a member’s own grant has no full access', () => {
    const own = { ...grant, fullAccess: false, membership: { role: 'member', state: 'active' } } as const;
    const call = decideCall(request, { ...facts, grant: own }, now);
    expect(call).toMatchObject({ fullAccess: false, adminGrant: false, grantorIsAdmin: false });
  });

  test('an API call of a grant moved from an external integration is marked as restricted', () => {
    expect(decideCall(request, { ...facts, grant: { ...grant, restricted: true } }, now)).toMatchObject({
      restricted: true,
      fullAccess: true,
    });
  });
});

test('a grant is dead while its installation is disabled, whatever the epochs are', () => {
  const disabled = { ...grant, installation: { state: 'disabled', epoch: 3 } } as const;
  expect(grantStatus(disabled, { keyEpoch: 1 })).toBe('installation_disabled');
});

describe('the grant that an item depends on, as a precondition of its use', () => {
  test('the use of an item fails if its grant’s scopes, access or restriction has changed meanwhile', () => {
    const pinned = (change: Partial<GrantFacts>) =>
      grantPinned({ grant: { facts: { ...grant, ...change }, kind: 'public', keyEpoch: 1 } });
    const fact = { fact: 'grant', accountId: 1, grantId: 'g', hold: 'share' };
    expect(pinned({})).toEqual([{ ...fact, extent: { scopes: ['crm'], fullAccess: true, restricted: false } }]);
    expect(pinned({ restricted: true, fullAccess: false, scopes: [] })).toEqual([
      { ...fact, extent: { scopes: [], fullAccess: false, restricted: true } },
    ]);
  });

  test('an item without a grant, or with a deleted one, depends on none', () => {
    expect(grantPinned({})).toEqual([]);
    expect(grantPinned({ grant: 'gone' })).toEqual([]);
  });
});

test('an attempt that no limit allows has to wait', () => {
  expect(waitsUntil([{ key: 'a', windowMs: 1_000, max: 5 }], [{ key: 'b', count: 1, endsAt: now }])).toBe(now);
});

test('a method is looked up with its own requirements', () => {
  expect(methodRule('users.list')).toMatchObject({ served: 'GET /api/v4/users', scope: 'crm', right: 'admin' });
});
