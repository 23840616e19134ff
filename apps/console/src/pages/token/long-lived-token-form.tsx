import { TextInput } from '@mantine/core';
import { useState } from 'react';
import { pathOf } from '@pristan/wire';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { fieldError } from '../../ui/field-errors.ts';
import { lastDayRange, endOfDay, yearLater } from './day.ts';
import { NewTokenSection } from './new-token-section.tsx';

const fields = ['name', 'expires_at'] as const;

/** Form that creates a long-lived token from a name and a last day. */
export function LongLivedTokenForm(props: { readonly accountId: string; readonly clientId: string }) {
  const { t } = useTexts();
  const [form, setForm] = useState(() => ({ name: '', day: yearLater(new Date()) }));
  const params = { account_id: props.accountId, client_id: props.clientId };
  const mint = useWrite(
    (send) =>
      send('mint_long_lived_token', {
        params,
        body: { name: form.name, expires_at: endOfDay(form.day, new Date()) ?? 0 },
      }),
    pathOf('list_long_lived_tokens', params),
  );
  return (
    <NewTokenSection
      title={t('token:mint.title')}
      what={t('token:mint.what')}
      action={t('token:mint.do')}
      fields={fields}
      mint={mint}
      means={t('token:minted.once')}
      onSubmit={() => mint.mutate(undefined, { onSuccess: () => setForm((typed) => ({ ...typed, name: '' })) })}
    >
      <TextInput
        label={t('token:mint.name.label')}
        description={t('token:mint.name.what')}
        value={form.name}
        onChange={({ currentTarget }) => setForm({ ...form, name: currentTarget.value })}
        error={fieldError(mint.error, 'name')}
        required
      />
      <TextInput
        type="date"
        label={t('token:mint.end.label')}
        description={t('token:mint.end.what')}
        value={form.day}
        onChange={({ currentTarget }) => setForm({ ...form, day: currentTarget.value })}
        error={fieldError(mint.error, 'expires_at')}
        {...lastDayRange(new Date())}
        required
      />
    </NewTokenSection>
  );
}
