import { Anchor, Stack } from '@mantine/core';
import { useSuspenseQuery } from '@tanstack/react-query';
import { queries } from './api/queries.ts';
import { useWrite } from './api/write.ts';
import { serverPaths } from './paths.ts';
import { useTexts } from './texts.ts';
import { AnchorLink } from './ui/links.tsx';
import { Refusal } from './ui/refusal.tsx';

const other = { ru: { code: 'en', name: 'English' }, en: { code: 'ru', name: 'Русский' } } as const;

/** Links at the bottom of the sidebar: API reference, the other language, sign-out. */
export function SidebarFooter() {
  const { t } = useTexts();
  const { user, session_id: session } = useSuspenseQuery(queries.me()).data;
  const { code, name } = other[user.language];
  // Every text changes with the language, so the page reloads.
  const language = useWrite(
    (send) => send('choose_language', { body: { language: code } }),
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
      <Anchor component="button" type="button" size="sm" lang={code} onClick={() => language.mutate(undefined)}>
        {name}
      </Anchor>
      <Anchor component="button" type="button" size="sm" onClick={() => signOut.mutate(undefined)}>
        {t('console:sign-out')}
      </Anchor>
      <Refusal error={language.error ?? signOut.error} />
    </Stack>
  );
}
