import { describe, expect, test } from 'vitest';
import type { AccountFacts } from '../access/account-choice.ts';
import type { ConsentFacts, ConsentRequest } from './decide-consent.ts';
import { decideConsent } from './decide-consent.ts';
import { anAccount } from '../testing/an-account.ts';

const now = 1_700_000_000_000;
const twentyMinutesMs = 1_200_000;
const actor = { userId: 8, address: '192.0.2.1' };

const account = anAccount();
const facts: ConsentFacts = {
  integration: {
    kind: 'public',
    published: true,
    accountId: 1,
    integrationId: 'n1',
    state: 'active',
    redirectUri: 'https://shop.test/cb',
    scopes: ['crm', 'files'],
    version: 3,
    keyEpoch: 2,
  },
  account,
  epoch: undefined,
  grantId: undefined,
};
const request: ConsentRequest = {
  userId: 8,
  actor,
  codeChallenge: undefined,
  newGrantId: 'g-new',
  code: { codeId: 'c0de', keyId: 'm1' },
};
const code = {
  codeId: 'c0de',
  keyId: 'm1',
  grantId: 'g-new',
  integrationId: 'n1',
  redirectUri: 'https://shop.test/cb',
  codeChallenge: undefined,
  keyEpoch: 2,
  issuedAt: now,
  expiresAt: now + twentyMinutesMs,
  sealedCode: undefined,
};
const about = { accountId: 7, integrationId: 'n1', at: now, actor };
const everything = { fullAccess: true, scopes: ['crm', 'files'], integrationVersion: 3 };
const inAccount = (change: Partial<AccountFacts>) => ({ ...account, ...change });

describe('Allow on the consent page', () => {
  test('Allow gives an external integration no scope beyond those of its kind, whatever scopes are registered', () => {
    const external = { ...facts.integration, kind: 'external', accountId: 7 } as const;
    const { changes } = decideConsent({ ...facts, integration: external }, request, now);
    expect(changes).toContainEqual(expect.objectContaining({ kind: 'grant_given', scopes: ['crm'] }));
  });

  test('Allow by the first admin installs the integration, grants full access and issues an authorization code', () => {
    expect(decideConsent(facts, request, now)).toEqual({
      outcome: { kind: 'granted', accountId: 7, code, installed: true },
      changes: [
        { kind: 'installation_enabled', ...about, expectedEpoch: undefined },
        { kind: 'grant_given', ...about, grantId: 'g-new', userId: 8, ...everything, epoch: 1 },
        { kind: 'code_issued', accountId: 7, code, actor },
      ],
    });
  });

  test('Allow after a disable enables the installation, and gives a new grant in the raised epoch, even if a grant exists', () => {
    const disabled = { ...facts, account: inAccount({ installation: 'disabled' }), epoch: 4, grantId: 'g-old' };
    expect(decideConsent(disabled, request, now).changes).toEqual([
      { kind: 'installation_enabled', ...about, expectedEpoch: 4 },
      { kind: 'grant_given', ...about, grantId: 'g-new', userId: 8, ...everything, epoch: 4 },
      { kind: 'code_issued', accountId: 7, code, actor },
    ]);
  });

  test('Allow by a member gives a grant within their own rights in an enabled installation', () => {
    const enabled = { ...facts, account: inAccount({ installation: 'enabled', role: 'member' }), epoch: 4 };
    const { outcome, changes } = decideConsent(enabled, request, now);
    expect(outcome).toMatchObject({ kind: 'granted', installed: false });
    expect(changes).toEqual([
      {
        kind: 'grant_given',
        ...about,
        grantId: 'g-new',
        userId: 8,
        fullAccess: false,
        scopes: ['crm', 'files'],
        integrationVersion: 3,
        epoch: 4,
      },
      { kind: 'code_issued', accountId: 7, code, actor },
    ]);
  });

  test('Allow by the same user a second time renews the existing grant, and issues an authorization code for it', () => {
    const again = { ...facts, account: inAccount({ installation: 'enabled' }), epoch: 4, grantId: 'g-old' };
    expect(decideConsent(again, request, now).changes).toEqual([
      { kind: 'grant_renewed', ...about, grantId: 'g-old', userId: 8, ...everything },
      { kind: 'code_issued', accountId: 7, code: { ...code, grantId: 'g-old' }, actor },
    ]);
  });

  test('Allow binds the authorization code to the PKCE challenge, and seals a code that can be copied', () => {
    const sealedCode = new Uint8Array([1]);
    const { outcome } = decideConsent(
      facts,
      { ...request, codeChallenge: 'x', code: { ...request.code, sealedCode } },
      now,
    );
    expect(outcome).toMatchObject({ code: { codeChallenge: 'x', sealedCode } });
  });
});

describe('Allow on the consent page is refused', () => {
  const stopped = { ...facts.integration, state: 'stopped' } as const;
  const privateOne = { ...facts.integration, kind: 'private' } as const;
  const member = inAccount({ role: 'member' });

  test.each<[reason: string, facts: Partial<ConsentFacts>]>([
    ['integration_stopped', { integration: stopped }],
    ['no_member', { account: undefined }],
    ['deactivated', { account: inAccount({ state: 'deactivated' }) }],
    ['private_elsewhere', { integration: privateOne }],
    ['unmoderated_elsewhere', { integration: { ...facts.integration, published: false } }],
    ['admin_must_install', { account: member }],
    ['admin_must_install', { account: inAccount({ role: 'member', installation: 'disabled' }), epoch: 4 }],
    // Cases with two reasons: the earlier one is reported.
    ['integration_stopped', { integration: stopped, account: undefined }],
    ['private_elsewhere', { integration: privateOne, account: member }],
  ])('Allow is refused with the reason %s, without any change', (reason, change) => {
    expect(decideConsent({ ...facts, ...change }, request, now)).toEqual({
      outcome: { kind: 'refuse', reason },
      changes: [],
    });
  });
});
