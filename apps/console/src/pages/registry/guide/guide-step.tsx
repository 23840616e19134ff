import { Group, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTexts } from '../../../texts.ts';
import { Badge } from '../../../ui/badge.tsx';
import { Time } from '../../../ui/time.tsx';
import type { SeenStep } from './steps.ts';

/** One step of the guide: number, title, and whether the platform has seen it done. */
export function GuideStep(props: {
  readonly number: number;
  readonly name: SeenStep | 'have' | 'on';
  /** Time when the step was done, in Unix seconds; `null`: not yet; absent: the platform can't see this step. */
  readonly done?: number | null;
  readonly children: ReactNode;
}) {
  const { t } = useTexts();
  const { number, name, done } = props;
  return (
    <li className="sheet step" data-done={typeof done === 'number'}>
      <Stack gap="sm">
        <Group gap="sm" justify="space-between">
          <Title order={2} fz="1.0625rem">
            {number}. {t(`guide:step.${name}`)}
          </Title>
          {typeof done === 'number' && (
            <Group gap="xs">
              <Badge tone="good">{t('guide:seen')}</Badge>
              <Time at={done} />
            </Group>
          )}
          {done === null && <Badge tone="calm">{t('guide:not-yet')}</Badge>}
        </Group>
        {props.children}
      </Stack>
    </li>
  );
}
