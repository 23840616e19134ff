import { Avatar, Group, Stack, Text } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ask } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Heading } from '../../ui/heading.tsx';
import { kindOf } from './kind.ts';
import { AnchorLink, ButtonLink } from '../../ui/links.tsx';

/** What this account develops. */
export function IntegrationsPage() {
  const { t } = useTexts();
  const { accountId } = useParams({ from: '/accounts/$accountId/integrations' });
  const { integrations } = useSuspenseQuery(ask.integrations(accountId)).data;
  const create = (
    <ButtonLink to="/accounts/$accountId/integrations/new" params={{ accountId }}>
      {t('registry:create.do')}
    </ButtonLink>
  );
  return (
    <Stack gap="lg">
      <Heading
        title={t('registry:own.title')}
        lead={t('registry:own.lead')}
        action={integrations.length > 0 && create}
      />
      {integrations.length === 0 ? (
        <Empty action={create}>{t('registry:own.none')}</Empty>
      ) : (
        <ul className="rows sheet">
          {integrations.map((one) => (
            <li key={one.client_id}>
              <Group wrap="nowrap">
                <Avatar src={one.logo_url} name={one.name} radius={8} alt="" size={44} />
                <div style={{ minWidth: 0, flex: 1 }}>
                  <Group gap="xs">
                    <AnchorLink
                      to="/accounts/$accountId/integrations/$clientId"
                      params={{ accountId, clientId: one.client_id }}
                      fw={550}
                    >
                      <bdi>{one.name}</bdi>
                    </AnchorLink>
                    {one.state === 'stopped' && <Badge tone="buoy">{t('registry:off')}</Badge>}
                  </Group>
                  <Text size="sm" c="dimmed">
                    {t(`registry:kind.${kindOf(one)}.name`)}
                  </Text>
                </div>
              </Group>
            </li>
          ))}
        </ul>
      )}
    </Stack>
  );
}
