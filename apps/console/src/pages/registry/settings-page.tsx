import { Stack } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { queries } from '../../api/queries.ts';
import { AdoptionSection } from '../moderation/adoption-section.tsx';
import { AddressSection } from './address-section.tsx';
import { DeleteSection } from './delete-section.tsx';
import { LogoSection } from './logo-section.tsx';
import { InstallationCounts } from './installation-counts.tsx';
import { SettingsForm } from './settings-form.tsx';
import { PauseSection } from './pause-section.tsx';

/** Page with everything that a developer may change about an integration. */
export function SettingsPage() {
  const { accountId, clientId } = useParams({ from: '/accounts/$accountId/integrations/$clientId/' });
  const integration = useSuspenseQuery(queries.integration(accountId, clientId)).data;
  return (
    <Stack gap="lg">
      <InstallationCounts accountId={accountId} clientId={clientId} />
      <SettingsForm integration={integration} />
      <AddressSection integration={integration} />
      <LogoSection integration={integration} />
      {integration.published && <AdoptionSection integration={integration} />}
      <PauseSection integration={integration} />
      <DeleteSection integration={integration} />
    </Stack>
  );
}
