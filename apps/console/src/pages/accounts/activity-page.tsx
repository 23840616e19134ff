import { Group, Stack } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams, useSearch } from '@tanstack/react-router';
import { activityQuery, activitySearch } from '../../api/activity-search.ts';
import { queries } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { EmptyList } from '../../ui/empty-list.tsx';
import { Heading } from '../../ui/heading.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { ResultCount } from '../../ui/result-count.tsx';
import { ActivityEntry } from './activity-entry.tsx';
import { ActivityFilter } from './activity-filter.tsx';

const from = '/accounts/$accountId/activity';

/** The account's activity log, newest first. */
export function ActivityPage() {
  const { t } = useTexts();
  const { accountId } = useParams({ from });
  const search = activitySearch({ ...useSearch({ from }) });
  const { entries, next_before: older } = useSuspenseQuery(queries.activity(accountId, activityQuery(search))).data;
  const { before, ...filter } = search;
  return (
    <Stack gap="lg">
      <Heading title={t('accounts:activity.title')} lead={t('accounts:activity.lead')} />
      <ActivityFilter accountId={accountId} search={filter} />
      <ResultCount asked={JSON.stringify(search)}>
        {t('accounts:activity.shown', { count: entries.length })}
      </ResultCount>
      {entries.length === 0 ? (
        <EmptyList>
          {t(Object.keys(search).length === 0 ? 'accounts:activity.none' : 'accounts:activity.no-match')}
        </EmptyList>
      ) : (
        <ul className="rows sheet">
          {entries.map((entry, index) => (
            <ActivityEntry key={`${entry.at} ${index}`} accountId={accountId} entry={entry} filter={filter} />
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
