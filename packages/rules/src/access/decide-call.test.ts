import { describe, expect, test } from 'vitest';
import type { CallFacts, CallRequest } from './decide-call.ts';
import { decideCall } from './decide-call.ts';
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
const request: CallRequest = { keyEpoch: 1, host: { kind: 'account', subdomain: 'demo' }, contextUserId: undefined };
const bounded = { ...grant, fullAccess: false, membership: { role: 'member', state: 'active' } } as const;

describe('an API call', () => {
  test('an API call with full access runs as an admin, even after the user who granted it was demoted, deactivated or removed', () => {
    for (const membership of [grant.membership, { role: 'member', state: 'deactivated' } as const, undefined]) {
      expect(decideCall(request, { ...facts, grant: { ...grant, membership } }, now)).toMatchObject({
        kind: 'caller',
        userId: 10,
        admin: true,
      });
    }
  });

  test('an API call of a member’s own grant runs with that member’s present rights', () => {
    expect(decideCall(request, { ...facts, grant: bounded }, now)).toMatchObject({ kind: 'caller', admin: false });
    const promoted = { ...bounded, membership: { role: 'admin', state: 'active' } } as const;
    expect(decideCall(request, { ...facts, grant: promoted }, now)).toMatchObject({ kind: 'caller', admin: true });
  });

  test('an API call with a dead token is refused as such before its host and its rate are checked', () => {
    const flooded = { ...facts, window: { count: 99, endsAt: now + 1 }, blockedUntil: now + 60_000 };
    const dead = { ...flooded, grant: { ...grant, revokedAt: now - 1 } };
    expect(decideCall({ ...request, host: { kind: 'account', subdomain: 'other' } }, dead, now)).toEqual({
      kind: 'refuse',
      reason: 'token_dead',
    });
    expect(decideCall(request, undefined, now)).toEqual({ kind: 'refuse', reason: 'token_dead' });
    expect(decideCall({ ...request, keyEpoch: 0 }, facts, now)).toEqual({ kind: 'refuse', reason: 'token_dead' });
  });

  test('an API call is refused on another account’s host, and runs on hosts that serve every account', () => {
    const elsewhere = { kind: 'account', subdomain: 'other' } as const;
    expect(decideCall({ ...request, host: elsewhere }, facts, now)).toEqual({
      kind: 'refuse',
      reason: 'host_of_another',
    });
    expect(decideCall({ ...request, host: { kind: 'any' } }, facts, now).kind).toBe('caller');
  });

  test('the seventh API call of a second is allowed, and the eighth is refused', () => {
    const nth = (count: number) => decideCall(request, { ...facts, window: { count, endsAt: now + 400 } }, now);
    expect(nth(7).kind).toBe('caller');
    expect(nth(8)).toEqual({ kind: 'refuse', reason: 'too_many', until: now + 400 });
  });

  test('an API call is refused until the end of its block, and no longer', () => {
    expect(decideCall(request, { ...facts, blockedUntil: now + 1 }, now)).toEqual({
      kind: 'refuse',
      reason: 'blocked',
      until: now + 1,
    });
    expect(decideCall(request, { ...facts, blockedUntil: now }, now).kind).toBe('caller');
  });

  test('only an API call with full access can act for another active member, and then it has that member’s rights', () => {
    const asked = { ...request, contextUserId: 11 };
    const contextUser = { userId: 11, role: 'member' } as const;
    expect(decideCall(asked, { ...facts, contextUser }, now)).toMatchObject({
      kind: 'caller',
      userId: 11,
      admin: false,
    });
    expect(decideCall(asked, facts, now)).toEqual({ kind: 'refuse', reason: 'context_refused' });
    expect(decideCall(asked, { ...facts, contextUser, grant: bounded }, now)).toEqual({
      kind: 'refuse',
      reason: 'context_refused',
    });
  });

  test('an API call of an external integration, or of a grant moved from one, cannot act for another member', () => {
    const asked = { ...request, contextUserId: 11 };
    const contextUser = { userId: 11, role: 'member' } as const;
    for (const external of [
      { ...facts, contextUser, kind: 'external' } as const,
      { ...facts, contextUser, grant: { ...grant, restricted: true } },
    ])
      expect(decideCall(asked, external, now)).toEqual({ kind: 'refuse', reason: 'context_refused' });
  });

  test('an API call carries the grant’s stored scopes, even if there are none', () => {
    for (const scopes of [[], ['notifications'], ['crm', 'files']])
      expect(decideCall(request, { ...facts, grant: { ...grant, scopes } }, now)).toMatchObject({ scopes });
  });
});

test('a grant moved from an external integration keeps that integration’s restrictions until its user consents again', () => {
  const moved = decideCall(request, { ...facts, grant: { ...grant, restricted: true } }, now);
  expect(moved).toMatchObject({ kind: 'caller', integrationKind: 'external', admin: true });
  expect(decideCall(request, { ...facts, grant: { ...grant, restricted: false } }, now)).toMatchObject({
    integrationKind: 'public',
  });
});
