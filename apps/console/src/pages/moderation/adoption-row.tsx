import { Group, Text } from '@mantine/core';
import { Fragment } from 'react';
import type { Adoption } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { Badge } from '../../ui/badge.tsx';
import { Time } from '../../ui/time.tsx';

const fates = ['pending', 'moved', 'refused', 'lapsed'] as const;

/** An announced adoption: the date when it takes effect, and the number of external integrations in each state. */
export function AdoptionRow({ moves_at, clones }: Adoption) {
  const { t, language } = useTexts();
  const digits = new Intl.NumberFormat(language);
  const isPlanned = clones.pending > 0;
  return (
    <li>
      <Group gap="xs">
        <Badge tone={isPlanned ? 'buoy' : 'calm'}>
          {t(isPlanned ? 'moderation:adoption.planned' : 'moderation:adoption.over')}
        </Badge>
        <Text size="sm">
          {t(isPlanned ? 'moderation:adoption.moves' : 'moderation:adoption.moved')} <Time at={moves_at} />
        </Text>
      </Group>
      <dl className="facts">
        {fates
          .filter((fate) => clones[fate] > 0)
          .map((fate) => (
            <Fragment key={fate}>
              <dt>{t(`moderation:adoption.fate.${fate}`)}</dt>
              <dd>{digits.format(clones[fate])}</dd>
            </Fragment>
          ))}
      </dl>
    </li>
  );
}
