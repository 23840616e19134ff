import { describe, expect, test } from 'vitest';
import type { MintLongLivedFacts, MintLongLivedRequest } from './decide-long-lived.ts';
import { decideMintLongLived, decideRevokeLongLived, longLivedStatus } from './decide-long-lived.ts';
import { aGrant } from '../testing/a-grant.ts';
import { anAccount } from '../testing/an-account.ts';

const now = Date.UTC(2024, 1, 29, 12);
const dayMs = 86_400_000;
const actor = { userId: 8, address: '192.0.2.1' };

const facts: MintLongLivedFacts = {
  integration: {
    kind: 'private',
    published: false,
    accountId: 7,
    integrationId: 'n1',
    state: 'active',
    scopes: ['crm'],
    version: 3,
    keyEpoch: 2,
  },
  account: anAccount({ installation: 'enabled' }),
  epoch: 4,
  grantId: 'g1',
  tokens: 0,
};
const request: MintLongLivedRequest = {
  accountId: 7,
  userId: 8,
  actor,
  name: ' Report ',
  expiresAt: now + 30 * dayMs,
  newGrantId: 'g-new',
  tokenId: 't1',
};
const about = { accountId: 7, at: now, actor };
const inAccount = (change: object): Partial<MintLongLivedFacts> =>
  facts.account === undefined ? {} : { account: { ...facts.account, ...change } };
const integrationIs = (change: object): Partial<MintLongLivedFacts> => ({
  integration: { ...facts.integration, ...change },
});

describe('creating a long-lived token', () => {
  test('creating a long-lived token renews the admin’s grant as a consent would, and returns the values of the token', () => {
    expect(decideMintLongLived(facts, request, now)).toEqual({
      outcome: {
        kind: 'minted',
        tokenId: 't1',
        grantId: 'g1',
        scopes: ['crm'],
        keyEpoch: 2,
        issuedAt: now,
        expiresAt: request.expiresAt,
      },
      changes: [
        {
          kind: 'grant_renewed',
          ...about,
          grantId: 'g1',
          integrationId: 'n1',
          userId: 8,
          fullAccess: true,
          scopes: ['crm'],
          integrationVersion: 3,
        },
        {
          kind: 'long_lived_minted',
          ...about,
          token: {
            tokenId: 't1',
            grantId: 'g1',
            integrationId: 'n1',
            name: 'Report',
            keyEpoch: 2,
            expiresAt: request.expiresAt,
          },
        },
      ],
    });
  });

  test('creating a long-lived token gives a grant to an admin without one, for an external integration too', () => {
    const external = { ...facts, ...integrationIs({ kind: 'external' }), grantId: undefined };
    const { outcome, changes } = decideMintLongLived(external, request, now);
    expect(outcome).toMatchObject({ kind: 'minted', grantId: 'g-new' });
    expect(changes).toMatchObject([
      { kind: 'grant_given', grantId: 'g-new', fullAccess: true, epoch: 4 },
      { kind: 'long_lived_minted' },
    ]);
  });

  test.each<[reason: string, change: Partial<MintLongLivedFacts>, asked: Partial<MintLongLivedRequest>]>([
    ['unknown', integrationIs({ accountId: 9 }), {}],
    ['unknown', integrationIs({ accountId: 9, kind: 'public', published: true }), {}],
    ['forbidden', { account: undefined }, {}],
    ['forbidden', inAccount({ role: 'member' }), {}],
    ['forbidden', inAccount({ state: 'deactivated' }), {}],
    ['kind_not_offered', integrationIs({ kind: 'public' }), {}],
    ['kind_not_offered', integrationIs({ kind: 'public', published: true }), {}],
    ['integration_stopped', integrationIs({ state: 'stopped' }), {}],
    ['not_installed', inAccount({ installation: 'none' }), {}],
    ['not_installed', inAccount({ installation: 'disabled' }), {}],
    ['too_many_tokens', { tokens: 50 }, {}],
    // A member who is not an admin learns nothing about the integration, not even its kind.
    ['forbidden', { ...inAccount({ role: 'member' }), ...integrationIs({ kind: 'public' }) }, {}],
  ])('creating a long-lived token is refused with the reason %s, without any change', (reason, change, asked) => {
    expect(decideMintLongLived({ ...facts, ...change }, { ...request, ...asked }, now)).toEqual({
      outcome: { kind: 'refuse', reason },
      changes: [],
    });
  });

  test('creating a long-lived token is refused for an integration that does not exist', () => {
    expect(decideMintLongLived(undefined, request, now).outcome).toEqual({ kind: 'refuse', reason: 'unknown' });
  });

  test.each([
    ['a day', now + dayMs, true],
    ['a day counted a minute ago', now + dayMs - 60_000, true],
    ['less than a day', now + dayMs - 60_001, false],
    // Five years after 29 February is 1 March in the calendar.
    ['five years', Date.UTC(2029, 2, 1, 12), true],
    ['five years and a second', Date.UTC(2029, 2, 1, 12) + 1000, false],
    ['NaN', Number.NaN, false],
    ['infinity', Number.POSITIVE_INFINITY, false],
  ])('the expiry of a long-lived token is checked by the calendar: %s from now', (_how, expiresAt, taken) => {
    const { outcome } = decideMintLongLived(facts, { ...request, expiresAt }, now);
    if (taken) expect(outcome.kind).toBe('minted');
    else expect(outcome).toEqual({ kind: 'invalid', errors: [{ field: 'expires_at', code: 'out_of_range' }] });
  });

  test('a request for a long-lived token is refused with every unusable field at once', () => {
    expect(decideMintLongLived(facts, { ...request, name: '\u200b', expiresAt: now }, now).outcome).toEqual({
      kind: 'invalid',
      errors: [
        { field: 'name', code: 'required' },
        { field: 'expires_at', code: 'out_of_range' },
      ],
    });
  });
});

