import { describe, expect, test } from 'vitest';
import type { GrantFacts } from '../access/grant-status.ts';
import type { ClientFacts } from './client.ts';
import type { PresentedCode, ExchangeRequest } from './decide-exchange.ts';
import { decideExchange } from './decide-exchange.ts';
import { aClient } from '../testing/a-client.ts';
import { aCode } from '../testing/a-code.ts';
import { aGrant } from '../testing/a-grant.ts';

const now = 1_700_000_000_000;
const twentyMinutesMs = 1_200_000;
const ninetyDaysMs = 7_776_000_000;

const grant = aGrant({ fullAccess: true });

interface Case {
  readonly request: ExchangeRequest;
  readonly client: ClientFacts | undefined;
  readonly code: PresentedCode | undefined;
}

const good: Case = {
  request: {
    clientId: 'n1',
    hasSecret: true,
    redirectUri: 'https://shop.test/cb',
    hasCode: true,
    verifier: 'absent',
    host: { kind: 'account', accountId: 7 },
    familyId: '7-fam',
    macKeyId: 'm1',
    address: '192.0.2.1',
  },
  client: aClient(),
  code: aCode({ expiresAt: now + 1, grant }),
};

const decide = ({ request, client, code }: Case) => decideExchange(request, { client, code }, now);
const refusal = (facts: Case) => {
  const { outcome, changes } = decide(facts);
  // A refused exchange may write only the record of its refusal.
  expect(changes.filter(({ kind }) => kind !== 'exchange_refused')).toEqual([]);
  if (outcome.kind === 'issue') return 'issue';
  return outcome.reason === 'parameter_missing' ? `parameter_missing ${outcome.parameter}` : outcome.reason;
};

const asks = (facts: Case, request: Partial<ExchangeRequest>): Case => ({
  ...facts,
  request: { ...facts.request, ...request },
});
const finds = (facts: Case, code: Partial<PresentedCode>): Case =>
  facts.code === undefined ? facts : { ...facts, code: { ...facts.code, ...code } };
const stands = (facts: Case, standing: Partial<GrantFacts>): Case =>
  facts.code === undefined ? facts : finds(facts, { grant: { ...facts.code.grant, ...standing } });

/** The defects of a code exchange in the order of docs/spec/dialect.md#token-errors, rows 4 to c11. */
const defects: [reason: string, plant: (facts: Case) => Case][] = [
  ['parameter_missing client_id', (facts) => asks(facts, { clientId: undefined })],
  ['client_unknown', (facts) => ({ ...facts, client: undefined })],
  ['parameter_missing client_secret', (facts) => asks(facts, { hasSecret: false })],
  ['secret_wrong', (facts) => ({ ...facts, client: facts.client && { ...facts.client, secret: 'wrong' } })],
  ['parameter_missing redirect_uri', (facts) => asks(facts, { redirectUri: undefined })],
  ['parameter_missing code', (facts) => asks(facts, { hasCode: false })],
  ['code_unknown', (facts) => ({ ...facts, code: undefined })],
  ['code_expired', (facts) => finds(facts, { expiresAt: now })],
  ['code_revoked', (facts) => finds(facts, { redeemedAt: now - 1 })],
  ['code_of_another_client', (facts) => finds(facts, { integrationId: 'n2' })],
  ['code_revoked', (facts) => stands(facts, { installation: { state: 'disabled', epoch: 4 } })],
  ['redirect_uri_differs', (facts) => asks(facts, { redirectUri: 'https://shop.test/cb/' })],
  ['account_differs', (facts) => asks(facts, { host: { kind: 'account', accountId: 9 } })],
  ['parameter_missing code_verifier', (facts) => finds(asks(facts, { verifier: 'absent' }), { hasChallenge: true })],
  ['verifier_differs', (facts) => asks(facts, { verifier: 'differs' })],
];

