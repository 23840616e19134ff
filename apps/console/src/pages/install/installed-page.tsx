import { Avatar, Group, Stack, Text } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { ask } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Empty } from '../../ui/empty.tsx';
import { Heading } from '../../ui/heading.tsx';
import { Time } from '../../ui/time.tsx';
import { AnchorLink } from '../../ui/links.tsx';

/** What is connected to the account. */
export function InstalledPage() {
  const { t } = useTexts();
  const { accountId } = useParams({ from: '/accounts/$accountId/installed' });
  const { installations } = useSuspenseQuery(ask.installations(accountId)).data;
  return (
    <Stack gap="lg">
      <Heading title={t('install:installed.title')} lead={t('install:installed.lead')} />
      {installations.length === 0 ? (
        <Empty>{t('install:installed.none')}</Empty>
      ) : (
        <ul className="rows sheet">
          {installations.map((one) => (
            <li key={one.client_id}>
              <Group wrap="nowrap" align="center">
                <Avatar src={one.logo_url} name={one.name} radius={8} alt="" size={44} />
                <div style={{ minWidth: 0, flex: 1 }}>
                  <Group gap="xs">
                    <AnchorLink
                      to="/accounts/$accountId/installed/$clientId"
                      params={{ accountId, clientId: one.client_id }}
                      fw={550}
                    >
                      <bdi>{one.name}</bdi>
                    </AnchorLink>
                    <Badge tone={one.state === 'enabled' ? 'good' : 'calm'}>{t(`install:state.${one.state}`)}</Badge>
                    {one.integration_state === 'stopped' && <Badge tone="buoy">{t('install:stopped')}</Badge>}
                  </Group>
                  <Text size="sm" c="dimmed">
                    {t('install:grants', { count: one.grants.length })}
                    {' · '}
                    {t(`install:since.${one.state}`)}{' '}
                    <Time at={one.state === 'enabled' ? one.enabled_at : (one.disabled_at ?? one.enabled_at)} />
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
