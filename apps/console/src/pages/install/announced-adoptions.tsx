import { Alert, Anchor, Text } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { queries } from '../../api/queries.ts';
import { serverPaths } from '../../paths.ts';
import { useTexts } from '../../texts.ts';
import { Time } from '../../ui/time.tsx';

/**
 * Announced adoptions: published integrations that will replace external ones here, each with a link that refuses.
 * Renders nothing without any.
 */
export function AnnouncedAdoptions({ accountId }: { readonly accountId: string }) {
  const { t, language } = useTexts();
  const { adoptions } = useSuspenseQuery(queries.askedAdoptions(accountId)).data;
  const list = new Intl.ListFormat(language);
  return adoptions
    .filter(({ clones }) => clones.pending > 0)
    .map(({ adoption_id: id, integration, owner, names, moves_at: movesAt }) => (
      <Alert key={id} role="note" color="buoy" variant="light" title={t('install:adoption.heading')}>
        <Text>
          <bdi>{t('install:adoption.what', { adopter: integration, owner, names: list.format(names) })}</bdi>{' '}
          <Time at={movesAt} />
        </Text>
        <Text size="sm" my="xs" maw="68ch">
          {t('install:adoption.means')}
        </Text>
        <Anchor
          href={serverPaths.keep(accountId, id)}
          underline="always"
          aria-label={`${t('install:adoption.keep')}: ${list.format(names)}`}
        >
          {t('install:adoption.keep')}
        </Anchor>
      </Alert>
    ));
}
