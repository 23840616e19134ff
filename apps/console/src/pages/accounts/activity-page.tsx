import { Group, Stack, Text } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { activityQuery } from '../../api/activity-search.ts';
import { ask } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { Empty } from '../../ui/empty.tsx';
import { Heading } from '../../ui/heading.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { Time } from '../../ui/time.tsx';
import { factWords } from './activity-facts.ts';
import { ActivityFilter } from './activity-filter.tsx';

const from = '/accounts/$accountId/activity';

/** What was done in the account, newest first. */
export function ActivityPage() {
  const texts = useTexts();
  const { t } = texts;
  const { accountId } = useParams({ from });
  const search = useSearch({ from });
  const { entries, next_before: older } = useSuspenseQuery(ask.activity(accountId, activityQuery(search))).data;
  const { before, ...filter } = search;
  return (
    <Stack gap="lg">
      <Heading title={t('accounts:activity.title')} lead={t('accounts:activity.lead')} />
      <ActivityFilter key={JSON.stringify(filter)} accountId={accountId} search={filter} />
      {entries.length === 0 ? (
        <Empty>{t(Object.keys(search).length === 0 ? 'accounts:activity.none' : 'accounts:activity.no-match')}</Empty>
      ) : (
        <ul className="rows sheet">
          {entries.map((entry, index) => (
            <li key={`${entry.at} ${index}`}>
              <div className="entry-head">
                <Text fw={550}>{t(`accounts:activity.kind.${entry.kind}`)}</Text>
                <Text size="sm" c="dimmed">
                  <Time at={entry.at} />
                </Text>
              </div>
              <Text size="sm" c="dimmed" className="who">
                {factWords(texts, entry).map((words, place) => (
                  <span key={words}>
                    {place > 0 && ' · '}
                    <bdi>{words}</bdi>
                  </span>
                ))}
                {entry.address !== null && (
                  <span className="address"> · {t('accounts:activity.at', { address: entry.address })}</span>
                )}
              </Text>
            </li>
          ))}
        </ul>
      )}
      <Group>
        {before !== undefined && (
          <ButtonLink to={from} params={{ accountId }} search={filter} variant="default">
            {t('accounts:activity.newest')}
          </ButtonLink>
        )}
        {older !== null && (
          <ButtonLink to={from} params={{ accountId }} search={{ ...filter, before: older }} variant="default">
            {t('accounts:activity.older')}
          </ButtonLink>
        )}
      </Group>
    </Stack>
  );
}
