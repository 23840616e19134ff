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
import { Time } from '../../ui/time.tsx';
import { AnchorLink, ButtonLink } from '../../ui/links.tsx';
import { AnnouncedAdoptions } from './announced-adoptions.tsx';
import { grantCount } from './grant-count.ts';

const from = '/accounts/$accountId/installed';

/** List of the integrations installed in the account. */
export function InstalledPage() {
  const { t } = useTexts();
  const { accountId } = useParams({ from });
  const asked = useSearch({ from });
  const { done } = asked;
  const search = nameSearch({ ...asked });
  const navigate = useNavigate();
  const pages = useSuspenseInfiniteQuery(queries.installations(accountId, search));
  const installations = pages.data.pages.flatMap((page) => page.installations);
  const onSearch = (q: string | undefined) =>
    void navigate({ to: from, params: { accountId }, search: q === undefined ? {} : { q } });
  return (
    <Stack gap="lg">
      <Heading title={t('install:installed.title')} lead={t('install:installed.lead')} />
      {done === 'kept' && (
        <Text role="status" className="done">
          {t('install:done.kept')}
        </Text>
      )}
      <AnnouncedAdoptions accountId={accountId} />
      <SearchableList
        pages={pages}
        rows={installations}
        q={search.q}
        onSearch={onSearch}
        empty={
          <EmptyList
            action={
              <ButtonLink to="/accounts/$accountId/integrations" params={{ accountId }} variant="default">
                {t('install:installed.own')}
              </ButtonLink>
            }
          >
            {t('install:installed.none')}
          </EmptyList>
        }
        row={(one) => (
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
                  {grantCount(t, one)}
                  {' · '}
                  {t(`install:since.${one.state}`)}{' '}
                  <Time at={one.state === 'enabled' ? one.enabled_at : (one.disabled_at ?? one.enabled_at)} />
                </Text>
              </div>
            </Group>
          </li>
        )}
      />
    </Stack>
  );
}
