import { NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useParams } from '@tanstack/react-router';
import { useState } from 'react';
import { ask } from '../../api/queries.ts';
import { useTexts } from '../../texts.ts';
import { languageName } from '../../ui/language-name.ts';
import { MainLanguage } from './main-language.tsx';
import { TextForm } from './text-form.tsx';

/** What people read of the integration, a language at a time. */
export function TextsPage() {
  const { t, language: reader } = useTexts();
  const { accountId, clientId } = useParams({ from: '/accounts/$accountId/integrations/$clientId/texts' });
  const integration = useSuspenseQuery(ask.integration(accountId, clientId)).data;
  const list = useSuspenseQuery(ask.texts(accountId, clientId)).data;
  const [chosen, setChosen] = useState<string>(list.main_language);
  const language = list.languages.find((one) => one === chosen) ?? list.main_language;
  const words = (one: (typeof list.languages)[number]): string => {
    const name = languageName(one, reader);
    if (one === list.main_language) return t('registry:texts.main', { language: name });
    return list.texts.some((text) => text.language === one) ? name : t('registry:texts.missing', { language: name });
  };
  return (
    <Stack gap="lg">
      <section className="sheet" aria-labelledby="texts">
        <Stack>
          <div>
            <Title order={2} id="texts">
              {t('registry:texts.title')}
            </Title>
            <Text c="dimmed" size="sm" maw="64ch">
              {t('registry:texts.lead')}
            </Text>
          </div>
          <NativeSelect
            label={t('registry:texts.language')}
            value={language}
            onChange={({ currentTarget }) => setChosen(currentTarget.value)}
            data={list.languages.map((one) => ({ value: one, label: words(one) }))}
            maw={360}
          />
          <TextForm key={language} integration={integration} list={list} language={language} />
        </Stack>
      </section>
      <MainLanguage integration={integration} list={list} />
    </Stack>
  );
}
