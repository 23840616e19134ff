import { Anchor, Stack } from '@mantine/core';
import type { Language } from '@pristan/wire';
import { useSuspenseQuery } from '@tanstack/react-query';
import { queries } from './api/queries.ts';
import { useWrite } from './api/write.ts';
import { serverPaths } from './paths.ts';
import { useTexts } from './texts.ts';
import { otherLanguages } from './ui/language-choices.ts';
import { AnchorLink } from './ui/links.tsx';
import { Refusal } from './ui/refusal.tsx';

/** Links at the bottom of the sidebar: API reference, the other languages, sign-out. */
export function SidebarFooter() {
  const { t } = useTexts();
  const { user, session_id: session } = useSuspenseQuery(queries.me()).data;
  // Every text changes with the language, so the page reloads.
  const language = useWrite(
    (send, chosen: Language) => send('choose_language', { body: { language: chosen } }),
    () => window.location.reload(),
  );
  const signOut = useWrite(
    (send) => send('end_session', { params: { session_id: session } }),
    () => window.location.assign(serverPaths.signIn),
  );
  return (
    <Stack mt="auto" pt="md" gap="xs" align="flex-start">
      <AnchorLink to="/me" size="sm">
        {t('console:me')}
      </AnchorLink>
      <AnchorLink to="/api-docs" size="sm">
        {t('console:api-docs')}
      </AnchorLink>
      {otherLanguages(user.language).map(({ value, label }) => (
        <Anchor
          key={value}
          component="button"
          type="button"
          size="sm"
          lang={value}
          onClick={() => language.mutate(value)}
        >
          {label}
        </Anchor>
      ))}
      <Anchor component="button" type="button" size="sm" onClick={() => signOut.mutate(undefined)}>
        {t('console:sign-out')}
      </Anchor>
      <Refusal error={language.error ?? signOut.error} />
    </Stack>
  );
}
