import type { AccountPageView } from '../../apps/server/src/pages/install/account-page.tsx';
import { AccountPage } from '../../apps/server/src/pages/install/account-page.tsx';
import { ConfirmKeepPage } from '../../apps/server/src/pages/moderation/confirm-keep-page.tsx';
import { day, form, now, viewer, type Sample } from './sample.ts';

const page: AccountPageView = {
  account: {
    name: 'Ромашка',
    domain: 'romashka.example.com',
    homeUrl: '/accounts',
    integrationsUrl: '/accounts/1',
    membersUrl: '/accounts/1/people',
    consoleUrl: '/console/accounts/1/installed',
  },
  installations: [],
  own: [],
  createUrl: '/console/accounts/1/integrations/new',
  canManage: true,
  adoptions: [
    {
      id: 'a1',
      adopter: 'Чайка: магазин',
      owner: 'Чайка',
      names: ['Чайка', 'Gull Shop <b>'],
      movesAt: now + 6 * day,
      keepUrl: '/adoptions/1/refuse',
    },
  ],
  done: null,
};

export const moderationSamples: readonly Sample[] = [
  { name: 'account-adoption', viewer, node: <AccountPage {...page} /> },
  {
    name: 'account-adoption-refused',
    viewer,
    node: <AccountPage {...page} adoptions={[]} done={{ what: 'kept', name: 'Чайка' }} />,
  },
  {
    name: 'confirm-keep',
    viewer,
    node: (
      <ConfirmKeepPage
        account="Ромашка"
        adopter="Чайка: магазин"
        names={['Чайка', 'Gull Shop <b>']}
        movesAt={now + 6 * day}
        form={form('/refuse')}
        backUrl="/accounts/1"
      />
    ),
  },
];
