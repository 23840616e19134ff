import { NativeSelect } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ActivitySearch } from '../../api/activity-search.ts';
import { activitySearch } from '../../api/activity-search.ts';
import { ask } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { FilterForm, useFilter } from '../../ui/filter-form.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { kindGroups } from './activity-kinds.ts';

const to = '/accounts/$accountId/activity';

/** What is asked of the log; it takes effect with the press, and stands in the address. */
export function ActivityFilter(props: { readonly accountId: string; readonly search: ActivitySearch }) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const { accountId, search } = props;
  const { members } = useSuspenseQuery(ask.people(accountId)).data;
  const { installations } = useSuspenseQuery(ask.installations(accountId)).data;
  const { integrations } = useSuspenseQuery(ask.integrations(accountId)).data;
  const { form, field } = useFilter({
    person: String(search.person ?? ''),
    client: search.client ?? '',
    kind: search.kind ?? '',
    from: search.from ?? '',
    to: search.to ?? '',
  });
  const names = new Map([...installations, ...integrations].map((one) => [one.client_id, one.name]));
  return (
    <FilterForm
      field={field}
      onShow={() => void navigate({ to, params: { accountId }, search: activitySearch(form) })}
      clear={
        Object.keys(search).length > 0 && (
          <ButtonLink to={to} params={{ accountId }} search={{}} variant="default">
            {t('console:filter.clear')}
          </ButtonLink>
        )
      }
    >
      <NativeSelect
        label={t('accounts:activity.person')}
        {...field('person')}
        data={[
          { value: '', label: t('accounts:activity.anybody') },
          ...members.map((one) => ({ value: String(one.user_id), label: `${one.name} (${one.email})` })),
        ]}
      />
      <NativeSelect
        label={t('accounts:activity.integration')}
        {...field('client')}
        data={[
          { value: '', label: t('accounts:activity.any') },
          ...[...names].map(([value, label]) => ({ value, label })),
        ]}
      />
      <NativeSelect
        label={t('accounts:activity.what')}
        {...field('kind')}
        data={[
          { value: '', label: t('accounts:activity.anything') },
          ...kindGroups.map(({ group, kinds }) => ({
            group: t(`accounts:activity.group.${group}`),
            items: kinds.map((kind) => ({ value: kind, label: t(`accounts:activity.kind.${kind}`) })),
          })),
        ]}
      />
    </FilterForm>
  );
}
