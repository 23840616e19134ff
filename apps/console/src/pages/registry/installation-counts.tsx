import { SimpleGrid, Text } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { queries } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';

const counts = ['enabled', 'enabled_30_days', 'without_grant', 'disabled'] as const;

/** Numbers of accounts where the integration is enabled, enabled recently, without access, or disabled. */
export function InstallationCounts({ accountId, clientId }: { readonly accountId: string; readonly clientId: string }) {
  const { t, language } = useTexts();
  const reach = useSuspenseQuery(queries.reach(accountId, clientId)).data;
  const digits = new Intl.NumberFormat(language);
  return (
    <section className="sheet" aria-label={t('registry:reach.title')}>
      <SimpleGrid cols={{ base: 2, sm: 4 }} component="dl" m={0}>
        {counts.map((count) => (
          <div key={count}>
            <Text component="dt" size="sm" c="dimmed">
              {t(`registry:reach.${count}`)}
            </Text>
            <Text component="dd" m={0} fz="1.5rem" fw={650}>
              {digits.format(reach[count])}
            </Text>
          </div>
        ))}
      </SimpleGrid>
    </section>
  );
}
