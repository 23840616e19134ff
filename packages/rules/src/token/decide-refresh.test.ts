import { describe, expect, test } from 'vitest';
import type { GrantFacts } from '../access/grant-status.ts';
import type { ClientFacts } from './client.ts';
import type { FamilyFacts, RefreshRequest } from './decide-refresh.ts';
import { decideRefresh, isReused } from './decide-refresh.ts';
import { aClient } from '../testing/a-client.ts';
import { aFamily } from '../testing/a-family.ts';
import { aGrant } from '../testing/a-grant.ts';

const now = 1_700_000_000_000;
const ninetyDaysMs = 7_776_000_000;

const grant = aGrant();

interface Case {
  readonly request: RefreshRequest;
  readonly client: ClientFacts | undefined;
  readonly family: FamilyFacts | undefined;
}

const good: Case = {
  request: {
    clientId: 'n1',
    hasSecret: true,
    redirectUri: undefined,
    hasToken: true,
    generation: 5,
    host: { kind: 'account', accountId: 7 },
    macKeyId: 'm2',
    graceSeconds: 600,
    address: '192.0.2.1',
  },
  client: aClient(),
  family: aFamily({ rotatedAt: now - 1000, expiresAt: now + 1, grant }),
};

const decide = ({ request, client, family }: Case) => decideRefresh(request, { client, family }, now);
const refusal = (facts: Case) => {
  const { outcome } = decide(facts);
  if (outcome.kind === 'issue') return 'issue';
  return outcome.reason === 'parameter_missing' ? `parameter_missing ${outcome.parameter}` : outcome.reason;
};
const asks = (facts: Case, request: Partial<RefreshRequest>): Case => ({
  ...facts,
  request: { ...facts.request, ...request },
});
const finds = (facts: Case, family: Partial<FamilyFacts>): Case =>
  facts.family === undefined ? facts : { ...facts, family: { ...facts.family, ...family } };
const stands = (facts: Case, standing: Partial<GrantFacts>): Case =>
  facts.family === undefined ? facts : finds(facts, { grant: { ...facts.family.grant, ...standing } });

/** The defects of a token refresh in the order of docs/spec/dialect.md#token-errors, rows 4 to 7 and r1 to r8. */
const defects: [reason: string, plant: (facts: Case) => Case][] = [
  ['parameter_missing client_id', (facts) => asks(facts, { clientId: undefined })],
  ['client_unknown', (facts) => ({ ...facts, client: undefined })],
  ['parameter_missing client_secret', (facts) => asks(facts, { hasSecret: false })],
  ['secret_wrong', (facts) => ({ ...facts, client: facts.client && { ...facts.client, secret: 'wrong' } })],
  ['parameter_missing refresh_token', (facts) => asks(facts, { hasToken: false })],
  ['token_unknown', (facts) => asks(facts, { generation: undefined })],
  ['token_of_another_client', (facts) => finds(facts, { integrationId: 'n2' })],
  ['token_expired', (facts) => finds(facts, { expiresAt: now })],
  ['token_revoked', (facts) => finds(facts, { revokedAt: now - 1 })],
  ['redirect_uri_differs', (facts) => asks(facts, { redirectUri: 'https://shop.test/cb/' })],
  ['account_differs', (facts) => asks(facts, { host: { kind: 'account', accountId: 9 } })],
];

describe('the current refresh token', () => {
  test('the current refresh token gets the next generation, under the newest MAC key, for another 90 days', () => {
    expect(decide(good)).toEqual({
      outcome: { kind: 'issue', grant, keyEpoch: 2, familyId: '7-fam', generation: 6, macKeyId: 'm2' },
      changes: [
        {
          kind: 'family_rotated',
          accountId: 7,
          familyId: '7-fam',
          from: 5,
          macKeyId: 'm2',
          at: now,
          expiresAt: now + ninetyDaysMs,
          address: '192.0.2.1',
        },
      ],
    });
  });

  test('the current refresh token is accepted with the registered redirect URI, and on the public site', () => {
    expect(refusal(asks(good, { redirectUri: 'https://shop.test/cb' }))).toBe('issue');
    expect(refusal(asks(good, { host: { kind: 'public' } }))).toBe('issue');
  });

  test('the current refresh token works without a grace period, because it was never used', () => {
    expect(refusal(finds(asks(good, { graceSeconds: 0 }), { rotatedAt: now - ninetyDaysMs }))).toBe('issue');
  });

  test.each(defects)(
    'the current refresh token is refused with the reason %s, and nothing is stored',
    (reason, plant) => {
      expect(refusal(plant(good))).toBe(reason);
      expect(decide(plant(good)).changes).toEqual([]);
    },
  );

  test('a refresh with two defects is refused for the one that docs/spec/dialect.md checks first; reuse comes last', () => {
    const reuse: (typeof defects)[number] = ['token_revoked', (facts) => asks(facts, { generation: 3 })];
    for (const [at, [reason, plant]] of defects.entries()) {
      for (const [later, plantLater] of [...defects.slice(at + 1), reuse]) {
        const both = plant(plantLater(good));
        expect(refusal(both), `${reason} before ${later}`).toBe(reason);
        expect(decide(both).changes).toEqual([]);
      }
    }
  });

  test('a refresh token without a stored family is unknown, even with a valid MAC', () => {
    expect(refusal({ ...good, family: undefined })).toBe('token_unknown');
  });

  test.each<[string, Partial<GrantFacts>]>([
    ['the integration was switched off', { integration: { state: 'stopped', keyEpoch: 2 } }],
    ['the secret was revoked at once', { integration: { state: 'active', keyEpoch: 3 } }],
    ['the grant was revoked', { revokedAt: now - 1 }],
    ['the installation was disabled', { installation: { state: 'disabled', epoch: 4 } }],
    ['the installation was disabled and enabled again', { installation: { state: 'enabled', epoch: 4 } }],
    ['the member who granted was deactivated', { membership: { role: 'member', state: 'deactivated' } }],
    ['the member who granted was removed', { membership: undefined }],
  ])('the current and the previous refresh token are refused as revoked when %s', (_what, standing) => {
    expect(refusal(stands(good, standing))).toBe('token_revoked');
    expect(refusal(asks(stands(good, standing), { generation: 4 }))).toBe('token_revoked');
    expect(decide(stands(good, standing)).changes).toEqual([]);
  });
});

