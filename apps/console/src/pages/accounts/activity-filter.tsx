import { NativeSelect } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { ActivitySearch } from '../../api/activity-search.ts';
import { activitySearch } from '../../api/activity-search.ts';
import { useTexts } from '../../texts.ts';
import { FilterForm, useFilter } from '../../ui/filter-form.tsx';
import { ButtonLink } from '../../ui/links.tsx';
import { SearchChoice } from '../../ui/search-choice.tsx';
import { readChosenFilters } from '../../api/chosen-filters.ts';
import { activityKindGroups } from './activity-kinds.ts';
import { useIntegrations, useMembers } from '../../api/choices.ts';

const to = '/accounts/$accountId/activity';

/** Filter form of the activity log, applied on submit and stored in the URL. */
export function ActivityFilter(props: { readonly accountId: string; readonly search: ActivitySearch }) {
  const { t } = useTexts();
  const navigate = useNavigate();
  const { accountId, search } = props;
  const chosen = useSuspenseQuery(readChosenFilters(accountId, search)).data;
  const { form, field, set } = useFilter({
    person: String(search.person ?? ''),
    client: search.client ?? '',
    kind: search.kind ?? '',
    from: search.from ?? '',
    to: search.to ?? '',
  });
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
      <SearchChoice
        label={t('accounts:activity.person')}
        placeholder={t('accounts:activity.anybody')}
        value={form.person}
        chosen={chosen.person}
        useChoices={(letters) => useMembers(accountId, letters)}
        onChange={(value) => set('person', value)}
      />
      <SearchChoice
        label={t('accounts:activity.integration')}
        placeholder={t('accounts:activity.any')}
        value={form.client}
        chosen={chosen.integration}
        useChoices={(letters) => useIntegrations(accountId, letters)}
        onChange={(value) => set('client', value)}
      />
      <NativeSelect
        label={t('accounts:activity.what')}
        {...field('kind')}
        data={[
          { value: '', label: t('accounts:activity.anything') },
          ...activityKindGroups.map(({ group, kinds }) => ({
            group: t(`accounts:activity.group.${group}`),
            items: kinds.map((kind) => ({ value: kind, label: t(`accounts:activity.kind.${kind}`) })),
          })),
        ]}
      />
    </FilterForm>
  );
}
