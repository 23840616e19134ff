import { Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import type { revealedSecret, rotatedSecret, secretList } from '@pristan/wire/api';
import { useState } from 'react';
import type { z } from 'zod';
import { call } from '../../api/call.ts';
import { ask } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Copyable } from '../../ui/copyable.tsx';
import { Refusal } from '../../ui/refusal.tsx';
import { Time } from '../../ui/time.tsx';

type WorkingSecret = z.output<typeof secretList>['secrets'][number];

const overlaps = ['0', '24', '168', '720'] as const;

/** The id, the secret after a press, the secrets that work with their use, and the replacement. */
export function KeysPage() {
  const { t } = useTexts();
  const { accountId, clientId } = useParams({ from: '/accounts/$accountId/integrations/$clientId/keys' });
  const path = `/accounts/${accountId}/integrations/${clientId}/secret`;
  const [overlap, setOverlap] = useState('24');
  const reveal = useMutation({ mutationFn: () => call<typeof revealedSecret>('GET', path) });
  const { secrets } = useSuspenseQuery(ask.secrets(accountId, clientId)).data;
  const rotate = useWrite(
    () => call<typeof rotatedSecret>('POST', `${path}/rotation`, { json: { overlap_hours: Number(overlap) } }),
    `${path}s`,
  );
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
      <section aria-labelledby="working" className="sheet">
        <Title order={2} id="working">
          {t('registry:secrets.title')}
        </Title>
        <Text c="dimmed" size="sm" maw="64ch">
          {t('registry:secrets.what')}
        </Text>
        <ul className="rows">
          {secrets.map((one) => (
            <Secret key={one.secret_id} {...one} />
          ))}
        </ul>
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
          <Button variant="outline" color="bad" onClick={() => rotate.mutate(undefined)} loading={rotate.isPending}>
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

/** One that works: whose turn it is, and when it last brought tokens. */
function Secret(secret: WorkingSecret) {
  const { t } = useTexts();
  const { created_at: made, ends_at: ends, first_used_at: first, last_used_at: last } = secret;
  const when = (at: number | null) => (at === null ? t('registry:secrets.never') : <Time at={at} />);
  return (
    <li>
      <Badge tone={ends === null ? 'good' : 'buoy'}>
        {t(ends === null ? 'registry:secrets.newest' : 'registry:secrets.replaced')}
      </Badge>
      <dl className="facts">
        <dt>{t('registry:secrets.last')}</dt>
        <dd>{when(last)}</dd>
        <dt>{t('registry:secrets.first')}</dt>
        <dd>{when(first)}</dd>
        <dt>{t('registry:secrets.made')}</dt>
        <dd>{when(made)}</dd>
        {ends !== null && (
          <>
            <dt>{t('registry:secrets.ends')}</dt>
            <dd>{when(ends)}</dd>
          </>
        )}
      </dl>
    </li>
  );
}
