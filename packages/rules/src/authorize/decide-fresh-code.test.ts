import { describe, expect, test } from 'vitest';
import type { GrantFacts } from '../access/grant-status.ts';
import type { FreshCodeFacts, FreshCodeRequest } from './decide-fresh-code.ts';
import { decideFreshCode } from './decide-fresh-code.ts';
import { aGrant } from '../testing/a-grant.ts';

const now = 1_700_000_000_000;
const hour = 3_600_000;
const minute = 60_000;

const client = {
  integrationId: 'n1',
  state: 'active',
  keyEpoch: 3,
  redirectUri: 'https://shop.test/cb',
  secret: 'right',
  secretId: 's1',
} as const;
const actor = { as: 'client', userId: undefined, address: '198.51.100.7', integrationId: 'n1', secretId: 's1' };
const installation = { accountId: 7, state: 'enabled', epoch: 4, freshCodes: 'allowed' } as const;
const grant = aGrant({
  fullAccess: true,
  epoch: 4,
  integration: { state: 'active', keyEpoch: 3 },
  membership: undefined,
});
const facts: FreshCodeFacts = { client, hasLiveWidget: true, installation, grant, askedAt: [] };
const request: FreshCodeRequest = {
  namesGrant: false,
  address: '198.51.100.7',
  code: { codeId: 'c1', keyId: 'k1', sealedCode: new Uint8Array([1]) },
  deliveryId: 'd1',
};
const decide = (change: Partial<FreshCodeFacts> = {}, asked: Partial<FreshCodeRequest> = {}) =>
  decideFreshCode({ ...facts, ...change }, { ...request, ...asked }, now);
const refused = (reason: string) => ({ outcome: { kind: 'refuse', reason }, changes: [] });

describe('a valid request for a new authorization code', () => {
  test('a request for a new code is counted, and its code is sent to the registered address only; nobody can copy the code', () => {
    expect(decide()).toEqual({
      outcome: { kind: 'accepted', deliveryId: 'd1', expiresAt: now + 20 * minute },
      changes: [
        {
          kind: 'fresh_code_asked',
          accountId: 7,
          integrationId: 'n1',
          codeId: 'c1',
          grantId: 'g1',
          epoch: 4,
          since: now - hour,
          at: now,
          actor,
        },
        {
          kind: 'code_issued',
          accountId: 7,
          code: {
            codeId: 'c1',
            keyId: 'k1',
            grantId: 'g1',
            integrationId: 'n1',
            redirectUri: 'https://shop.test/cb',
            codeChallenge: undefined,
            keyEpoch: 3,
            issuedAt: now,
            expiresAt: now + 20 * minute,
            sealedCode: new Uint8Array([1]),
            copyable: false,
          },
          actor,
        },
        {
          kind: 'hook_enqueued',
          accountId: 7,
          delivery: {
            deliveryId: 'd1',
            integrationId: 'n1',
            hook: 'install',
            url: 'https://shop.test/cb',
            facts: { codeId: 'c1' },
            cause: { grantId: 'g1', epoch: 4, keyEpoch: 3 },
          },
          at: now,
        },
      ],
    });
  });

  test('a request for a new authorization code neither gives nor renews a grant', () => {
    expect(decide().changes.map(({ kind }) => kind)).toEqual(['fresh_code_asked', 'code_issued', 'hook_enqueued']);
  });

  test('a request for a new code may name a member’s grant while that user is an active member', () => {
    const own = { ...grant, fullAccess: false, membership: { role: 'member', state: 'active' } } as const;
    expect(decide({ grant: own }, { namesGrant: true }).outcome.kind).toBe('accepted');
    expect(decide({ grant: own })).toEqual(refused('no_admin_grant'));
    const left = { ...own, membership: { role: 'member', state: 'deactivated' } } as const;
    expect(decide({ grant: left }, { namesGrant: true })).toEqual(refused('grant_not_live'));
  });

  test('a request for a new code works for an admin’s grant after that admin left the account', () => {
    expect(decide({ grant: { ...grant, membership: undefined } }).outcome.kind).toBe('accepted');
  });
});

describe('a request for a new authorization code that is refused', () => {
  const dead: Record<string, GrantFacts> = {
    revoked: { ...grant, revokedAt: now - 1 },
    'from an earlier epoch': { ...grant, epoch: 3 },
    'another integration’s': { ...grant, integrationId: 'n2' },
  };

  test.each<[string, Partial<FreshCodeFacts>]>([
    ['credentials_wrong', { client: undefined }],
    ['credentials_wrong', { client: { ...client, secret: 'wrong' } }],
    ['integration_stopped', { client: { ...client, state: 'stopped' } }],
    ['no_widget', { hasLiveWidget: false }],
    ['not_installed', { installation: undefined }],
    ['not_installed', { installation: { ...installation, state: 'disabled' } }],
    ['forbidden_by_account', { installation: { ...installation, freshCodes: 'forbidden' } }],
    ['no_admin_grant', { grant: undefined }],
  ])('a request for a new code is refused with the reason %s, without any change', (reason, change) =>
    expect(decide(change)).toEqual(refused(reason)),
  );

  test.each(Object.entries(dead))('a request for a new code is refused if its grant is %s', (_what, one) => {
    expect(decide({ grant: one })).toEqual(refused('no_admin_grant'));
    expect(decide({ grant: one }, { namesGrant: true })).toEqual(refused('grant_not_live'));
  });

  test('the sixth request for a new code within an hour is refused until the first of them is an hour old', () => {
    const askedAt = [now - 50 * minute, now - 40 * minute, now - 3, now - 2, now - 1];
    expect(decide({ askedAt })).toEqual({
      outcome: { kind: 'refuse', reason: 'too_many', until: now + 10 * minute },
      changes: [],
    });
    expect(decide({ askedAt: askedAt.slice(1) }).outcome.kind).toBe('accepted');
    expect(decide({ askedAt: [now - hour, ...askedAt.slice(1)] }).outcome.kind).toBe('accepted');
  });

  test('a request for a new code with several defects is refused with the first reason in this order', () => {
    const all: Partial<FreshCodeFacts> = {
      client: { ...client, secret: 'wrong', state: 'stopped' },
      hasLiveWidget: false,
      installation: { ...installation, state: 'disabled', freshCodes: 'forbidden' },
      grant: undefined,
      askedAt: Array<number>(5).fill(now - 1),
    };
    const mended: Partial<FreshCodeFacts>[] = [
      {},
      { client: { ...client, state: 'stopped' } },
      { client },
      { hasLiveWidget: true },
      { installation: { ...installation, freshCodes: 'forbidden' } },
      { installation },
      { grant },
    ];
    const reasons = mended.map((_, index) => {
      const { outcome } = decide(Object.assign({}, all, ...mended.slice(0, index + 1)));
      return outcome.kind === 'refuse' ? outcome.reason : outcome.kind;
    });
    expect(reasons).toEqual([
      'credentials_wrong',
      'integration_stopped',
      'no_widget',
      'not_installed',
      'forbidden_by_account',
      'no_admin_grant',
      'too_many',
    ]);
  });
});
