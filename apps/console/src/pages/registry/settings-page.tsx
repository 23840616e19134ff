import { Stack } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ask } from '../../api/queries.ts';
import { AdoptionSection } from '../moderation/adoption-section.tsx';
import { AddressSection } from './address-section.tsx';
import { DeleteSection } from './delete-section.tsx';
import { LogoSection } from './logo-section.tsx';
import { ReachSection } from './reach-section.tsx';
import { SettingsForm } from './settings-form.tsx';
import { SwitchSection } from './switch-section.tsx';

/** Everything about an integration that its integrator may change. */
export function SettingsPage() {
  const { accountId, clientId } = useParams({ from: '/accounts/$accountId/integrations/$clientId/' });
  const integration = useSuspenseQuery(ask.integration(accountId, clientId)).data;
  return (
    <Stack gap="lg">
      <ReachSection accountId={accountId} clientId={clientId} />
      <SettingsForm integration={integration} />
      <AddressSection integration={integration} />
      <LogoSection integration={integration} />
      {integration.published && <AdoptionSection integration={integration} />}
      <SwitchSection integration={integration} />
      <DeleteSection integration={integration} />
    </Stack>
  );
}
