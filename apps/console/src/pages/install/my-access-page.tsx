import { Stack, Text, Title } from '@mantine/core';
import { useSuspenseInfiniteQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { useRef } from 'react';
import { queries } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { EmptyList } from '../../ui/empty-list.tsx';
import { Heading } from '../../ui/heading.tsx';
import { MoreRows } from '../../ui/more-rows.tsx';
import { OwnAccessRow } from './own-access-row.tsx';

const from = '/accounts/$accountId/my-access';

/** Grants of the signed-in user in an account, and the integrations that others connected there. */
export function MyAccessPage() {
  const { t } = useTexts();
  const { accountId } = useParams({ from });
  const { done } = useSearch({ from });
  return (
    <Stack gap="lg">
      <Heading title={t('install:mine.title')} lead={t('install:mine.lead')} />
      {done === 'revoked' && (
        <Text role="status" className="done">
          {t('install:done.revoked')}
        </Text>
      )}
      <Part accountId={accountId} given />
      <Part accountId={accountId} given={false} />
    </Stack>
  );
}

function Part({ accountId, given }: { readonly accountId: string; readonly given: boolean }) {
  const { t } = useTexts();
  const pages = useSuspenseInfiniteQuery(queries.ownAccess(accountId, given));
  const list = useRef<HTMLUListElement>(null);
  const rows = pages.data.pages.flatMap((page) => page.installations);
  const id = given ? 'given' : 'also';
  if (rows.length === 0 && !pages.hasNextPage)
    return given ? <EmptyList>{t('install:mine.given-none')}</EmptyList> : null;
  return (
    <section aria-labelledby={id}>
      <Title order={2} id={id} mb="sm">
        {t(given ? 'install:mine.given' : 'install:mine.also')}
      </Title>
      <ul className="rows sheet" ref={list}>
        {rows.map((one) => (
          <OwnAccessRow key={one.client_id} accountId={accountId} one={one} />
        ))}
      </ul>
      <MoreRows list={list} pages={pages} shown={rows.length} />
    </section>
  );
}
