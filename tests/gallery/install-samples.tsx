import { AccountPage, type AccountPageView } from '../../apps/server/src/pages/install/account-page.tsx';
import { ConfirmDisablePage } from '../../apps/server/src/pages/install/confirm-disable-page.tsx';
import {
  ConfirmInstallPage,
  type ConfirmInstallView,
} from '../../apps/server/src/pages/install/confirm-install-page.tsx';
import { ConfirmRevokePage } from '../../apps/server/src/pages/install/confirm-revoke-page.tsx';
import { IntegrationPage, type IntegrationPageView } from '../../apps/server/src/pages/install/integration-page.tsx';
import type { WidgetView } from '../../apps/server/src/pages/install/widget-section.tsx';
import { day, form, hour, logo, minute, now, viewer, type Sample } from './sample.ts';

const grant = {
  id: 'g1',
  person: 'Анна Петрова',
  email: 'anna@romashka.example',
  personLeft: false,
  access: 'full' as const,
  grantedAt: now - 3 * day,
  code: 'exchanged' as const,
  revokeUrl: '/grants/1/revoke',
};

const page: AccountPageView = {
  account: {
    name: 'Ромашка',
    domain: 'romashka.example.com',
    homeUrl: '/accounts',
    integrationsUrl: '/accounts/1',
    membersUrl: '/accounts/1/people',
  },
  installations: [
    {
      clientId: '5f0c3e4e-1111-4c5d-9a7b-2b6f0d8a1c01',
      name: 'Acme Mail',
      logoUrl: logo,
      owner: 'Acme Software',
      state: 'enabled',
      changedAt: now - 3 * day,
      grants: [
        grant,
        {
          ...grant,
          id: 'g2',
          person: 'Вера Сомова',
          email: 'vera@romashka.example',
          access: 'own',
          code: 'waiting',
          grantedAt: now - 8 * minute,
        },
        { ...grant, id: 'g3', person: 'Глеб Орлов', email: 'gleb@romashka.example', personLeft: true, code: 'expired' },
      ],
      refused: [
        {
          person: 'Анна Петрова',
          firstUse: { at: now - 2 * hour, address: '198.51.100.7' },
          again: { at: now - 20 * minute, address: '2001:db8:77:1200::5' },
          count: 3,
        },
      ],
      disableUrl: '/installations/1/disable',
      enable: null,
    },
    {
      clientId: '5f0c3e4e-2222-4c5d-9a7b-2b6f0d8a1c02',
      name: 'Телефония Волна',
      logoUrl: null,
      owner: 'Волна',
      state: 'disabled',
      changedAt: now - 20 * day,
      grants: [],
      refused: [],
      disableUrl: null,
      enable: form('/installations/2/enable'),
    },
  ],
  own: [
    {
      clientId: '5f0c3e4e-3333-4c5d-9a7b-2b6f0d8a1c03',
      name: 'Складские остатки',
      kind: 'private',
      on: true,
      url: '/integrations/3',
    },
    {
      clientId: '5f0c3e4e-4444-4c5d-9a7b-2b6f0d8a1c04',
      name: 'Romashka Orders',
      kind: 'unmoderated',
      on: false,
      url: '/integrations/4',
    },
  ],
  canManage: true,
  done: null,
};

const integration: IntegrationPageView = {
  account: { name: 'Ромашка', url: '/accounts/1', homeUrl: '/accounts' },
  name: 'Складские остатки',
  logoUrl: logo,
  summary: 'Показывает остатки склада в карточке товара.',
  kind: 'private',
  on: true,
  clientId: '5f0c3e4e-3333-4c5d-9a7b-2b6f0d8a1c03',
  redirectUri: 'https://stock.romashka.example/oauth/callback',
  disconnectUri: 'https://stock.romashka.example/oauth/disconnect',
  scopes: ['crm', 'files'],
  secret: { kind: 'hidden', reveal: form('/secret') },
  code: { kind: 'none', issue: form('/code'), lastExpiredAt: null },
  deliveriesUrl: '/accounts/1/integrations/2/deliveries',
  switch: form('/switch'),
};

const install: ConfirmInstallView = {
  what: 'install',
  account: 'Ромашка',
  integration: 'Телефония Волна',
  owner: 'Волна',
  scopes: ['crm', 'files', 'notifications'],
  receiver: 'hooks.volna.example',
  form: form('/install'),
  backUrl: '/accounts/1',
};

/** One integration with a widget, and a code that went out. */
const sentCode = (state: 'enabled' | 'disabled', sent: NonNullable<WidgetView['sent']>) => (
  <AccountPage
    {...page}
    installations={page.installations
      .filter((one) => one.state === state)
      .map((one) => ({ ...one, refused: [], grants: one.grants.slice(0, 1), enable: null }))}
    own={[]}
    widgets={Object.fromEntries(page.installations.map((one) => [one.clientId, { url: '/install', sent }]))}
    done={state === 'enabled' ? { what: 'installed', name: 'Acme Mail' } : null}
  />
);

