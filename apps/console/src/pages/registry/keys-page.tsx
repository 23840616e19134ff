import { Stack } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { queries } from '../../api/queries.ts';
import { LeakSection } from './leak-section.tsx';
import { RotateSection } from './rotate-section.tsx';
import { Credentials } from './credentials.tsx';
import { ActiveKeys } from './active-keys.tsx';

/**
 * Page of an integration’s keys: ID, secret key on request, active keys with their use, rotation, and revocation after
 * a leak.
 */
export function KeysPage() {
  const { accountId, clientId } = useParams({ from: '/accounts/$accountId/integrations/$clientId/keys' });
  const { secrets } = useSuspenseQuery(queries.secrets(accountId, clientId)).data;
  const [secret, setSecret] = useState<string>();
  const own = { accountId, clientId, secret };
  return (
    <Stack gap="lg">
      <Credentials {...own} onShown={setSecret} />
      <ActiveKeys secrets={secrets} />
      <RotateSection {...own} secrets={secrets} onNew={setSecret} />
      <LeakSection {...own} secrets={secrets} onNew={setSecret} />
    </Stack>
  );
}
