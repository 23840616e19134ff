import { describe, expect, test } from 'vitest';
import { decideExternal } from './decide-external.ts';
import type { ExternalConsent } from './decide-external.ts';
import type { HandoverFacts } from './decide-handover.ts';
import { decideHandover, decidePull } from './decide-handover.ts';
import { aGrant } from '../testing/a-grant.ts';
import { anAccount } from '../testing/an-account.ts';

const now = 1_700_000_000_000;
const actor = { userId: 7, address: '203.0.113.9' };
const account = anAccount({ accountId: 30 });
const consent: ExternalConsent = {
  userId: 7,
  actor,
  integrationId: 'integration',
  grantId: 'grant',
  handoverId: 'request',
  deliveryId: 'delivery',
  secret: { secretId: 'secret', sealed: new Uint8Array(1) },
  metadata: {
    name: 'Shop',
    descriptionHtml: 'd',
    redirectUri: 'https://shop.test/cb',
    secretsUri: 'https://shop.test/keys',
    scopes: ['crm'],
    logoUri: undefined,
  },
  sealedPath: new Uint8Array(1),
  pullChallenge: undefined,
};

describe('Allow on a metadata button', () => {
  test('Allow on a metadata button creates integration, installation, grant and key handover with its hook, and no code', () => {
    const { outcome, changes } = decideExternal(account, consent, now);
    expect(outcome).toEqual({ kind: 'created' });
    expect(changes.map(({ kind }) => kind)).toEqual([
      'external_created',
      'installation_enabled',
      'grant_given',
      'handover_started',
      'hook_enqueued',
    ]);
    expect(changes.at(-1)).toEqual({
      kind: 'hook_enqueued',
      accountId: 30,
      delivery: {
        deliveryId: 'delivery',
        integrationId: 'integration',
        hook: 'secrets',
        url: 'https://shop.test/keys',
        facts: { handoverId: 'request' },
        cause: { grantId: 'grant', epoch: 1 },
      },
      at: now,
    });
  });

  test.each([
    ['a person who is not a member', undefined, 'no_member'],
    ['a member, since nothing is installed yet', { ...account, role: 'member' as const }, 'admin_must_install'],
    ['an admin who was deactivated', { ...account, state: 'deactivated' as const }, 'deactivated'],
  ])('Allow on a metadata button is refused to %s', (_who, place, reason) => {
    expect(decideExternal(place, consent, now)).toEqual({ outcome: { kind: 'refuse', reason }, changes: [] });
  });
});

const handover: HandoverFacts = {
  accountId: 30,
  handoverId: 'request',
  integrationId: 'integration',
  grant: aGrant({
    accountId: 30,
    grantId: 'grant',
    integrationId: 'integration',
    userId: 7,
    fullAccess: true,
    epoch: 1,
    integration: { state: 'active', keyEpoch: 1 },
  }),
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
const drawn = { codeId: 'c0de', keyId: 'k', sealedCode, actor };
const failing = { state: 'pending', lastStatus: 500, lastFailure: 'status' } as const;
const look = (facts: Partial<HandoverFacts>) => decideHandover({ ...handover, ...facts }, drawn, now);

describe('a key handover', () => {
  test.each([
    ['in progress', { delivery: handover.delivery }, 'waiting'],
    ['refused, and repeated', { delivery: failing }, 'waiting'],
    ['given up', { delivery: { ...failing, state: 'failed' as const } }, 'given_up'],
    ['older than the log', { delivery: { ...handover.delivery, state: 'gone' as const } }, 'given_up'],
    ['not pulled yet, before any attempt ended', { pullChallenge: 'x' }, 'waiting'],
    [
      'revoked',
      { delivery: { ...handover.delivery, state: 'delivered' as const }, grant: { ...handover.grant, revokedAt: now } },
      'stopped',
    ],
    ['exchanged', { delivery: { ...handover.delivery, state: 'delivered' as const }, codeRedeemed: true }, 'finished'],
  ])('a key handover that is %s returns no authorization code', (_what, facts, kind) => {
    const { outcome, changes } = look(facts);
    expect(outcome.kind).toBe(kind);
    expect(changes).toEqual([]);
  });

  test('a key handover returns a code for the metadata’s redirect URI once the keys were accepted', () => {
    const { outcome, changes } = look({ delivery: { state: 'delivered', lastStatus: 200, lastFailure: undefined } });
    expect(outcome).toEqual({ kind: 'return', pull: false, code: { codeId: 'c0de', sealed: sealedCode } });
    expect(changes).toMatchObject([
      { kind: 'handover_code_minted', handoverId: 'request', codeId: 'c0de', before: undefined },
      {
        kind: 'code_issued',
        code: { grantId: 'grant', redirectUri: 'https://shop.test/cb', sealedCode, copyable: false },
      },
    ]);
  });

  test('a key handover returns a code once the new client has authenticated, whatever its server answered to the keys', () => {
    expect(look({ keysUsed: true }).outcome).toMatchObject({ kind: 'return', pull: false });
    const delivery = { state: 'failed', lastStatus: 409, lastFailure: 'status' } as const;
    expect(look({ delivery, keysUsed: true }).outcome).toMatchObject({ kind: 'return', pull: false });
  });

  test('a key handover whose delivery was overtaken returns no authorization code', () => {
    expect(look({ delivery: { ...failing, state: 'overtaken' } }).outcome.kind).toBe('given_up');
  });

  test('a key handover returns the same code until it expires, and then another one for the same grant', () => {
    const delivery = { state: 'delivered', lastStatus: 200, lastFailure: undefined } as const;
    const minted = { codeId: 'before', sealed: new Uint8Array([9]) };
    const facts = { delivery, codeId: 'before', code: { ...minted, expiresAt: now + 1 } };
    expect(look(facts)).toEqual({
      outcome: { kind: 'return', pull: false, code: { ...minted, expiresAt: now + 1 } },
      changes: [],
    });
    const over = look({ ...facts, code: { ...minted, expiresAt: now } });
    expect(over.outcome).toMatchObject({ kind: 'return', code: { codeId: 'c0de' } });
    expect(over.changes).toMatchObject([{ codeId: 'c0de', before: 'before' }, { code: { grantId: 'grant' } }]);
  });

  test('a key handover offers the pull only when sending the keys has failed and the button asked for a pull', () => {
    expect(look({ delivery: failing, pullChallenge: 'x' }).outcome).toMatchObject({ kind: 'return', pull: true });
    expect(look({ delivery: failing }).outcome.kind).toBe('waiting');
  });
});

describe('a pull of the keys', () => {
  const pull = (facts: Partial<HandoverFacts>, challenge = 'right') =>
    decidePull({ ...handover, pullChallenge: 'right', ...facts }, { challenge, address: '203.0.113.9' }, now);

  test('a pull of the keys is recorded when the verifier matches', () => {
    expect(pull({})).toMatchObject({
      outcome: { kind: 'pulled' },
      changes: [{ kind: 'handover_pulled', handoverId: 'request' }],
    });
  });

  test.each([
    ['with a wrong verifier', pull({}, 'wrong'), 'verifier_differs'],
    ['a second time', pull({ pulledAt: now - 1 }), 'pulled_before'],
    ['when the button had no challenge', pull({ pullChallenge: undefined }), 'pull_unknown'],
    [
      'after the consent was revoked',
      pull({ grant: { ...handover.grant, installation: { state: 'disabled', epoch: 2 } } }),
      'pull_unknown',
    ],
  ])('a pull of the keys is refused %s', (_when, answer, reason) => {
    expect(answer).toEqual({ outcome: { kind: 'refuse', reason }, changes: [] });
  });
});
