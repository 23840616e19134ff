import { Stack, Text, Title } from '@mantine/core';
import { useSuspenseInfiniteQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useRef } from 'react';
import { queries, type Customer } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { EmptyList } from '../../ui/empty-list.tsx';
import { MoreRows } from '../../ui/more-rows.tsx';
import { Time } from '../../ui/time.tsx';
import { InstallationCounts } from './installation-counts.tsx';

/** Lists the accounts in which the integration is enabled or was enabled before. */
export function CustomersPage() {
  const { t } = useTexts();
  const { accountId, clientId } = useParams({ from: '/accounts/$accountId/integrations/$clientId/accounts' });
  const pages = useSuspenseInfiniteQuery(queries.customers(accountId, clientId));
  const list = useRef<HTMLUListElement>(null);
  const accounts = pages.data.pages.flatMap((page) => page.accounts);
  return (
    <Stack gap="lg">
      <InstallationCounts accountId={accountId} clientId={clientId} />
      <section aria-labelledby="customers">
        <Title order={2} id="customers">
          {t('registry:customers.title')}
        </Title>
        <Text c="dimmed" size="sm" mb="md" maw="64ch">
          {t('registry:customers.what')}
        </Text>
        {accounts.length === 0 ? (
          <EmptyList>{t('registry:customers.none')}</EmptyList>
        ) : (
          <ul className="rows sheet" ref={list}>
            {accounts.map((one) => (
              <CustomerRow key={one.account_id} customer={one} />
            ))}
          </ul>
        )}
        <MoreRows list={list} pages={pages} shown={accounts.length} />
      </section>
    </Stack>
  );
}

function CustomerRow({ customer }: { readonly customer: Customer }) {
  const { t } = useTexts();
  const { name, domain, state, since, last_used_at: lastUsed } = customer;
  return (
    <li>
      <div className="entry-head">
        <Text fw={550}>
          <bdi>{name}</bdi>
        </Text>
        <Badge tone={state === 'enabled' ? 'good' : 'calm'}>{t(`registry:customers.${state}`)}</Badge>
      </div>
      <Text size="sm" className="mono">
        {domain}
      </Text>
      <Text size="sm" c="dimmed">
        {t(`registry:customers.since.${state}`)} <Time at={since} />
        {' · '}
        {lastUsed === null ? (
          t('registry:customers.unused')
        ) : (
          <>
            {t('registry:customers.used')} <Time at={lastUsed} />
          </>
        )}
      </Text>
    </li>
  );
}