describe('the previous refresh token', () => {
  const previous = asks(good, { generation: 4 });
  const rotated = (agoMs: number, facts = previous) => finds(facts, { rotatedAt: now - agoMs });

  test('the previous refresh token gets the same successor again, under the MAC key of its first issue, and stores nothing', () => {
    expect(decide(previous)).toEqual({
      outcome: { kind: 'issue', grant, keyEpoch: 2, familyId: '7-fam', generation: 5, macKeyId: 'm1' },
      changes: [],
    });
  });

  test('the previous refresh token works until the last millisecond of the grace period, and not after', () => {
    expect(refusal(rotated(599_999))).toBe('issue');
    expect(refusal(rotated(600_000))).toBe('token_revoked');
  });

  test('the previous refresh token never works with a grace period of 0, not even in the same millisecond', () => {
    expect(refusal(rotated(0, asks(previous, { graceSeconds: 0 })))).toBe('token_revoked');
  });

  test('the previous refresh token never works with a grace period of 0, not even in a request older than the rotation', () => {
    expect(refusal(rotated(-1, asks(previous, { graceSeconds: 0 })))).toBe('token_revoked');
  });

  test('the previous refresh token expires with its successor, 90 days after the successor’s issue', () => {
    expect(refusal(finds(previous, { expiresAt: now }))).toBe('token_expired');
  });

  test('a previous refresh token used after its grace is recorded with both times and addresses; the family stays alive', () => {
    expect(decide(rotated(600_000))).toEqual({
      outcome: { kind: 'refuse', reason: 'token_revoked' },
      changes: [
        {
          kind: 'refresh_reused',
          accountId: 7,
          familyId: '7-fam',
          integrationId: 'n1',
          generation: 4,
          isFirst: false,
          firstUsedAt: now - 600_000,
          firstAddress: '198.51.100.2',
          at: now,
          address: '192.0.2.1',
        },
      ],
    });
    expect(refusal(rotated(600_000, good))).toBe('issue');
  });

  describe('the first reuse in a family', () => {
    const reuse = { isKnown: false, ownerId: 3, integration: 'Harbour Mail', account: 'Acme', noticeId: 'n-1' };

    test('notifies the integration’s owner, with times and addresses of both uses', () => {
      const reused = finds(rotated(600_000), { reuse });
      expect(decide(reused).changes).toEqual([
        expect.objectContaining({ kind: 'refresh_reused', isFirst: true }),
        {
          kind: 'admins_notified',
          accountId: 3,
          noticeId: 'n-1',
          notice: {
            kind: 'refresh_reused',
            facts: {
              accountId: 7,
              account: 'Acme',
              integrationId: 'n1',
              integration: 'Harbour Mail',
              firstUsedAt: now - 600_000,
              firstAddress: '198.51.100.2',
              reusedAt: now,
              reuseAddress: '192.0.2.1',
            },
          },
          at: now,
        },
      ]);
    });

    test('notifies nobody again when a reuse is recorded already', () => {
      const reused = finds(rotated(600_000), { reuse: { ...reuse, isKnown: true } });
      expect(decide(reused).changes).toMatchObject([{ kind: 'refresh_reused', isFirst: false }]);
    });

    test('is told apart from a repetition by the same rule that the flow reads by', () => {
      const family = { generation: 5, rotatedAt: now };
      const within = { graceSeconds: 600 };
      expect(isReused(family, { ...within, generation: 5 }, now)).toBe(false);
      expect(isReused(family, { ...within, generation: 4 }, now + 599_999)).toBe(false);
      expect(isReused(family, { ...within, generation: 4 }, now + 600_000)).toBe(true);
      expect(isReused(family, { ...within, generation: 3 }, now)).toBe(true);
      expect(isReused(family, { ...within, generation: undefined }, now)).toBe(false);
    });
  });
});

describe('an older refresh token', () => {
  test.each([1, 2, 3])(
    'an older refresh token is refused as revoked even within the grace period (generation %i of 5)',
    (generation) => {
      const { outcome, changes } = decide(asks(good, { generation }));
      expect(outcome).toEqual({ kind: 'refuse', reason: 'token_revoked' });
      expect(changes).toMatchObject([
        { kind: 'refresh_reused', generation, firstUsedAt: undefined, firstAddress: undefined },
      ]);
    },
  );

  test('a refresh token of a future generation, which only a restored backup makes possible, is refused as revoked', () => {
    expect(refusal(asks(good, { generation: 6 }))).toBe('token_revoked');
  });
});
