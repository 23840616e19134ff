import { Avatar, Button, Group, Stack, Text, Title } from '@mantine/core';
import { useSuspenseInfiniteQuery, useSuspenseQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { queries, type Installation } from '../../api/queries.ts';
import { serverPaths } from '../../paths.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Heading } from '../../ui/heading.tsx';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Time } from '../../ui/time.tsx';
import { IntegrationFacts } from './integration-facts.tsx';
import { ConnectionStatus } from './connection-status.tsx';
import { matchesState } from './done-search.ts';
import { CodeRequestSwitch } from './code-request-switch.tsx';
import { grantCount } from './grant-count.ts';
import { GrantUsage } from './grant-usage.tsx';
import { RefusedTokens } from './refused-tokens.tsx';
import { SentCodes } from './sent-codes.tsx';
import { InstallationActions } from './installation-actions.tsx';
import { AnchorLink } from '../../ui/links.tsx';

const from = '/accounts/$accountId/installed/$clientId';

/** Page of one installed integration: its connection, its grants, its refused tokens, and the links that disable it. */
export function InstallationPage() {
  const { t } = useTexts();
  const { accountId, clientId } = useParams({ from });
  const { done } = useSearch({ from });
  const one = useSuspenseQuery(queries.installation(accountId, clientId)).data;
  return (
    <Stack gap="lg">
      <AnchorLink to="/accounts/$accountId/installed" params={{ accountId }} size="sm">
        {t('install:installed.title')}
      </AnchorLink>
      <Heading
        title={one.name}
        picture={<Avatar src={one.logo_url} name={one.name} radius={8} alt="" size={44} />}
        lead={one.summary}
        badge={<Badge tone={one.state === 'enabled' ? 'good' : 'calm'}>{t(`install:state.${one.state}`)}</Badge>}
        action={
          one.state === 'enabled' ? (
            <Button component="a" href={serverPaths.disable(accountId, clientId)} variant="outline" color="bad">
              {t('install:disable', { name: one.name })}
            </Button>
          ) : undefined
        }
      />
      {done !== undefined && matchesState(done, one) && (
        <Text role="status" className="done">
          {t(`install:done.${done}`)}
        </Text>
      )}
      <InstallationActions accountId={accountId} one={one} />
      <IntegrationFacts one={one} />
      <ConnectionStatus one={one} />
      <SentCodes one={one} />
      <CodeRequestSwitch accountId={accountId} one={one} />
      <Grants accountId={accountId} one={one} />
      <RefusedTokens accountId={accountId} one={one} />
    </Stack>
  );
}

function Grants({ accountId, one }: { readonly accountId: string; readonly one: Installation }) {
  const { t } = useTexts();
  const pages = useSuspenseInfiniteQuery(queries.grants(accountId, one.client_id));
  const list = useRef<HTMLUListElement>(null);
  const grants = pages.data.pages.flatMap((page) => page.grants);
  return (
    <section aria-labelledby="grants">
      <Title order={2} id="grants" mb="sm">
        {t('install:grants-title')}
      </Title>
      {grants.length === 0 ? (
        <Text c="dimmed">{t('install:grants-none')}</Text>
      ) : (
        <ul className="rows sheet" ref={list}>
          {grants.map((grant) => (
            <li key={grant.grant_id}>
              <Group justify="space-between" gap="sm">
                <div className="who">
                  <Group gap="xs">
                    <Text fw={550}>
                      <bdi>{grant.user.name}</bdi>
                    </Text>
                    <Badge tone={grant.full_access ? 'buoy' : 'calm'}>
                      {t(grant.full_access ? 'install:access.full' : 'install:access.own')}
                    </Badge>
                    {grant.restricted && <Badge tone="calm">{t('install:access.restricted')}</Badge>}
                    {grant.user.left && <Badge tone="calm">{t('install:person-left')}</Badge>}
                  </Group>
                  <Text size="sm" c="dimmed">
                    <bdi>{grant.user.email}</bdi>
                    {' · '}
                    {t('install:granted')} <Time at={grant.updated_at} />
                    {' · '}
                    {t(`install:code.${grant.code}`)}
                  </Text>
                  <GrantUsage grant={grant} />
                </div>
                <Button
                  component="a"
                  href={serverPaths.revoke(accountId, grant.grant_id)}
                  variant="outline"
                  color="bad"
                  size="xs"
                  aria-label={t('install:revoke-whose', { name: grant.user.name })}
                >
                  {t('install:revoke')}
                </Button>
              </Group>
            </li>
          ))}
        </ul>
      )}
      <MoreRows list={list} pages={pages} shown={grants.length}>
        <Text size="sm" c="dimmed" mt="md">
          {t('install:grants-shown', { shown: grants.length, total: grantCount(t, one) })}
        </Text>
      </MoreRows>
    </section>
  );
}
