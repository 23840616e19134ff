import { Button, Group, NativeSelect, SimpleGrid, TextInput } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate } from '@tanstack/react-router';
import type { FormEvent } from 'react';
import { useState } from 'react';
import type { ActivitySearch } from '../../api/activity-search.ts';
import { activitySearch } from '../../api/activity-search.ts';
import { ask } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
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
  const [form, setForm] = useState({
    person: String(search.person ?? ''),
    client: search.client ?? '',
    kind: search.kind ?? '',
    from: search.from ?? '',
    to: search.to ?? '',
  });
  const names = new Map([...installations, ...integrations].map((one) => [one.client_id, one.name]));
  const field = (name: keyof typeof form) => ({
    value: form[name],
    onChange: ({ currentTarget: { value } }: { currentTarget: { value: string } }) =>
      setForm((old) => ({ ...old, [name]: value })),
  });

  function submit(event: FormEvent): void {
    event.preventDefault();
    void navigate({ to, params: { accountId }, search: activitySearch(form) });
  }

  return (
    <form className="sheet" onSubmit={submit} aria-label={t('accounts:activity.filters')}>
      <SimpleGrid cols={{ base: 1, xs: 2, md: 3 }} spacing="md">
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
        <TextInput type="date" label={t('accounts:activity.from')} {...field('from')} />
        <TextInput type="date" label={t('accounts:activity.to')} {...field('to')} />
        <Group align="flex-end" gap="xs">
          <Button type="submit">{t('accounts:activity.show')}</Button>
          {Object.keys(search).length > 0 && (
            <ButtonLink to={to} params={{ accountId }} search={{}} variant="default">
              {t('accounts:activity.clear')}
            </ButtonLink>
          )}
        </Group>
      </SimpleGrid>
    </form>
  );
}
