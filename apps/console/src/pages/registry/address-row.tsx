import { Group, Text } from '@mantine/core';
import type { addressCheck } from '@pristan/wire/api';
import type { z } from 'zod';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';

type Found = z.output<typeof addressCheck>['addresses'][number];

/** One of the integration’s stored URLs and, after a check, whether it answers, or what to do if it does not. */
export function AddressRow(props: {
  readonly use: Found['use'];
  readonly address: string;
  readonly found: Found | undefined;
}) {
  const { t } = useTexts();
  const { use, address, found } = props;
  return (
    <li>
      <Group gap="xs">
        <Text fw={550}>{t(`registry:check.use.${use}`)}</Text>
        {found !== undefined && (
          <Badge tone={found.fine ? 'good' : 'bad'}>
            {t(found.fine ? 'registry:check.fine' : 'registry:check.wrong')}
          </Badge>
        )}
      </Group>
      <Text className="mono" size="sm">
        {address}
      </Text>
      {found !== undefined && (
        <Text size="sm" c="dimmed" maw="68ch">
          {found.failure !== null && t(`registry:check.failure.${found.failure}`)}
          {found.status !== null &&
            t(found.fine ? `registry:check.answered.${use}` : 'registry:check.answered.error', {
              status: found.status,
            })}
        </Text>
      )}
    </li>
  );
}
