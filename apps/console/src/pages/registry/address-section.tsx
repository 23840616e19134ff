import { Button, Group, Text, Title } from '@mantine/core';
import { useMutation } from '@tanstack/react-query';
import type { addressCheck } from '@pristan/wire/api';
import type { z } from 'zod';
import { call } from '../../api/call.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Refusal } from '../../ui/refusal.tsx';

type Checked = z.output<typeof addressCheck>['addresses'][number];

/** A press that has the platform look at the stored addresses, and what it found at each. */
export function AddressSection({ accountId, clientId }: { readonly accountId: string; readonly clientId: string }) {
  const { t } = useTexts();
  const check = useMutation({
    mutationFn: () =>
      call<typeof addressCheck>('POST', `/accounts/${accountId}/integrations/${clientId}/address-check`),
  });
  return (
    <section aria-labelledby="address-check" className="sheet">
      <Title order={2} id="address-check">
        {t('registry:check.title')}
      </Title>
      <Text c="dimmed" size="sm" mb="sm" maw="64ch">
        {t('registry:check.what')}
      </Text>
      <Button variant="default" onClick={() => check.mutate()} loading={check.isPending}>
        {t('registry:check.do')}
      </Button>
      <div aria-live="polite">
        {check.data !== undefined && (
          <ul className="rows">
            {check.data.addresses.map((one) => (
              <Finding key={`${one.use} ${one.address}`} {...one} />
            ))}
          </ul>
        )}
        <Refusal error={check.error} />
      </div>
    </section>
  );
}

function Finding({ use, address, fine, status, failure }: Checked) {
  const { t } = useTexts();
  return (
    <li>
      <Group gap="xs">
        <Text fw={550}>{t(`registry:check.use.${use}`)}</Text>
        <Badge tone={fine ? 'good' : 'bad'}>{t(fine ? 'registry:check.fine' : 'registry:check.wrong')}</Badge>
      </Group>
      <Text className="mono" size="sm">
        {address}
      </Text>
      <Text size="sm" c="dimmed" maw="68ch">
        {failure !== null && t(`registry:check.failure.${failure}`)}
        {status !== null && t(fine ? `registry:check.answered.${use}` : 'registry:check.answered.error', { status })}
      </Text>
    </li>
  );
}
