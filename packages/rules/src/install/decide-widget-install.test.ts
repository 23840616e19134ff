import { describe, expect, test } from 'vitest';
import type { WidgetInstallFacts, WidgetInstallRequest } from './decide-widget-install.ts';
import { decideWidgetInstall } from './decide-widget-install.ts';
import { anAccount } from '../testing/an-account.ts';

const now = 1_700_000_000_000;
const actor = { userId: 8, address: '203.0.113.5' };
const sealedCode = new Uint8Array([7]);
const account = anAccount();
const facts: WidgetInstallFacts = {
  integration: {
    integrationId: 'n1',
    kind: 'public',
    published: true,
    accountId: 1,
    state: 'active',
    scopes: ['crm'],
    version: 4,
    redirectUri: 'https://shop.test/cb',
    keyEpoch: 2,
  },
  account,
  epoch: undefined,
  grantId: undefined,
  hasLiveWidget: true,
  settings: {
    widget: 3,
    settings: [{ key: 'login', type: 'text', required: true, name: {} }],
    userIds: [],
    stored: [],
  },
};
const request: WidgetInstallRequest = {
  userId: 8,
  actor,
  newGrantId: 'g1',
  deliveryId: 'd1',
  code: { codeId: 'c0de', keyId: 'k1', sealedCode },
  sent: new Map([['login', { kind: 'clear', text: 'romashka' }]]),
};
const decide = (change: Partial<WidgetInstallFacts>, sent = request.sent) =>
  decideWidgetInstall({ ...facts, ...change }, { ...request, sent }, now);

const grantOf = { accountId: 7, integrationId: 'n1', at: now, actor } as const;
const code = {
  kind: 'code_issued',
  accountId: 7,
  code: {
    codeId: 'c0de',
    keyId: 'k1',
    grantId: 'g1',
    integrationId: 'n1',
    redirectUri: 'https://shop.test/cb',
    codeChallenge: undefined,
    keyEpoch: 2,
    issuedAt: now,
    expiresAt: now + 1_200_000,
    sealedCode,
    copyable: false,
  },
  actor,
};
const hook = (epoch: number, grantId = 'g1') => ({
  kind: 'hook_enqueued',
  accountId: 7,
  delivery: {
    deliveryId: 'd1',
    integrationId: 'n1',
    hook: 'install',
    url: 'https://shop.test/cb',
    facts: { codeId: 'c0de' },
    cause: { grantId, epoch, keyEpoch: 2 },
  },
  at: now,
});

describe('installing from an integration’s page', () => {
  test('an install stores the installation, grant, code, settings and the hook that brings the code, which nobody can copy', () => {
    expect(decide({})).toEqual({
      outcome: { kind: 'installed', wasEnabled: false },
      changes: [
        { kind: 'installation_enabled', ...grantOf, expectedEpoch: undefined },
        {
          kind: 'grant_given',
          ...grantOf,
          grantId: 'g1',
          userId: 8,
          fullAccess: true,
          scopes: ['crm'],
          integrationVersion: 4,
          epoch: 1,
        },
        code,
        { kind: 'settings_kept', ...grantOf, widget: 3, kept: [{ field: 'login', value: 'romashka' }], removed: [] },
        hook(1),
      ],
      restsOn: [{ fact: 'integration', integrationId: 'n1', is: { hasLiveWidget: true }, hold: 'share' }],
    });
  });

  test('an install whose settings only remove a value stores that removal', () => {
    const stored = [{ field: 'note', value: 'old' }];
    const settings = [{ key: 'note', type: 'text', required: false, name: {} }] as const;
    const { changes } = decide({ settings: { widget: 3, settings, userIds: [], stored } }, new Map());
    expect(changes).toContainEqual({ kind: 'settings_kept', ...grantOf, widget: 3, kept: [], removed: ['note'] });
  });

  test('an install without settings stores none', () => {
    const { changes } = decide({ settings: { widget: 3, settings: [], userIds: [], stored: [] } }, new Map());
    expect(changes.map(({ kind }) => kind)).toEqual([
      'installation_enabled',
      'grant_given',
      'code_issued',
      'hook_enqueued',
    ]);
  });

  test('an install after a disable has the raised epoch', () => {
    const { changes } = decide({ account: { ...account, installation: 'disabled' }, epoch: 5 });
    expect(changes.at(-1)).toEqual(hook(5));
  });

  test('where the integration is enabled, a new code is sent and the fields of the form are ignored', () => {
    const enabled = { account: { ...account, installation: 'enabled' }, epoch: 2, grantId: 'g0' } as const;
    const { outcome, changes } = decide(enabled, new Map([['unknown', { kind: 'clear', text: 'x' }]]));
    expect(outcome).toEqual({ kind: 'installed', wasEnabled: true });
    expect(changes.map(({ kind }) => kind)).toEqual(['grant_renewed', 'code_issued', 'hook_enqueued']);
    expect(changes.at(-1)).toEqual(hook(2, 'g0'));
  });

  test.each<[string, Partial<WidgetInstallFacts>]>([
    ['no_widget', { hasLiveWidget: false }],
    ['not_admin', { account: { ...account, role: 'member', installation: 'enabled' } }],
    ['no_member', { account: undefined }],
    ['deactivated', { account: { ...account, state: 'deactivated' } }],
    ['integration_stopped', { integration: { ...facts.integration, state: 'stopped' } }],
  ])('an install is refused, and changes nothing: %s', (reason, change) => {
    expect(decide(change)).toEqual({ outcome: { kind: 'refuse', reason }, changes: [] });
  });

  test('an install with wrong settings changes nothing and names each of them', () => {
    expect(decide({}, new Map())).toEqual({
      outcome: { kind: 'invalid', errors: [{ field: 'login', code: 'required' }] },
      changes: [],
    });
  });
});
