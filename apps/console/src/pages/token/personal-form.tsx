import { Button, Checkbox, Group, NativeSelect, Stack, Text, TextInput, Title } from '@mantine/core';
import type { mintedPersonalToken } from '@pristan/wire/api';
import { useState, type FormEvent } from 'react';
import { call } from '../../api/call.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { fieldError, formError } from '../../ui/field-errors.ts';
import { Refusal } from '../../ui/refusal.tsx';
import { SearchChoice } from '../../ui/search-choice.tsx';
import { useOwnIntegrations } from '../../api/choices.ts';
import { abilities, abilityWords } from './abilities.ts';
import { Minted } from './minted.tsx';

const fields = ['name', 'abilities', 'client_id', 'expires_in_days'] as const;
const days = [7, 30, 90, 180, 366] as const;
const blank = { name: '', abilities: [] as string[], client_id: '', days: '90' };

/** What a token is for makes it; it is shown until somebody says they have it, and never again. */
export function PersonalForm(props: { readonly path: string; readonly accountId: string }) {
  const { t } = useTexts();
  const [form, setForm] = useState(blank);
  const mint = useWrite(
    () =>
      call<typeof mintedPersonalToken>('POST', props.path, {
        json: {
          name: form.name,
          abilities: form.abilities,
          client_id: form.client_id === '' ? null : form.client_id,
          expires_in_days: Number(form.days),
        },
      }),
    props.path,
  );

  function submit(event: FormEvent): void {
    event.preventDefault();
    mint.mutate(undefined, { onSuccess: () => setForm({ ...form, name: '' }) });
  }

  return (
    <section className="sheet" aria-labelledby="mint">
      <Title order={2} id="mint">
        {t('token:personal.mint.title')}
      </Title>
      <Text c="dimmed" size="sm" mb="sm" maw="64ch">
        {t('token:personal.mint.what')}
      </Text>
      {mint.data === undefined ? (
        <form onSubmit={submit} noValidate>
          <Stack maw={480}>
            <TextInput
              label={t('token:personal.mint.name.label')}
              description={t('token:personal.mint.name.what')}
              value={form.name}
              onChange={({ currentTarget }) => setForm({ ...form, name: currentTarget.value })}
              error={fieldError(mint.error, 'name')}
              required
            />
            <Checkbox.Group
              label={t('token:personal.mint.abilities')}
              value={form.abilities}
              onChange={(chosen) => setForm({ ...form, abilities: chosen })}
              error={fieldError(mint.error, 'abilities')}
              required
            >
              <Stack gap="xs" my="xs">
                {abilities.map((ability) => (
                  <Checkbox
                    key={ability}
                    value={ability}
                    label={t(abilityWords[ability])}
                    description={<span className="mono">{ability}</span>}
                  />
                ))}
              </Stack>
            </Checkbox.Group>
            <SearchChoice
              label={t('token:personal.mint.integration')}
              placeholder={t('token:personal.mint.all')}
              value={form.client_id}
              chosen={undefined}
              useChoices={(letters) => useOwnIntegrations(props.accountId, letters)}
              onChange={(client_id) => setForm({ ...form, client_id })}
              error={fieldError(mint.error, 'client_id')}
            />
            <NativeSelect
              label={t('token:personal.mint.days.label')}
              description={t('token:personal.mint.days.what')}
              value={form.days}
              onChange={({ currentTarget }) => setForm({ ...form, days: currentTarget.value })}
              error={fieldError(mint.error, 'expires_in_days')}
              data={days.map((count) => ({
                value: String(count),
                label: t('token:personal.mint.days.count', { count }),
              }))}
            />
            <Refusal error={formError(mint.error, fields)} />
            <Group>
              <Button type="submit" loading={mint.isPending}>
                {t('token:personal.mint.do')}
              </Button>
            </Group>
          </Stack>
        </form>
      ) : (
        <Minted token={mint.data.token} means={t('token:personal.minted')} onKept={() => mint.reset()} />
      )}
    </section>
  );
}