describe('exchanging an authorization code', () => {
  test('an authorization code is exchanged for a new refresh-token family, in the epochs of its grant and integration', () => {
    const family = {
      accountId: 7,
      familyId: '7-fam',
      grantId: 'g1',
      integrationId: 'n1',
      epoch: 3,
      keyEpoch: 2,
      generation: 1,
      macKeyId: 'm1',
      createdAt: now,
      expiresAt: now + ninetyDaysMs,
      address: '192.0.2.1',
    };
    expect(decide(good)).toEqual({
      outcome: { kind: 'issue', grant, keyEpoch: 2, family },
      changes: [{ kind: 'code_redeemed', accountId: 7, codeId: 'c0de', at: now, family }],
    });
  });

  test('the exchange that would give a grant a 21st family ends the longest idle one', () => {
    const ended = { kind: 'idle_families_ended', accountId: 7, grantId: 'g1', kept: 20 };
    expect(decide(finds(good, { families: 19 })).changes).toHaveLength(1);
    expect(decide(finds(good, { families: 20 })).changes.slice(1)).toEqual([ended]);
  });

  test('an authorization code is accepted on the public site too, which serves every account', () => {
    expect(decide(asks(good, { host: { kind: 'public' } })).outcome.kind).toBe('issue');
  });

  test('an authorization code with a challenge is exchanged for the verifier that matches', () => {
    expect(decide(finds(asks(good, { verifier: 'matches' }), { hasChallenge: true })).outcome.kind).toBe('issue');
  });

  test('an authorization code with a challenge is refused with a malformed verifier as with none', () => {
    for (const verifier of ['absent', 'malformed'] as const)
      expect(decide(finds(asks(good, { verifier }), { hasChallenge: true })).outcome).toEqual({
        kind: 'refuse',
        reason: 'parameter_missing',
        parameter: 'code_verifier',
      });
  });

  test('an authorization code works until the last millisecond of its 20 minutes, and not after', () => {
    const issuedAt = now - twentyMinutesMs;
    expect(decide(finds(good, { expiresAt: issuedAt + twentyMinutesMs + 1 })).outcome.kind).toBe('issue');
    expect(refusal(finds(good, { expiresAt: issuedAt + twentyMinutesMs }))).toBe('code_expired');
  });

  test.each(defects)('an authorization code refused with %s stays usable', (reason, plant) => {
    expect(refusal(plant(good))).toBe(reason);
  });

  test('a code exchange with two defects is refused for the one that docs/spec/dialect.md checks first', () => {
    for (const [at, [reason, plant]] of defects.entries()) {
      for (const [later, plantLater] of defects.slice(at + 1)) {
        expect(refusal(plant(plantLater(good))), `${reason} before ${later}`).toBe(reason);
      }
    }
  });

  test.each<[string, Partial<GrantFacts>]>([
    ['the integration was switched off', { integration: { state: 'stopped', keyEpoch: 2 } }],
    ['its secret was revoked at once', { integration: { state: 'active', keyEpoch: 3 } }],
    ['the grant was revoked', { revokedAt: now - 1 }],
    ['the installation was disabled and enabled again', { installation: { state: 'enabled', epoch: 4 } }],
    [
      'the member who granted was deactivated',
      { fullAccess: false, membership: { role: 'member', state: 'deactivated' } },
    ],
    ['the member who granted was removed', { fullAccess: false, membership: undefined }],
  ])('an authorization code is refused as revoked when %s', (_what, standing) => {
    expect(refusal(stands(good, standing))).toBe('code_revoked');
  });

  test('the redirect URI of a code exchange is compared with the one that the code was issued for, not with the registered one', () => {
    const moved: Case = { ...good, client: good.client && { ...good.client, redirectUri: 'https://new.test/' } };
    expect(decide(moved).outcome.kind).toBe('issue');
    expect(refusal(asks(moved, { redirectUri: 'https://new.test/' }))).toBe('redirect_uri_differs');
  });
});
