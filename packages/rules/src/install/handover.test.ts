import { describe, expect, test } from 'vitest';
import type { AccountFacts } from '../access/account-choice.ts';
import { decideExternal } from './decide-external.ts';
import type { ExternalConsent } from './decide-external.ts';
import type { HandoverFacts } from './decide-handover.ts';
import { decideHandover, decidePull } from './decide-handover.ts';

const now = 1_700_000_000_000;
const actor = { userId: 7, address: '203.0.113.9' };
const account: AccountFacts = {
  accountId: 30,
  subdomain: 'demo',
  name: 'Demo',
  role: 'admin',
  state: 'active',
  installation: 'none',
};
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
  test('creates integration, installation, grant and handover with the hook, and no code', () => {
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
      },
      at: now,
    });
  });

  test.each([
    ['somebody who is not in the account', undefined, 'no_member'],
    ['a member, since nothing is installed yet', { ...account, role: 'member' as const }, 'admin_must_install'],
    ['an admin who was deactivated', { ...account, state: 'deactivated' as const }, 'deactivated'],
  ])('is refused to %s', (_who, place, reason) => {
    expect(decideExternal(place, consent, now)).toEqual({ outcome: { kind: 'refuse', reason }, changes: [] });
  });
});

const handover: HandoverFacts = {
  accountId: 30,
  handoverId: 'request',
  integrationId: 'integration',
  grant: {
    accountId: 30,
    grantId: 'grant',
    integrationId: 'integration',
    userId: 7,
    fullAccess: true,
    scopes: ['crm'],
    epoch: 1,
    revokedAt: undefined,
    installation: { state: 'enabled', epoch: 1 },
    integration: { state: 'active', keyEpoch: 1 },
    membership: { role: 'admin', state: 'active' },
  },
  redirectUri: 'https://shop.test/cb',
  delivery: { state: 'pending', lastStatus: undefined, lastFailure: undefined },
  pullChallenge: undefined,
  pulledAt: undefined,
  codeRedeemed: false,
  code: undefined,
  codeId: undefined,
};
const sealedCode = new Uint8Array([7]);
const drawn = { codeId: 'c0de', keyId: 'k', sealedCode, actor };
const failing = { state: 'pending', lastStatus: 500, lastFailure: 'status' } as const;
const look = (facts: Partial<HandoverFacts>) => decideHandover({ ...handover, ...facts }, drawn, now);

describe('a handover', () => {
  test.each([
    ['on its way', { delivery: handover.delivery }, 'waiting'],
    ['refused, and tried again', { delivery: failing }, 'waiting'],
    ['given up', { delivery: { ...failing, state: 'failed' as const } }, 'given_up'],
    ['older than the log', { delivery: { ...handover.delivery, state: 'gone' as const } }, 'given_up'],
    ['not pulled yet and never tried', { pullChallenge: 'x' }, 'waiting'],
    [
      'taken back',
      { delivery: { ...handover.delivery, state: 'delivered' as const }, grant: { ...handover.grant, revokedAt: now } },
      'stopped',
    ],
    ['exchanged', { delivery: { ...handover.delivery, state: 'delivered' as const }, codeRedeemed: true }, 'finished'],
  ])('that is %s gives no code', (_what, facts, kind) => {
    const { outcome, changes } = look(facts);
    expect(outcome.kind).toBe(kind);
    expect(changes).toEqual([]);
  });

  test('gives a code for the address of the metadata once the keys were accepted', () => {
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

  test('gives the same code to each look until it is over, and another one of the same grant after that', () => {
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

  test('offers the pull when pushing has failed and the button asked for it, and only then', () => {
    expect(look({ delivery: failing, pullChallenge: 'x' }).outcome).toMatchObject({ kind: 'return', pull: true });
    expect(look({ delivery: failing }).outcome.kind).toBe('waiting');
  });
});

describe('a pull', () => {
  const pull = (facts: Partial<HandoverFacts>, challenge = 'right') =>
    decidePull({ ...handover, pullChallenge: 'right', ...facts }, { challenge, address: '203.0.113.9' }, now);

  test('is recorded for whoever shows the verifier', () => {
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
      'after the consent was taken back',
      pull({ grant: { ...handover.grant, installation: { state: 'disabled', epoch: 2 } } }),
      'pull_unknown',
    ],
  ])('is refused %s', (_when, answer, reason) => {
    expect(answer).toEqual({ outcome: { kind: 'refuse', reason }, changes: [] });
  });
});
