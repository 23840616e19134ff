import { tokenAbilities } from '@pristan/wire';
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import type { PersonalTokenFacts, PersonalTokenRequest } from './decide-personal.ts';
import { decideMintPersonal, decideRevokePersonal, personalTokenStatus } from './decide-personal.ts';

const now = Date.UTC(2026, 10, 23, 12);
const day = 86_400_000;
const admin = { role: 'admin', state: 'active' } as const;
const member = { role: 'member', state: 'active' } as const;
const actor = { userId: 7, address: '203.0.113.5' };
const facts: PersonalTokenFacts = { sessionLives: true, membership: admin, live: 0, integrationKnown: true };
const request: PersonalTokenRequest = {
  accountId: 1,
  actor,
  name: ' Nightly build ',
  abilities: ['widgets:write'],
  integrationId: undefined,
  days: 90,
  sessionHash: new Uint8Array([2]),
  tokenId: 't',
  tokenHash: new Uint8Array([1]),
};

const outcomeOf = (some: Partial<PersonalTokenFacts>, asked: Partial<PersonalTokenRequest> = {}) => {
  const { outcome, changes } = decideMintPersonal({ ...facts, ...some }, { ...request, ...asked }, now);
  expect(changes).toHaveLength(outcome.kind === 'minted' ? 1 : 0);
  return outcome;
};

describe('creating a personal access token', () => {
  test('a personal access token belongs to the user who creates it, has a trimmed name, and expires at a whole second', () => {
    expect(decideMintPersonal(facts, request, now + 5)).toEqual({
      outcome: { kind: 'minted', expiresAt: now + 90 * day },
      changes: [
        {
          kind: 'personal_token_minted',
          accountId: 1,
          token: {
            tokenId: 't',
            tokenHash: new Uint8Array([1]),
            userId: 7,
            name: 'Nightly build',
            abilities: ['widgets:write'],
            integrationId: undefined,
            expiresAt: now + 90 * day,
          },
          sessionHash: new Uint8Array([2]),
          at: now + 5,
          actor,
        },
      ],
    });
  });

  test.each([1, 366])('a personal access token can be created for %d days', (days) => {
    expect(outcomeOf({}, { days })).toEqual({ kind: 'minted', expiresAt: now + days * day });
  });

  test('a user’s fiftieth live personal access token is created, the fifty-first is refused', () => {
    expect(outcomeOf({ live: 49 }).kind).toBe('minted');
    expect(outcomeOf({ live: 50 })).toEqual({ kind: 'refuse', reason: 'too_many_tokens' });
  });
});

describe('a personal access token that is refused', () => {
  test.each([member, undefined, { role: 'admin', state: 'deactivated' } as const])(
    'a personal access token is refused to anybody but an active admin: %j',
    (membership) => {
      expect(outcomeOf({ membership })).toEqual({ kind: 'refuse', reason: 'forbidden' });
    },
  );

  test('a personal access token is refused in a session that has ended, before any other reason', () => {
    expect(outcomeOf({ sessionLives: false })).toEqual({ kind: 'refuse', reason: 'session_over' });
    expect(outcomeOf({ sessionLives: false, membership: undefined })).toEqual({
      kind: 'refuse',
      reason: 'session_over',
    });
  });

  test('a personal access token for another account’s integration is refused', () => {
    expect(outcomeOf({ integrationKnown: false }, { integrationId: 'x' })).toEqual({
      kind: 'refuse',
      reason: 'unknown',
    });
  });

  test('a personal access token is refused with every unusable field at once', () => {
    const asked = { name: ' ', abilities: [], days: 367 };
    expect(outcomeOf({}, asked)).toEqual({
      kind: 'invalid',
      errors: [
        { field: 'name', code: 'required' },
        { field: 'abilities', code: 'required' },
        { field: 'expires_in_days', code: 'out_of_range' },
      ],
    });
    expect(outcomeOf({}, { abilities: ['widgets:write', 'deliveries:read', 'widgets:write'] })).toEqual({
      kind: 'invalid',
      errors: [{ field: 'abilities', index: 2, code: 'duplicate' }],
    });
  });

  test.each([0, -1, 1.5, 367, Number.NaN, Number.POSITIVE_INFINITY])(
    'a personal access token for %d days is refused',
    (days) => {
      expect(outcomeOf({}, { days })).toEqual({
        kind: 'invalid',
        errors: [{ field: 'expires_in_days', code: 'out_of_range' }],
      });
    },
  );
});

describe('the status of a personal access token', () => {
  const token = { expiresAt: now + 1, revokedAt: undefined, membership: admin };

  test.each([
    ['live', {}],
    ['expired', { expiresAt: now }],
    ['revoked', { revokedAt: now - 1 }],
    ['revoked', { revokedAt: now - 1, expiresAt: now - 1 }],
    ['person_deactivated', { membership: { role: 'admin', state: 'deactivated' } as const }],
    ['person_deactivated', { membership: undefined }],
    ['not_admin', { membership: member }],
  ] as const)('a personal access token has the status %s with %j', (standing, changed) => {
    expect(personalTokenStatus({ ...token, ...changed }, now)).toBe(standing);
  });

  test('a personal access token is never live after its expiry, whatever its other facts are', () => {
    fc.assert(
      fc.property(fc.nat(), fc.constantFrom(admin, member, undefined), (late, membership) => {
        expect(personalTokenStatus({ expiresAt: now, revokedAt: undefined, membership }, now + late)).not.toBe('live');
      }),
    );
  });
});

describe('revoking a personal access token', () => {
  const token = { tokenId: 't', userId: 7, name: 'Nightly', integrationId: undefined, revokedAt: undefined };
  const asked = { accountId: 1, actor, membership: member };
  const reasonOf = (...given: Parameters<typeof decideRevokePersonal>) => {
    const { outcome, changes } = decideRevokePersonal(...given);
    expect(changes).toHaveLength(outcome.kind === 'revoked' ? 1 : 0);
    return outcome.kind === 'refuse' ? outcome.reason : outcome.kind;
  };

  test('members can revoke their own personal access tokens, and admins those of every member; others see no such token', () => {
    expect(reasonOf(token, asked, now)).toBe('revoked');
    expect(reasonOf({ ...token, userId: 8 }, asked, now)).toBe('unknown');
    expect(reasonOf({ ...token, userId: 8 }, { ...asked, membership: admin }, now)).toBe('revoked');
  });

  test('revoking a personal access token is refused to a deactivated member, for a missing token, and for a revoked one', () => {
    expect(reasonOf(token, { ...asked, membership: { role: 'admin', state: 'deactivated' } }, now)).toBe('forbidden');
    expect(reasonOf(undefined, asked, now)).toBe('unknown');
    expect(reasonOf({ ...token, revokedAt: now }, asked, now)).toBe('already_revoked');
  });
});

test('the abilities of personal access tokens are a short list without secrets, users or grants', () => {
  expect(tokenAbilities).toEqual(['integrations:read', 'widgets:write', 'deliveries:read', 'deliveries:resend']);
});
