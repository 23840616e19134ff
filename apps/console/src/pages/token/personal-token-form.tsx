import { Checkbox, NativeSelect, Stack, TextInput } from '@mantine/core';
import { useState } from 'react';
import { pathOf } from '@pristan/wire';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { fieldError } from '../../ui/field-errors.ts';
import { SearchChoice } from '../../ui/search-choice.tsx';
import { useOwnIntegrations } from '../../api/choices.ts';
import type { Ability } from './abilities.ts';
import { abilities, abilityTexts } from './abilities.ts';
import { NewTokenSection } from './new-token-section.tsx';

const fields = ['name', 'abilities', 'client_id', 'expires_in_days'] as const;
const days = [7, 30, 90, 180, 366] as const;
const blank = { name: '', abilities: [] as Ability[], client_id: '', days: '90' };

/** Form that creates a personal access token. */
export function PersonalTokenForm(props: { readonly accountId: string }) {
  const { t } = useTexts();
  const [form, setForm] = useState(blank);
  const params = { account_id: props.accountId };
  const mint = useWrite(
    (send) =>
      send('mint_personal_token', {
        params,
        body: {
          name: form.name,
          abilities: form.abilities,
          client_id: form.client_id === '' ? null : form.client_id,
          expires_in_days: Number(form.days),
        },
      }),
    pathOf('list_personal_tokens', params),
  );
  return (
    <NewTokenSection
      title={t('token:personal.mint.title')}
      what={t('token:personal.mint.what')}
      action={t('token:personal.mint.do')}
      fields={fields}
      mint={mint}
      means={t('token:personal.minted')}
      onSubmit={() =>
        // The next token is for all integrations again: the integration field starts empty.
        mint.mutate(undefined, { onSuccess: () => setForm((typed) => ({ ...typed, name: '', client_id: '' })) })
      }
    >
      <TextInput
        label={t('token:personal.mint.name.label')}
        description={t('token:personal.mint.name.what')}
        value={form.name}
        onChange={({ currentTarget }) => setForm({ ...form, name: currentTarget.value })}
        error={fieldError(mint.error, 'name')}
        required
      />
      <AbilitiesChoice
        chosen={form.abilities}
        onChange={(chosen) => setForm({ ...form, abilities: chosen })}
        error={fieldError(mint.error, 'abilities')}
      />
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
    </NewTokenSection>
  );
}

function AbilitiesChoice(props: {
  readonly chosen: Ability[];
  readonly onChange: (chosen: Ability[]) => void;
  readonly error: ReturnType<typeof fieldError>;
}) {
  const { t } = useTexts();
  return (
    <Checkbox.Group
      label={t('token:personal.mint.abilities')}
      value={props.chosen}
      onChange={(chosen) => props.onChange(abilities.filter((one) => chosen.includes(one)))}
      error={props.error}
      required
    >
      <Stack gap="xs" my="xs">
        {abilities.map((ability) => (
          <Checkbox
            key={ability}
            value={ability}
            label={t(abilityTexts[ability])}
            description={<span className="mono">{ability}</span>}
          />
        ))}
      </Stack>
    </Checkbox.Group>
  );
}
