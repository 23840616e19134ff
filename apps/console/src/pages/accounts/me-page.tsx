import { Stack } from '@mantine/core';
import { useTexts } from '../../texts.ts';
import { Heading } from '../../ui/heading.tsx';
import { LanguageSection } from './language-section.tsx';
import { MailChoices } from './mail-choices.tsx';

/** The signed-in user’s own settings, which apply in all accounts. */
export function MePage() {
  const { t } = useTexts();
  return (
    <Stack gap="lg">
      <Heading title={t('accounts:me.title')} lead={t('accounts:me.lead')} />
      <MailChoices />
      <LanguageSection />
    </Stack>
  );
}
