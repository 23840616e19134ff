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

describe('a personal access token is minted', () => {
  test('for the person who asks, with its name trimmed and its expiry in whole seconds', () => {
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

  test.each([1, 366])('for %d days', (days) => {
    expect(outcomeOf({}, { days })).toEqual({ kind: 'minted', expiresAt: now + days * day });
  });

  test('as the fiftieth live one, and not beyond', () => {
    expect(outcomeOf({ live: 49 }).kind).toBe('minted');
    expect(outcomeOf({ live: 50 })).toEqual({ kind: 'refuse', reason: 'too_many_tokens' });
  });
});

describe('a personal access token is refused', () => {
  test.each([member, undefined, { role: 'admin', state: 'deactivated' } as const])(
    'to anybody but an active admin: %j',
    (membership) => {
      expect(outcomeOf({ membership })).toEqual({ kind: 'refuse', reason: 'forbidden' });
    },
  );

  test('in a session that has ended, before any other reason', () => {
    expect(outcomeOf({ sessionLives: false })).toEqual({ kind: 'refuse', reason: 'session_over' });
    expect(outcomeOf({ sessionLives: false, membership: undefined })).toEqual({
      kind: 'refuse',
      reason: 'session_over',
    });
  });

  test('for another account’s integration', () => {
    expect(outcomeOf({ integrationKnown: false }, { integrationId: 'x' })).toEqual({
      kind: 'refuse',
      reason: 'unknown',
    });
  });

  test('with every unusable field at once', () => {
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

  test.each([0, -1, 1.5, 367, Number.NaN, Number.POSITIVE_INFINITY])('for %d days', (days) => {
    expect(outcomeOf({}, { days })).toEqual({
      kind: 'invalid',
      errors: [{ field: 'expires_in_days', code: 'out_of_range' }],
    });
  });
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
  ] as const)('is %s with %j', (standing, changed) => {
    expect(personalTokenStatus({ ...token, ...changed }, now)).toBe(standing);
  });

  test('is never live after its expiry, whatever the rest', () => {
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

  test('is allowed to everybody for their own, and to admins for anybody’s, which does not exist for other members', () => {
    expect(reasonOf(token, asked, now)).toBe('revoked');
    expect(reasonOf({ ...token, userId: 8 }, asked, now)).toBe('unknown');
    expect(reasonOf({ ...token, userId: 8 }, { ...asked, membership: admin }, now)).toBe('revoked');
  });

  test('is refused to a deactivated member, for a missing token, and for a revoked one', () => {
    expect(reasonOf(token, { ...asked, membership: { role: 'admin', state: 'deactivated' } }, now)).toBe('forbidden');
    expect(reasonOf(undefined, asked, now)).toBe('unknown');
    expect(reasonOf({ ...token, revokedAt: now }, asked, now)).toBe('already_revoked');
  });
});

test('abilities are a short list without secrets, people or grants', () => {
  expect(tokenAbilities).toEqual(['integrations:read', 'widgets:write', 'deliveries:read', 'deliveries:resend']);
});
