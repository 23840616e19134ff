import { expect, test } from 'vitest';
import type { IntrospectionFacts } from './introspect.ts';
import { introspect } from './introspect.ts';
import { aGrant } from '../testing/a-grant.ts';

const grant: IntrospectionFacts['grant'] = aGrant({ epoch: 4 });
const facts: IntrospectionFacts = { grant, kind: 'external', subdomain: 'demo', tokenRevoked: false };
const born = { keyEpoch: 2 };
const granted = (change: Partial<typeof grant>): IntrospectionFacts => ({ ...facts, grant: { ...grant, ...change } });

test('introspection describes a live token with its present rights', () => {
  expect(introspect(facts, born)).toEqual({
    accountId: 7,
    subdomain: 'demo',
    userId: 8,
    integrationId: 'n1',
    kind: 'external',
    grantId: 'g1',
    scopes: ['crm'],
    fullAccess: false,
    admin: false,
  });
});

test('introspection shows a member who became an admin as one; full access needs no active user behind it', () => {
  expect(introspect(granted({ membership: { role: 'admin', state: 'active' } }), born)).toMatchObject({ admin: true });
  expect(introspect(granted({ fullAccess: true, membership: undefined }), born)).toMatchObject({
    fullAccess: true,
    admin: true,
  });
});

test.each<[what: string, facts: IntrospectionFacts | undefined, keyEpoch: number]>([
  ['no grant', undefined, 2],
  ['a revoked grant', granted({ revokedAt: 5 }), 2],
  ['a disabled installation', granted({ installation: { state: 'disabled', epoch: 5 } }), 2],
  ['an installation that was enabled again', granted({ installation: { state: 'enabled', epoch: 5 } }), 2],
  ['a stopped integration', granted({ integration: { state: 'stopped', keyEpoch: 2 } }), 2],
  ['a revoked secret', facts, 1],
  ['a deactivated member', granted({ membership: { role: 'member', state: 'deactivated' } }), 2],
  ['a revoked long-lived token', { ...facts, tokenRevoked: true }, 2],
])('introspection finds a token inactive with %s', (_what, found, keyEpoch) => {
  expect(introspect(found, { keyEpoch })).toBeUndefined();
});

test('introspection describes a grant moved from an external integration as the kind whose restrictions apply', () => {
  expect(introspect({ ...granted({ restricted: true }), kind: 'public' }, born)).toMatchObject({ kind: 'external' });
  expect(introspect({ ...granted({ restricted: false }), kind: 'public' }, born)).toMatchObject({ kind: 'public' });
});
