import { describe, expect, test } from 'vitest';
import { decideMintPersonal, decideRevokePersonal, seesAllTokens } from './decide-personal.ts';
import { explainBuckets } from './explain.ts';

const now = Date.UTC(2026, 10, 23, 12);
const admin = { role: 'admin', state: 'active' } as const;
const member = { role: 'member', state: 'active' } as const;
const actor = { userId: 7, address: '203.0.113.5' };

describe('a personal access token', () => {
  test('a personal access token that is limited to no integration needs none', () => {
    const facts = { sessionLives: true, membership: admin, live: 0, integrationKnown: false };
    const request = {
      accountId: 1,
      actor,
      name: 'CI',
      abilities: [],
      days: 1,
      sessionHash: new Uint8Array(),
      tokenId: 't',
      tokenHash: new Uint8Array(),
    } as const;
    const outcome = (integrationId: string | undefined) =>
      decideMintPersonal(facts, { ...request, abilities: ['widgets:write'], integrationId }, now).outcome;
    expect(outcome(undefined).kind).toBe('minted');
    expect(outcome('n1')).toEqual({ kind: 'refuse', reason: 'unknown' });
  });

  test('an admin revokes another user’s personal access token, which is recorded with its owner', () => {
    const token = {
      tokenId: 't',
      userId: 8,
      name: 'CI',
      integrationId: 'n1',
      revokedAt: undefined,
      expiresAt: now + 1,
    };
    expect(decideRevokePersonal(token, { accountId: 1, actor, membership: admin }, now)).toEqual({
      outcome: { kind: 'revoked' },
      changes: [
        {
          kind: 'personal_token_revoked',
          accountId: 1,
          tokenId: 't',
          userId: 8,
          name: 'CI',
          integrationId: 'n1',
          at: now,
          actor,
        },
      ],
    });
  });

  test('a personal access token that does not exist is unknown to an admin too', () => {
    const unknown = { outcome: { kind: 'refuse', reason: 'unknown' }, changes: [] };
    expect(decideRevokePersonal(undefined, { accountId: 1, actor, membership: admin }, now)).toEqual(unknown);
  });

  test('admins see the personal access tokens of everybody, members only their own', () => {
    expect([seesAllTokens(admin), seesAllTokens(member), seesAllTokens(undefined)]).toEqual([true, false, false]);
  });
});

test('an integration may ask 60 times a minute why its tokens are refused', () => {
  expect(explainBuckets('n1')).toEqual([{ key: 'explain n1', windowMs: 60_000, max: 60 }]);
});
