import { Stack, Text } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { Outlet, useParams } from '@tanstack/react-router';
import { queries } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { MissingPage } from '../../ui/failed-page.tsx';
import { Heading } from '../../ui/heading.tsx';
import { AnchorLink } from '../../ui/links.tsx';
import { useCurrentPath } from '../../ui/current-path.ts';

/**
 * Frame of an account’s pages that lets admins through. A member who is no admin may see only *My access*; every other
 * page links to it.
 */
export function RequireAdmin() {
  const { t } = useTexts();
  const { accountId } = useParams({ from: '/accounts/$accountId' });
  const shown = useCurrentPath();
  const { accounts } = useSuspenseQuery(queries.accounts()).data;
  const own = accounts.find(({ id, state }) => String(id) === accountId && state === 'active');
  if (own === undefined) return <MissingPage />;
  if (own.role === 'admin' || shown === `/accounts/${accountId}/my-access`) return <Outlet />;
  return (
    <Stack gap="md" align="flex-start">
      <Heading title={t('accounts:members-only.title', { name: own.name })} />
      <Text maw="68ch">{t('accounts:members-only.what')}</Text>
      <AnchorLink to="/accounts/$accountId/my-access" params={{ accountId }} underline="always">
        {t('accounts:members-only.go')}
      </AnchorLink>
    </Stack>
  );
}
