import { describe, expect, test } from 'vitest';
import type { GrantFacts } from '../access/grant-status.ts';
import type { ClientFacts } from './client.ts';
import { decideExchange } from './decide-exchange.ts';
import { decideRefresh } from './decide-refresh.ts';
import type { EndEvents, ExplainResult, TokenToExplain } from './explain.ts';
import { decideExplain } from './explain.ts';
import { aClient } from '../testing/a-client.ts';
import { aCode } from '../testing/a-code.ts';
import { aFamily } from '../testing/a-family.ts';
import { aGrant } from '../testing/a-grant.ts';

const now = 1_700_000_000_000;
const client = aClient();
const request = { clientId: 'n1', hasSecret: true, hasToken: true, graceSeconds: 600 };
const grant = aGrant({ epoch: 4 });
const noEnds: EndEvents = { revoked: undefined, disabled: undefined, stopped: undefined, secretRevoked: undefined };

type Refresh = Extract<TokenToExplain, { kind: 'refresh_token' }>;
const family: Refresh['family'] = aFamily({ rotatedAt: now - 1000, expiresAt: now + 1, grant });
const refresh = (change: Partial<Omit<Refresh, 'family'>> & { family?: Partial<Refresh['family']> } = {}): Refresh => ({
  kind: 'refresh_token',
  generation: 5,
  reuse: undefined,
  ends: noEnds,
  ...change,
  family: { ...family, ...change.family },
});
const access = (change: Partial<GrantFacts> = {}, ends: Partial<EndEvents> = {}): TokenToExplain => ({
  kind: 'access_token',
  keyEpoch: 2,
  issuedAt: now - 1000,
  expiresAt: now + 1,
  grant: { ...grant, ...change },
  ends: { ...noEnds, ...ends },
});
const code: Extract<TokenToExplain, { kind: 'code' }>['code'] = {
  ...aCode({ expiresAt: now + 1, grant }),
  issuedAt: now - 1000,
};
const explain = (
  subject: TokenToExplain | undefined,
  asked = request,
  by: ClientFacts | undefined = client,
): ExplainResult => decideExplain(asked, { client: by, subject }, now);

describe('the explain endpoint, which tells a client why its token is refused', () => {
  test.each([
    ['client_unknown', request, undefined],
    ['secret_wrong', request, { ...client, secret: 'wrong' as const }],
    ['parameter_missing', { ...request, hasSecret: false }, client],
    ['parameter_missing', { ...request, hasToken: false }, client],
  ])('the explain endpoint refuses a client before looking at its token: %s', (reason, asked, by) => {
    expect(decideExplain(asked, { client: by, subject: access() }, now)).toMatchObject({ kind: 'refuse', reason });
  });

  test('the explain endpoint answers for another client’s token, live or dead, as for an unknown one', () => {
    const theirs = { ...client, integrationId: 'n2' };
    for (const subject of [access(), access({ revokedAt: 1 }), refresh(), undefined]) {
      expect(explain(subject, request, theirs)).toEqual({ kind: 'unknown' });
    }
    const foreignCode: TokenToExplain = { kind: 'code', code, ends: noEnds };
    expect(explain(foreignCode, request, theirs)).toEqual({ kind: 'unknown' });
  });
});

describe('explaining a refresh token', () => {
  test('a current refresh token is explained as live', () => {
    expect(explain(refresh())).toEqual({
      kind: 'explained',
      token: 'refresh_token',
      accountId: 7,
      reason: 'live',
      issuedAt: now - 1000,
      expiresAt: now + 1,
      at: undefined,
      by: undefined,
      firstUse: undefined,
      reuse: undefined,
    });
  });

  test('the previous refresh token is explained as in its grace while its successor is unused, and as superseded afterwards', () => {
    const firstUse = { at: now - 1000, address: '198.51.100.2' };
    expect(explain(refresh({ generation: 4 }))).toMatchObject({ reason: 'in_grace', at: now + 599_000, firstUse });
    expect(explain(refresh({ generation: 4 }), { ...request, graceSeconds: 0 })).toMatchObject({
      reason: 'superseded',
      at: now - 1000,
      firstUse,
    });
    expect(explain(refresh({ generation: 2 }))).toMatchObject({
      reason: 'superseded',
      at: undefined,
      firstUse: undefined,
    });
  });

  test('a refresh token that was used again is explained with both uses', () => {
    const reuse = {
      first: { at: now - 9000, address: '198.51.100.1' },
      again: { at: now - 5000, address: '198.51.100.9' },
      lastAt: now - 10,
      count: 3,
    };
    expect(explain(refresh({ generation: 3, reuse }))).toMatchObject({
      reason: 'reused',
      at: now - 9000,
      firstUse: reuse.first,
      reuse,
    });
  });

  test('a refresh token is explained as idle when unused for 90 days, and as token_revoked when its family was ended', () => {
    expect(explain(refresh({ family: { expiresAt: now } }))).toMatchObject({ reason: 'idle', at: now });
    expect(explain(refresh({ family: { revokedAt: now - 3 } }))).toMatchObject({
      reason: 'token_revoked',
      at: now - 3,
    });
  });

  test('a refresh token is explained as working exactly when the token endpoint accepts it', () => {
    const grants: Partial<GrantFacts>[] = [
      {},
      { revokedAt: 1 },
      { installation: { state: 'disabled', epoch: 5 } },
      { integration: { state: 'stopped', keyEpoch: 2 } },
      { integration: { state: 'active', keyEpoch: 3 } },
      { membership: undefined },
    ];
    for (const generation of [2, 3, 4, 5, 6]) {
      for (const change of [{}, { expiresAt: now }, { revokedAt: 1 }, { rotatedAt: now - 600_000 }]) {
        for (const stands of grants) {
          const subject = refresh({ generation, family: { ...change, grant: { ...grant, ...stands } } });
          const explained = explain(subject);
          const { outcome } = decideRefresh(
            {
              clientId: 'n1',
              hasSecret: true,
              redirectUri: undefined,
              hasToken: true,
              generation,
              host: { kind: 'public' },
              macKeyId: 'm2',
              graceSeconds: 600,
              address: '',
            },
            { client, family: subject.family },
            now,
          );
          const works = explained.kind === 'explained' && ['live', 'in_grace'].includes(explained.reason);
          expect(works).toBe(outcome.kind === 'issue');
        }
      }
    }
  });
});