const grant = aGrant({ fullAccess: true, epoch: 4, membership: undefined });

test.each([
  ['live', {}],
  ['expired', { expiresAt: now }],
  ['revoked', { revokedAt: now - 1 }],
  ['expired', { expiresAt: now, revokedAt: now - 1 }],
  ['secret_revoked', { keyEpoch: 1 }],
  ['installation_disabled', { grant: { ...grant, installation: { state: 'disabled', epoch: 5 } as const } }],
  ['grant_revoked', { grant: { ...grant, revokedAt: now - 1 } }],
] as const)('a long-lived token is %s by its own row and its grant', (standing, change) => {
  const token = { expiresAt: now + 1, revokedAt: undefined, keyEpoch: 2, grant };
  expect(longLivedStatus({ ...token, ...change }, now)).toBe(standing);
});

describe('revoking a long-lived token', () => {
  const token = { tokenId: 't1', integrationId: 'n1', revokedAt: undefined };
  const by = { accountId: 7, actor, membership: { role: 'admin', state: 'active' } } as const;

  test('revoking a long-lived token ends that token and nothing else', () => {
    expect(decideRevokeLongLived(token, by, now)).toEqual({
      outcome: { kind: 'revoked' },
      changes: [{ kind: 'long_lived_revoked', ...about, integrationId: 'n1', tokenId: 't1' }],
    });
  });

  test.each([
    ['forbidden', token, { role: 'member', state: 'active' }],
    ['forbidden', undefined, undefined],
    ['unknown', undefined, by.membership],
    ['already_revoked', { ...token, revokedAt: now - 1 }, by.membership],
  ] as const)('revoking a long-lived token is refused with the reason %s', (reason, what, membership) => {
    expect(decideRevokeLongLived(what, { ...by, membership }, now)).toEqual({
      outcome: { kind: 'refuse', reason },
      changes: [],
    });
  });
});
