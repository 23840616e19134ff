import { Text } from '@mantine/core';
import { languageFacts } from '@pristan/locales';
import type { Grant } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { DayChart } from '../../ui/day-chart.tsx';
import { Time } from '../../ui/time.tsx';

/** Last use and expiry of a grant, and its calls during 30 days. */
export function GrantUsage({ grant }: { readonly grant: Grant }) {
  const { language, t } = useTexts();
  const { days } = grant;
  const sum = days.reduce((total, { calls }) => total + calls, 0);
  const last = days.findLast(({ calls }) => calls > 0);
  const number = new Intl.NumberFormat(language);
  return (
    <>
      <Text size="sm" c="dimmed">
        {grant.last_used_at === null ? (
          t('install:never-used')
        ) : (
          <>
            {t('install:used')} <Time at={grant.last_used_at} />
          </>
        )}
        {' · '}
        {grant.expires_at === null ? (
          t('install:no-tokens')
        ) : (
          <>
            {t('install:expires')} <Time at={grant.expires_at} />
          </>
        )}
      </Text>
      {last !== undefined && (
        <DayChart
          days={days}
          caption={t('install:usage', {
            count: sum,
            number: number.format(sum),
            last: number.format(last.calls),
            day: new Intl.DateTimeFormat(languageFacts[language].dates, {
              day: 'numeric',
              month: 'long',
              timeZone: 'UTC',
            }).format(new Date(last.day)),
          })}
        />
      )}
    </>
  );
}
