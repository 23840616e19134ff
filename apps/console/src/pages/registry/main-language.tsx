import { Button, Group, NativeSelect, Stack, Text, Title } from '@mantine/core';
import { pathOf } from '@pristan/wire';
import { useState, type FormEvent } from 'react';
import type { Integration, TextLanguage, TextList } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import { useTexts } from '../../texts.ts';
import { fieldError, formError } from '../../ui/field-errors.ts';
import { languageName } from '../../ui/language-name.ts';
import { Refusal } from '../../ui/refusal.tsx';

/** Chooses an integration’s main language: its description is shown to readers whose own language has none. */
export function MainLanguage({ integration, list }: { readonly integration: Integration; readonly list: TextList }) {
  const { t, language: reader } = useTexts();
  const [picked, setPicked] = useState<TextLanguage>();
  const chosen = picked ?? list.main_language;
  const params = { account_id: integration.account_id, client_id: integration.client_id };
  const change = useWrite(
    (send) => send('edit_integration', { params, body: { version: list.version, language: chosen } }),
    pathOf('list_integrations', params),
  );
  const free = list.languages.filter(
    (one) => one === list.main_language || list.texts.every(({ language }) => language !== one),
  );

  function submit(event: FormEvent): void {
    event.preventDefault();
    change.mutate(undefined, { onSuccess: () => setPicked(undefined) });
  }

  return (
    <form onSubmit={submit} noValidate className="sheet" aria-labelledby="main-language">
      <Stack>
        <div>
          <Title order={2} id="main-language">
            {t('registry:texts.main-choice.label')}
          </Title>
          <Text c="dimmed" size="sm" maw="64ch">
            {t('registry:texts.main-choice.what')}
          </Text>
        </div>
        <NativeSelect
          aria-label={t('registry:texts.main-choice.label')}
          value={chosen}
          onChange={({ currentTarget }) => setPicked(free.find((one) => one === currentTarget.value))}
          error={fieldError(change.error, 'language')}
          data={free.map((one) => ({ value: one, label: languageName(one, reader) }))}
          maw={360}
        />
        <Refusal error={formError(change.error, ['language'])} />
        <Group>
          <Button type="submit" variant="default" loading={change.isPending} disabled={chosen === list.main_language}>
            {t('registry:texts.main-choice.do')}
          </Button>
        </Group>
      </Stack>
    </form>
  );
}
