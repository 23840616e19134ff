import fc from 'fast-check';
import { describe, expect, expectTypeOf, test } from 'vitest';
import type { CallFacts, CallRequest } from './decide-call.ts';
import { decideCall } from './decide-call.ts';
import type { Method, MethodRule } from './methods.ts';
import { accessGivenBy, methodRefusal, methodRule, methods } from './methods.ts';
import type { GrantFacts } from './grant-status.ts';
import { aGrant } from '../testing/a-grant.ts';

const now = 1_750_000_000_000;
const everyScope = ['crm', 'files', 'files_delete', 'notifications', 'push_notifications'];
const names = Object.keys(methods) as Method[];
const byToken = names.filter((name) => methodRule(name).credential === 'access token');

const live = aGrant({
  accountId: 1,
  grantId: 'g',
  integrationId: 'i',
  userId: 10,
  fullAccess: true,
  scopes: [],
  integration: { state: 'active', keyEpoch: 1 },
});
const request: CallRequest = { keyEpoch: 1, host: { kind: 'any' }, contextUserId: undefined };

/**
 * States of a grant, from the contract. The two about the user end only a member's own-rights grant, not one with full
 * access.
 */
const states: Readonly<Record<string, Partial<GrantFacts>>> = {
  live: {},
  moved: { restricted: true },
  revoked: { revokedAt: now - 1 },
  disabled: { installation: { state: 'disabled', epoch: 4 } },
  'disabled and enabled again': { installation: { state: 'enabled', epoch: 4 } },
  stopped: { integration: { state: 'stopped', keyEpoch: 1 } },
  'secret revoked': { integration: { state: 'active', keyEpoch: 2 } },
  'person deactivated': { membership: { role: 'admin', state: 'deactivated' } },
  'person removed': { membership: undefined },
};

const cases = fc.record({
  method: fc.constantFrom(...byToken),
  scopes: fc.subarray(everyScope),
  kind: fc.constantFrom('private' as const, 'public' as const, 'external' as const),
  state: fc.constantFrom(...Object.keys(states)),
  fullAccess: fc.boolean(),
  role: fc.constantFrom('admin' as const, 'member' as const),
});

type Case = typeof cases extends fc.Arbitrary<infer One> ? One : never;

/** An independent restatement of the contract: §2.4 for scopes and external integrations, §1.4 for rights. */
function mayPass({ method, scopes, kind, state, fullAccess, role }: Case): boolean {
  const dead = ['revoked', 'disabled', 'disabled and enabled again', 'stopped', 'secret revoked'].includes(state);
  const left = state === 'person deactivated' || state === 'person removed';
  if (dead || (left && !fullAccess)) return false;
  if (method === 'account.find') return true;
  if (!scopes.includes('crm')) return false;
  if (!method.startsWith('users.')) return true;
  if (kind === 'external' || state === 'moved') return false;
  // Inviting users is an admin's personal right, which ends with their membership; the rest of a full access outlives
  // it.
  if (method === 'users.add') return fullAccess && role === 'admin' && !left;
  return fullAccess || role === 'admin';
}

function passes({ method, scopes, kind, state, fullAccess, role }: Case): boolean {
  const change = states[state] ?? {};
  const membership = 'membership' in change ? change.membership : ({ role, state: 'active' } as const);
  const facts: CallFacts = {
    grant: { ...live, ...change, membership, scopes, fullAccess },
    subdomain: 'demo',
    kind,
    window: { count: 1, endsAt: now + 400 },
    blockedUntil: undefined,
    contextUser: undefined,
  };
  const call = decideCall(request, facts, now);
  return call.kind === 'caller' && methodRefusal(method, { ...call, kind: call.integrationKind }) === undefined;
}

