import { Avatar, Group, Stack, Text } from '@mantine/core';
import { useSuspenseInfiniteQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { nameSearch } from '../../api/name-search.ts';
import { queries } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { EmptyList } from '../../ui/empty-list.tsx';
import { Heading } from '../../ui/heading.tsx';
import { SearchableList } from '../../ui/searchable-list.tsx';
import { DeletionMessage } from './deletion-message.tsx';
import { shownKindOf } from './shown-kind.ts';
import { AnchorLink, ButtonLink } from '../../ui/links.tsx';

const from = '/accounts/$accountId/integrations';

/** List of the integrations that this account develops. */
export function IntegrationsPage() {
  const { t } = useTexts();
  const { accountId } = useParams({ from });
  const search = nameSearch({ ...useSearch({ from }) });
  const navigate = useNavigate();
  const pages = useSuspenseInfiniteQuery(queries.integrations(accountId, search));
  const integrations = pages.data.pages.flatMap((page) => page.integrations);
  const isSearch = search.q !== undefined;
  const onSearch = (q: string | undefined) =>
    void navigate({ to: from, params: { accountId }, search: q === undefined ? {} : { q } });
  const create = (
    <ButtonLink to="/accounts/$accountId/integrations/new" params={{ accountId }}>
      {t('registry:create.do')}
    </ButtonLink>
  );
  return (
    <Stack gap="lg">
      <div>
        <Heading
          title={t('registry:own.title')}
          lead={t('registry:own.lead')}
          action={(integrations.length > 0 || isSearch) && create}
        />
        <DeletionMessage />
      </div>
      <SearchableList
        pages={pages}
        rows={integrations}
        q={search.q}
        onSearch={onSearch}
        empty={<EmptyList action={create}>{t('registry:own.none')}</EmptyList>}
        row={(one) => (
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
                  {t(`registry:kind.${shownKindOf(one)}.name`)}
                </Text>
              </div>
            </Group>
          </li>
        )}
      />
    </Stack>
  );
}
