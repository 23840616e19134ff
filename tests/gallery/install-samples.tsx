import { AccountPage, type AccountPageView } from '../../apps/server/src/pages/install/account-page.tsx';
import { ConfirmDisablePage } from '../../apps/server/src/pages/install/confirm-disable-page.tsx';
import { ConfirmRevokePage } from '../../apps/server/src/pages/install/confirm-revoke-page.tsx';
import { IntegrationPage, type IntegrationPageView } from '../../apps/server/src/pages/install/integration-page.tsx';
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

/** An account with what may stand on its page. */
export const page: AccountPageView = {
  account: {
    name: 'Ромашка',
    domain: 'romashka.example.com',
    homeUrl: '/accounts',
    integrationsUrl: '/accounts/1',
    membersUrl: '/accounts/1/people',
    consoleUrl: '/console/accounts/1/installed',
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
  createUrl: '/console/accounts/1/integrations/new',
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
        account={{ ...page.account, consoleUrl: null }}
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
    name: 'confirm-disable-changed',
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
    again: { kind: 'changed', changed: [{ fact: 'grants', was: 2, now: 3 }] },
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
];
