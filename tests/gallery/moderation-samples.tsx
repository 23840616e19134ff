import { ConfirmRefuseAdoptionPage } from '../../apps/server/src/moderation/confirm-refuse-adoption-page.tsx';
import { day, form, now, viewer, type Sample } from './sample.ts';

export const moderationSamples: readonly Sample[] = [
  {
    name: 'confirm-keep',
    viewer,
    node: (
      <ConfirmRefuseAdoptionPage
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
