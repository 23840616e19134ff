import { Stack } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../api/queries.ts';
import { LeakSection } from './leak-section.tsx';
import { RotateSection } from './rotate-section.tsx';
import { ShownKeys } from './shown-keys.tsx';
import { WorkingKeys } from './working-keys.tsx';

/** The id, the secret after a press, the secrets that work with their use, the replacement, and the end of all after a leak. */
export function KeysPage() {
  const { accountId, clientId } = useParams({ from: '/accounts/$accountId/integrations/$clientId/keys' });
  const { secrets } = useSuspenseQuery(ask.secrets(accountId, clientId)).data;
  const [secret, setSecret] = useState<string>();
  const own = { accountId, clientId, secret };
  return (
    <Stack gap="lg">
      <ShownKeys {...own} onShown={setSecret} />
      <WorkingKeys secrets={secrets} />
      <RotateSection {...own} secrets={secrets} onNew={setSecret} />
      <LeakSection {...own} secrets={secrets} onNew={setSecret} />
    </Stack>
  );
}
