import { Anchor, Stack, Text } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Outlet, useParams } from '@tanstack/react-router';
import { ask } from '../../api/queries.ts';
import { serverPaths } from '../../paths.ts';
import { useTexts } from '../../texts.ts';
import { MissingPage } from '../../ui/failed-page.tsx';
import { Heading } from '../../ui/heading.tsx';

/** The pages of an account, for its admins; anybody else is told where what concerns them stands. */
export function AccountGate() {
  const { t } = useTexts();
  const { accountId } = useParams({ from: '/accounts/$accountId' });
  const { accounts } = useSuspenseQuery(ask.accounts()).data;
  const own = accounts.find(({ id, state }) => String(id) === accountId && state === 'active');
  if (own === undefined) return <MissingPage />;
  if (own.role === 'admin') return <Outlet />;
  return (
    <Stack gap="md" align="flex-start">
      <Heading title={t('accounts:members-only.title', { name: own.name })} />
      <Text maw="68ch">{t('accounts:members-only.what')}</Text>
      <Anchor href={serverPaths.account(accountId)} underline="always">
        {t('accounts:members-only.go')}
      </Anchor>
    </Stack>
  );
}