describe('the table of methods', () => {
  test('the table of methods permits exactly what the contract permits: methods × scopes × kinds × grant states × rights', () => {
    fc.assert(
      fc.property(cases, (one) => {
        expect(passes(one)).toBe(mayPass(one));
      }),
      { numRuns: 5000 },
    );
  });

  test('a grant without `crm` can call only the method that returns the account’s address', () => {
    for (const scopes of [[], ['notifications'], ['push_notifications'], everyScope.filter((name) => name !== 'crm')]) {
      const open = byToken.filter(
        (method) =>
          methodRefusal(method, { kind: 'private', scopes, adminGrant: true, grantorIsAdmin: true, admin: true }) ===
          undefined,
      );
      expect(open).toEqual(['account.find']);
    }
  });

  test('a method refusal reports a missing scope before any other reason', () => {
    const nobody = { kind: 'external', scopes: [], adminGrant: false, grantorIsAdmin: false, admin: false } as const;
    expect(methodRefusal('users.add', nobody)).toEqual({ reason: 'scope_missing', scope: 'crm' });
    const external = { ...nobody, scopes: ['crm'] };
    expect(methodRefusal('users.add', external)).toEqual({ reason: 'external_integration' });
    expect(methodRefusal('users.add', { ...external, kind: 'private' })).toEqual({ reason: 'not_admin' });
    const promoted = { ...external, kind: 'private', admin: true } as const;
    expect(methodRefusal('users.add', promoted)).toEqual({ reason: 'not_full_access' });
    expect(methodRefusal('users.list', promoted)).toBeUndefined();
    const left = { ...promoted, adminGrant: true };
    expect(methodRefusal('users.add', left)).toEqual({ reason: 'grantor_not_admin' });
    expect(methodRefusal('users.list', left)).toBeUndefined();
    expect(methodRefusal('users.add', { ...left, grantorIsAdmin: true })).toBeUndefined();
  });

  test('the table states the scope of every method: a method without one does not compile', () => {
    // @ts-expect-error the scope is missing
    const forgotten: MethodRule = { ...withoutScope };
    expect(forgotten).toBeDefined();
    expectTypeOf<MethodRule['scope']>().not.toEqualTypeOf<undefined>();
    // Every method without a scope must be listed in this test, and give its reason in the table.
    expect(names.filter((name) => methodRule(name).scope === 'none')).toEqual([
      'account.find',
      'account.find_by_refresh_token',
      'token.issue',
      'token.explain',
      'token.introspect',
      'secrets.pull',
      'keys.read',
    ]);
  });
});

const withoutScope = {
  served: 'GET /api/v4/leads',
  credential: 'access token',
  right: 'any',
  kinds: 'all',
  grant: 'live',
  gives: 'account',
} as const;

describe('the access that the consent page lists', () => {
  test('the consent page lists people and invitations for an admin’s `crm` grant, and neither for an external integration', () => {
    expect(accessGivenBy('public', ['crm'], 'full').now).toEqual(
      expect.arrayContaining(['account', 'own_person', 'people', 'invitations']),
    );
    const external = accessGivenBy('external', ['crm', 'notifications'], 'full').now;
    expect(external).toContain('own_person');
    expect(external).not.toContain('people');
    expect(external).not.toContain('invitations');
  });

  test('the consent page names what a member’s own grant gains if they become an admin', () => {
    const { now: given, asAdmin } = accessGivenBy('public', ['crm'], 'own');
    expect(given).not.toContain('people');
    expect(asAdmin).toEqual(['people']);
  });

  test('the consent page lists everything that a request with the grant can read or change, and nothing more', () => {
    fc.assert(
      fc.property(cases, (one) => {
        const { now: given, asAdmin } = accessGivenBy(one.kind, one.scopes, one.fullAccess ? 'full' : 'own');
        const said = [...given, ...asAdmin].includes(methodRule(one.method).gives);
        if (passes(one)) expect(said).toBe(true);
        if (!one.scopes.includes('crm')) expect([...given, ...asAdmin]).toEqual(['address']);
      }),
      { numRuns: 2000 },
    );
  });
});
