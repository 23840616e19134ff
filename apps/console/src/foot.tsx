import { Anchor, Stack } from '@mantine/core';
import type { me } from '@pristan/wire/api';
import { useSuspenseQuery } from '@tanstack/react-query';
import { ask } from './api/queries.ts';
import { useWrite } from './api/write.ts';
import { serverPaths } from './paths.ts';
import { useTexts } from './texts.ts';
import { Refusal } from './ui/refusal.tsx';

const other = { ru: { code: 'en', name: 'English' }, en: { code: 'ru', name: 'Русский' } } as const;

/** What stands below the sections: the API, the other language, and the way out. */
export function Foot() {
  const { t } = useTexts();
  const { user, session_id: session } = useSuspenseQuery(ask.me()).data;
  const { code, name } = other[user.language];
  // Both change every text there is, so the page begins anew.
  const language = useWrite(
    (send) => send<typeof me>('PATCH', '/me', { json: { language: code } }),
    () => window.location.reload(),
  );
  const signOut = useWrite(
    (send) => send('DELETE', `/sessions/${session}`),
    () => window.location.assign(serverPaths.signIn),
  );
  return (
    <Stack mt="auto" pt="md" gap="xs" align="flex-start">
      <Anchor href={serverPaths.apiDocs} size="sm">
        {t('console:api-docs')}
      </Anchor>
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