const sent = { at: now - 4 * minute, exchangedAt: null, status: 200, tookMs: 240 } as const;

const code = 'def5020071c2' + '9f3ab04d'.repeat(12);

export const installSamples: readonly Sample[] = [
  { name: 'account', viewer, node: <AccountPage {...page} /> },
  {
    name: 'account-done',
    viewer,
    node: (
      <AccountPage
        {...page}
        done={{ what: 'disabled', name: 'Acme Mail' }}
        installations={page.installations.slice(1)}
      />
    ),
  },
  { name: 'account-empty', viewer, node: <AccountPage {...page} installations={[]} own={[]} /> },
  {
    name: 'account-seen-by-member',
    viewer,
    node: (
      <AccountPage
        {...page}
        canManage={false}
        own={[]}
        installations={page.installations.slice(0, 1).map((one) => ({
          ...one,
          disableUrl: null,
          grants: one.grants.map((given) => ({ ...given, revokeUrl: null })),
        }))}
      />
    ),
  },
  {
    name: 'account-no-grants',
    viewer,
    node: <AccountPage {...page} installations={page.installations.map((one) => ({ ...one, grants: [] }))} />,
  },
  { name: 'integration', viewer, node: <IntegrationPage {...integration} /> },
  {
    name: 'integration-code',
    viewer,
    node: (
      <IntegrationPage
        {...integration}
        secret={{ kind: 'shown', secret: 'k3Jq'.repeat(16) }}
        code={{ kind: 'ready', code, expiresAt: now + 18 * minute + 20_000, again: form('/code') }}
      />
    ),
  },
  {
    name: 'integration-exchanged',
    viewer,
    node: (
      <IntegrationPage
        {...integration}
        kind="published"
        logoUrl={null}
        code={{ kind: 'exchanged', at: now - hour, issue: form('/code') }}
      />
    ),
  },
  {
    name: 'integration-expired',
    viewer,
    node: (
      <IntegrationPage
        {...integration}
        kind="unmoderated"
        scopes={[]}
        code={{ kind: 'none', issue: form('/code'), lastExpiredAt: now - day }}
      />
    ),
  },
  {
    name: 'integration-off',
    viewer,
    node: (
      <IntegrationPage
        {...integration}
        on={false}
        secret={{ kind: 'unavailable' }}
        code={{ kind: 'unavailable', why: 'integration_off' }}
      />
    ),
  },
  {
    name: 'integration-seen-by-member',
    viewer,
    node: (
      <IntegrationPage
        {...integration}
        secret={{ kind: 'unavailable' }}
        switch={null}
        code={{ kind: 'unavailable', why: 'not_admin' }}
      />
    ),
  },
  {
    name: 'confirm-disable',
    viewer,
    node: (
      <ConfirmDisablePage
        account="Ромашка"
        integration="Acme Mail"
        grants={3}
        integratorIsTold
        form={form('/disable')}
        backUrl="/accounts/1"
      />
    ),
  },
  {
    name: 'confirm-revoke',
    viewer,
    node: (
      <ConfirmRevokePage
        account="Ромашка"
        integration="Acme Mail"
        person="Вера Сомова"
        last={false}
        integratorIsTold
        form={form('/revoke')}
        backUrl="/accounts/1"
      />
    ),
  },
  {
    name: 'confirm-revoke-last',
    viewer,
    node: (
      <ConfirmRevokePage
        account="Ромашка"
        integration="Acme Mail"
        person="Вера Сомова"
        last
        integratorIsTold
        form={form('/revoke')}
        backUrl="/accounts/1"
      />
    ),
  },
  { name: 'confirm-install', viewer, node: <ConfirmInstallPage {...install} /> },
  {
    name: 'confirm-install-enable',
    viewer,
    node: (
      <ConfirmInstallPage
        {...install}
        what="enable"
        integration="Интеграция с очень длинным названием, которое придумали для двух строк"
        scopes={[]}
        receiver="a-rather-long-host-name.integrations.department.acme-mail.example:8443"
      />
    ),
  },
  { name: 'confirm-install-code', viewer, node: <ConfirmInstallPage {...install} what="code" scopes={['crm']} /> },
  {
    name: 'widget-code-waiting',
    viewer,
    node: sentCode('enabled', { ...sent, code: 'waiting', delivery: 'delivered' }),
  },
  {
    name: 'widget-code-on-its-way',
    viewer,
    node: sentCode('enabled', { ...sent, at: now, code: 'waiting', delivery: 'pending', status: null, tookMs: null }),
  },
  {
    name: 'widget-code-exchanged',
    viewer,
    node: sentCode('enabled', { ...sent, code: 'exchanged', delivery: 'delivered', exchangedAt: now - minute }),
  },
  {
    name: 'widget-code-expired',
    viewer,
    node: sentCode('enabled', { ...sent, code: 'expired', delivery: 'failed', status: null, at: now - day }),
  },
  {
    name: 'widget-code-unknown',
    viewer,
    node: sentCode('disabled', { ...sent, code: 'waiting', delivery: 'unknown', status: null, tookMs: null }),
  },
];
