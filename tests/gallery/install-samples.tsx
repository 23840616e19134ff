import { ConfirmDisablePage } from '../../apps/server/src/install/confirm-disable-page.tsx';
import { ConfirmRevokePage } from '../../apps/server/src/install/confirm-revoke-page.tsx';
import { CodePage, type CodePageView } from '../../apps/server/src/install/code-page.tsx';
import { form, hour, minute, now, viewer, type Sample } from './sample.ts';

const integration: CodePageView = {
  account: 'Ромашка',
  integration: 'Складские остатки',
  redirectUri: 'https://stock.romashka.example/oauth/callback',
  code: { kind: 'none', issue: form('/code'), lastExpiredAt: null },
  backUrl: '/console/accounts/1/integrations/3/guide',
};

const code = 'def5020071c2' + '9f3ab04d'.repeat(12);

export const installSamples: readonly Sample[] = [
  { name: 'code', viewer, node: <CodePage {...integration} /> },
  {
    name: 'code-ready',
    viewer,
    node: (
      <CodePage {...integration} code={{ kind: 'ready', code, expiresAt: now + 14 * minute, again: form('/code') }} />
    ),
  },
  {
    name: 'code-exchanged',
    viewer,
    node: <CodePage {...integration} code={{ kind: 'exchanged', at: now - 2 * hour, issue: form('/code') }} />,
  },
  {
    name: 'code-expired',
    viewer,
    node: <CodePage {...integration} code={{ kind: 'none', issue: form('/code'), lastExpiredAt: now - hour }} />,
  },
  {
    name: 'code-off',
    viewer,
    node: <CodePage {...integration} code={{ kind: 'unavailable', why: 'integration_off' }} />,
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
