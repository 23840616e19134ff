import { NativeSelect, Stack, Text, Title } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { useNavigate, useParams, useSearch } from '@tanstack/react-router';
import { useState } from 'react';
import { queries, type TextLanguage, type TextList } from '../../api/queries.ts';
import { UnsavedChangesGuard } from '../../draft/unsaved-changes-guard.tsx';
import type { Draft } from '../../draft/merge.ts';
import { draftOver } from '../../draft/use-draft.ts';
import { useTexts } from '../../texts.ts';
import { languageName } from '../../ui/language-name.ts';
import { MainLanguage } from './main-language.tsx';
import { TextForm, type TextValues } from './text-form.tsx';

const from = '/accounts/$accountId/integrations/$clientId/texts';

/**
 * Page of the integration's descriptions, one language at a time; input in one language stays while another is open.
 */
export function TextsPage() {
  const { t, language: reader } = useTexts();
  const { accountId, clientId } = useParams({ from });
  const integration = useSuspenseQuery(queries.integration(accountId, clientId)).data;
  const list = useSuspenseQuery(queries.texts(accountId, clientId)).data;
  const { language: chosen } = useSearch({ from });
  const navigate = useNavigate({ from });
  const [drafts, setDrafts] = useState<Partial<Record<TextLanguage, Draft<TextValues>>>>({});
  const draftIn = (one: TextLanguage) =>
    draftOver(storedIn(list, one), drafts[one], (draft) => setDrafts((before) => ({ ...before, [one]: draft })));
  const language = list.languages.find((one) => one === chosen) ?? list.main_language;
  const words = (one: (typeof list.languages)[number]): string => {
    const name = languageName(one, reader);
    if (one === list.main_language) return t('registry:texts.main', { language: name });
    return list.texts.some((text) => text.language === one) ? name : t('registry:texts.missing', { language: name });
  };
  return (
    <Stack gap="lg">
      <UnsavedChangesGuard isDirty={list.languages.some((one) => draftIn(one).isDirty)} />
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
            onChange={({ currentTarget: { value } }) =>
              void navigate({ search: { language: value }, replace: true, resetScroll: false })
            }
            data={list.languages.map((one) => ({ value: one, label: words(one) }))}
            maw={360}
          />
          <TextForm
            key={language}
            integration={integration}
            list={list}
            language={language}
            draft={draftIn(language)}
          />
        </Stack>
      </section>
      <MainLanguage integration={integration} list={list} />
    </Stack>
  );
}

function storedIn(list: TextList, language: TextLanguage) {
  const { summary = '', description = '' } = list.texts.find((text) => text.language === language) ?? {};
  return { values: { summary, description }, version: list.version };
}
