import { Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { revealedSecret, rotatedSecret } from '@pristan/wire/api';
import { useState } from 'react';
import { call } from '../../api/call.ts';
import { useTexts } from '../../texts.ts';
import { Copyable } from '../../ui/copyable.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { Time } from '../../ui/time.tsx';

const overlaps = ['0', '24', '168', '720'] as const;

/** The id, the secret after a press, and its replacement. */
export function KeysPage() {
  const { t } = useTexts();
  const { accountId, clientId } = useParams({ from: '/accounts/$accountId/integrations/$clientId/keys' });
  const path = `/accounts/${accountId}/integrations/${clientId}/secret`;
  const [overlap, setOverlap] = useState('24');
  const reveal = useMutation({ mutationFn: () => call<typeof revealedSecret>('GET', path) });
  const rotate = useMutation({
    mutationFn: () =>
      call<typeof rotatedSecret>('POST', `${path}/rotation`, { json: { overlap_hours: Number(overlap) } }),
  });
  const secret = rotate.data?.client_secret ?? reveal.data?.client_secret;
  return (
    <Stack gap="lg">
      <section className="sheet">
        <Stack>
          <Copyable label={t('registry:keys.id')} value={clientId} />
          {secret === undefined ? (
            <div>
              <Text size="sm" c="dimmed" mb="xs">
                {t('registry:keys.recorded')}
              </Text>
              <Button variant="default" onClick={() => reveal.mutate()} loading={reveal.isPending}>
                {t('registry:keys.reveal')}
              </Button>
            </div>
          ) : (
            <Copyable label={t('registry:keys.secret')} value={secret} />
          )}
          <Refusal error={reveal.error} />
        </Stack>
      </section>
      <section aria-labelledby="rotation" className="sheet">
        <Title order={2} id="rotation">
          {t('registry:rotate.title')}
        </Title>
        <Text c="dimmed" size="sm" mb="sm" maw="64ch">
          {t('registry:rotate.what')}
        </Text>
        <Group align="flex-end">
          <NativeSelect
            label={t('registry:rotate.overlap')}
            value={overlap}
            onChange={({ currentTarget }) => setOverlap(currentTarget.value)}
            data={overlaps.map((hours) => ({ value: hours, label: t(`registry:rotate.hours.${hours}`) }))}
          />
          <Button variant="outline" color="bad" onClick={() => rotate.mutate()} loading={rotate.isPending}>
            {t('registry:rotate.do')}
          </Button>
        </Group>
        <div aria-live="polite">
          {rotate.data !== undefined && (
            <Text mt="sm">
              {t('registry:rotate.done')} <Time at={rotate.data.old_secret_ends_at} />
            </Text>
          )}
          <Refusal error={rotate.error} />
        </div>
      </section>
    </Stack>
  );
}
