import { Group, Stack, Text } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { queries } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { EmptyList } from '../../ui/empty-list.tsx';
import { Heading } from '../../ui/heading.tsx';
import { AnchorLink } from '../../ui/links.tsx';

/** The accounts of the signed-in user, with their role in each. */
export function AccountsPage() {
  const { t } = useTexts();
  const accounts = useSuspenseQuery(queries.accounts()).data.accounts.filter(({ state }) => state === 'active');
  return (
    <Stack gap="lg">
      <Heading title={t('accounts:all.title')} lead={t('accounts:all.lead')} />
      {accounts.length === 0 ? (
        <EmptyList>{t('accounts:none.what')}</EmptyList>
      ) : (
        <ul className="rows sheet">
          {accounts.map(({ id, name, domain, role }) => (
            <li key={id}>
              <Group gap="xs">
                <AnchorLink to="/accounts/$accountId" params={{ accountId: String(id) }} fw={550}>
                  <bdi>{name}</bdi>
                </AnchorLink>
                <Badge tone="calm">{t(`terms:role.${role}`)}</Badge>
              </Group>
              <Text size="sm" c="dimmed" className="mono">
                {domain}
              </Text>
            </li>
          ))}
        </ul>
      )}
    </Stack>
  );
}
