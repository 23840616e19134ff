import { describe, expect, test } from 'vitest';
import { decideExternal } from './decide-external.ts';
import { decideFreshCode, freshCodeBuckets } from './decide-fresh-code.ts';
import type { HandoverFacts } from './decide-handover.ts';
import { decideHandover, decidePull } from './decide-handover.ts';
import { aGrant } from '../testing/a-grant.ts';
import { anAccount } from '../testing/an-account.ts';

const now = 1_700_000_000_000;
const actor = { userId: 7, address: '203.0.113.9' };
const secret = { secretId: 'secret', sealed: new Uint8Array([3]) };
const sealedPath = new Uint8Array([4]);
const metadata = {
  name: 'Shop',
  descriptionHtml: 'd',
  redirectUri: 'https://shop.test/cb',
  secretsUri: 'https://shop.test/keys',
  scopes: ['crm'],
  logoUri: undefined,
};

test('Allow on a metadata button stores the integration, its installation, a grant with full access and the handover', () => {
  const account = anAccount({ accountId: 30 });
  const consent = {
    userId: 7,
    actor,
    integrationId: 'n1',
    grantId: 'g1',
    handoverId: 'h1',
    deliveryId: 'd1',
    secret,
    metadata,
    sealedPath,
    pullChallenge: 'challenge',
  };
  const { changes } = decideExternal(account, consent, now);
  expect(changes.slice(0, 4)).toEqual([
    { kind: 'external_created', accountId: 30, integrationId: 'n1', metadata, secret, at: now, actor },
    { kind: 'installation_enabled', accountId: 30, integrationId: 'n1', expectedEpoch: undefined, at: now, actor },
    {
      kind: 'grant_given',
      accountId: 30,
      grantId: 'g1',
      integrationId: 'n1',
      userId: 7,
      fullAccess: true,
      scopes: ['crm'],
      integrationVersion: 1,
      epoch: 1,
      at: now,
      actor,
    },
    {
      kind: 'handover_started',
      accountId: 30,
      handoverId: 'h1',
      integrationId: 'n1',
      grantId: 'g1',
      userId: 7,
      deliveryId: 'd1',
      sealedPath,
      pullChallenge: 'challenge',
      at: now,
    },
  ]);
});

const grant = aGrant({
  accountId: 30,
  userId: 7,
  fullAccess: true,
  epoch: 1,
  integration: { state: 'active', keyEpoch: 5 },
});
const handover: HandoverFacts = {
  accountId: 30,
  handoverId: 'h1',
  integrationId: 'n1',
  grant,
  redirectUri: 'https://shop.test/cb',
  delivery: { state: 'pending', lastStatus: undefined, lastFailure: undefined },
  pullChallenge: undefined,
  pulledAt: undefined,
  keysUsed: false,
  codeRedeemed: false,
  code: undefined,
  codeId: undefined,
};
const sealedCode = new Uint8Array([7]);
const look = (change: Partial<HandoverFacts>) =>
  decideHandover({ ...handover, ...change }, { codeId: 'c0de', keyId: 'k', sealedCode, actor }, now);

describe('the page that waits for a key handover', () => {
  test('the code after a handover works for twenty minutes, with the present keys, and cannot be copied', () => {
    expect(look({ keysUsed: true, codeId: 'before' }).changes).toEqual([
      { kind: 'handover_code_minted', accountId: 30, handoverId: 'h1', codeId: 'c0de', before: 'before', at: now },
      {
        kind: 'code_issued',
        accountId: 30,
        code: {
          codeId: 'c0de',
          keyId: 'k',
          grantId: 'g1',
          integrationId: 'n1',
          redirectUri: 'https://shop.test/cb',
          codeChallenge: undefined,
          keyEpoch: 5,
          issuedAt: now,
          expiresAt: now + 1_200_000,
          sealedCode,
          copyable: false,
        },
        waitingAdmin: 7,
        actor,
      },
    ]);
  });

  test('the page that waits states the last answer, also when it gives up', () => {
    const failed = { lastStatus: 500, lastFailure: 'status' } as const;
    expect(look({ delivery: { state: 'pending', ...failed } }).outcome).toEqual({ kind: 'waiting', ...failed });
    for (const state of ['failed', 'unknown', 'overtaken', 'gone'] as const)
      expect(look({ delivery: { state, ...failed } }).outcome).toEqual({ kind: 'given_up', ...failed });
  });

  test('a pull counts as the arrival of the keys', () => {
    const pulled = look({ pulledAt: now - 1, pullChallenge: 'x' }).outcome;
    expect(pulled).toMatchObject({ kind: 'return', pull: false });
  });

  test('the page that waits says why the handover has ended', () => {
    expect(look({ grant: { ...grant, revokedAt: 1 } }).outcome).toEqual({ kind: 'stopped', why: 'grant_revoked' });
    const demoted = { ...grant, membership: { role: 'member', state: 'active' } } as const;
    expect(look({ grant: demoted }).outcome).toEqual({ kind: 'stopped', why: 'maker_not_admin' });
  });
});

test('a pull of the keys is recorded with its grant, the person and the address of the server', () => {
  const asked = { challenge: 'right', address: '198.51.100.4' };
  expect(decidePull({ ...handover, pullChallenge: 'right' }, asked, now).changes).toEqual([
    {
      kind: 'handover_pulled',
      accountId: 30,
      handoverId: 'h1',
      integrationId: 'n1',
      grantId: 'g1',
      userId: 7,
      at: now,
      address: '198.51.100.4',
    },
  ]);
  expect(decidePull(undefined, asked, now).outcome).toEqual({ kind: 'refuse', reason: 'pull_unknown' });
});

test('an integration may ask for new codes 120 times a minute, whatever the answers are', () => {
  expect(freshCodeBuckets('n1')).toEqual([{ key: 'fresh code n1', windowMs: 60_000, max: 120 }]);
});

describe('a request for a new code', () => {
  const asking = {
    integrationId: 'n1',
    state: 'active',
    keyEpoch: 5,
    redirectUri: 'https://shop.test/cb',
    secret: 'right',
    secretId: 's1',
  } as const;
  const facts = {
    client: asking,
    hasLiveWidget: true,
    installation: { accountId: 30, state: 'enabled', epoch: 1, freshCodes: 'allowed' },
    grant,
    askedAt: [],
  } as const;
  const request = {
    namesGrant: false,
    address: '198.51.100.7',
    code: { codeId: 'c1', keyId: 'k1', sealedCode },
    deliveryId: 'd1',
  };

  test('a request for a new code without a secret that can be named is refused', () => {
    const { outcome } = decideFreshCode({ ...facts, client: { ...asking, secretId: undefined } }, request, now);
    expect(outcome).toEqual({ kind: 'refuse', reason: 'credentials_wrong' });
  });

  test('after more requests than are allowed, the wait ends when the fifth last of them is an hour old', () => {
    const askedAt = [6, 5, 4, 3, 2, 1, 0].map((minutes) => now - minutes * 60_000);
    const { outcome } = decideFreshCode({ ...facts, askedAt }, request, now);
    expect(outcome).toEqual({ kind: 'refuse', reason: 'too_many', until: now - 4 * 60_000 + 3_600_000 });
  });
});
