import { Button, Group, NativeSelect, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useState } from 'react';
import { queries } from '../../api/queries.ts';
import { useWrite } from '../../api/write.ts';
import type { Language } from '@pristan/wire';
import { useTexts } from '../../texts.ts';
import { languageChoices } from '../../ui/language-choices.ts';
import { Refusal } from '../../ui/refusal.tsx';

/** Chooses the language of a user’s pages and mails. Every text changes, so the page reloads. */
export function LanguageSection() {
  const { t } = useTexts();
  const { user } = useSuspenseQuery(queries.me()).data;
  const [chosen, setChosen] = useState<Language>(user.language);
  const save = useWrite(
    (send) => send('choose_language', { body: { language: chosen } }),
    () => window.location.reload(),
  );
  return (
    <section className="sheet" aria-labelledby="language">
      <Title order={2} id="language" mb="sm">
        {t('accounts:me.language.title')}
      </Title>
      <form
        onSubmit={(event) => {
          event.preventDefault();
          save.mutate(undefined);
        }}
      >
        <Group align="flex-end" gap="sm">
          <NativeSelect
            label={t('accounts:me.language.label')}
            value={chosen}
            onChange={({ currentTarget }) => setChosen(currentTarget.value as Language)}
            data={languageChoices}
          />
          <Button type="submit" variant="default" loading={save.isPending}>
            {t('accounts:me.language.save')}
          </Button>
        </Group>
      </form>
      <Refusal error={save.error} />
    </section>
  );
}