describe('explaining an authorization code', () => {
  const of = (change: Partial<typeof code>): TokenToExplain => ({
    kind: 'code',
    code: { ...code, ...change },
    ends: noEnds,
  });

  test.each<[reason: string, change: Partial<typeof code>]>([
    ['live', {}],
    ['used', { redeemedAt: now - 1 }],
    // A code that was used ended by its use, however old it is now.
    ['used', { redeemedAt: now - 1, expiresAt: now }],
    ['expired', { expiresAt: now }],
    ['secret_revoked', { keyEpoch: 1 }],
    ['grant_revoked', { grant: { ...grant, revokedAt: 1 } }],
  ])(
    'an authorization code is explained as %s, and as live exactly when the token endpoint accepts it',
    (reason, change) => {
      expect(explain(of(change))).toMatchObject({ token: 'code', reason });
      const { outcome } = decideExchange(
        {
          clientId: 'n1',
          hasSecret: true,
          redirectUri: code.redirectUri,
          hasCode: true,
          verifier: 'absent',
          host: { kind: 'public' },
          familyId: 'f',
          macKeyId: 'm',
          address: '',
        },
        { client, code: { ...code, ...change, families: 0 } },
        now,
      );
      expect(outcome.kind === 'issue').toBe(reason === 'live');
    },
  );
});

describe('explaining an event that ended every token of a grant', () => {
  const by = (userId: number | undefined) => ({ at: now - 5, userId });

  test.each<[reason: string, part: string | undefined, change: Partial<GrantFacts>, ends: Partial<EndEvents>]>([
    ['grant_revoked', 'granting_person', { revokedAt: 1 }, { revoked: by(8) }],
    ['grant_revoked', 'account_admin', { revokedAt: 1 }, { revoked: by(9) }],
    ['grant_revoked', 'operator', { revokedAt: 1 }, { revoked: by(undefined) }],
    ['person_deactivated', 'account_admin', { revokedAt: 1, membership: undefined }, { revoked: by(9) }],
    ['person_deactivated', undefined, { membership: { role: 'member', state: 'deactivated' } }, {}],
    ['grant_revoked', 'account_admin', { revokedAt: 1, membership: undefined, fullAccess: true }, { revoked: by(9) }],
    ['installation_disabled', 'account_admin', { installation: { state: 'disabled', epoch: 5 } }, { disabled: by(8) }],
    ['installation_disabled', undefined, { installation: { state: 'enabled', epoch: 5 } }, {}],
    ['integration_stopped', 'integrator_admin', { integration: { state: 'stopped', keyEpoch: 2 } }, { stopped: by(8) }],
    ['integration_stopped', 'operator', { integration: { state: 'stopped', keyEpoch: 2 } }, { stopped: by(undefined) }],
    [
      'integration_adopted',
      'integrator_admin',
      { integration: { state: 'stopped', keyEpoch: 2 }, installation: { state: 'disabled', epoch: 5 } },
      { adopted: by(undefined), disabled: by(undefined) },
    ],
    ['secret_revoked', 'integrator_admin', { integration: { state: 'active', keyEpoch: 3 } }, { secretRevoked: by(5) }],
  ])('the event that ended a grant’s tokens is explained as %s by %s', (reason, part, change, ends) => {
    const known = Object.values(ends).length > 0;
    expect(explain(access(change, ends))).toMatchObject({ reason, by: part, at: known ? now - 5 : undefined });
  });

  test('an access token past its expiry is explained as expired, before any other reason', () => {
    const over = { ...access({ revokedAt: 1 }), expiresAt: now } as TokenToExplain;
    expect(explain(over)).toMatchObject({ reason: 'expired', at: now });
  });

  test('a long-lived token is explained as expired, as revoked by itself, or as ended with its grant', () => {
    const of = (token: object): ExplainResult =>
      explain({
        kind: 'long_lived_token',
        issuedAt: now - 9,
        token: {
          tokenId: 't',
          integrationId: 'n1',
          expiresAt: now + 1,
          revokedAt: undefined,
          keyEpoch: 2,
          grant,
          ...token,
        },
        tokenRevoked: by(9),
        ends: noEnds,
      });
    expect(of({})).toMatchObject({ reason: 'live', token: 'long_lived_token', issuedAt: now - 9 });
    expect(of({ expiresAt: now })).toMatchObject({ reason: 'expired' });
    expect(of({ revokedAt: now - 5 })).toMatchObject({ reason: 'token_revoked', at: now - 5, by: 'account_admin' });
    expect(of({ keyEpoch: 1 })).toMatchObject({ reason: 'secret_revoked' });
  });
});
