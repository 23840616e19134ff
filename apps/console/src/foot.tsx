import { Anchor, Button, Stack } from '@mantine/core';
import type { me } from '@pristan/wire/api';
import { useMutation, useSuspenseQuery } from '@tanstack/react-query';
import { call } from './api/call.ts';
import { ask } from './api/queries.ts';
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
  const language = useMutation({
    mutationFn: () => call<typeof me>('PATCH', '/me', { json: { language: code } }),
    onSuccess: () => window.location.reload(),
  });
  const signOut = useMutation({
    mutationFn: () => call('DELETE', `/sessions/${session}`),
    onSuccess: () => window.location.assign(serverPaths.signIn),
  });
  return (
    <Stack mt="auto" pt="md" gap="xs" align="flex-start">
      <Anchor href={serverPaths.apiDocs} size="sm">
        {t('console:api-docs')}
      </Anchor>
      <Button
        variant="subtle"
        size="compact-sm"
        px={0}
        lang={code}
        onClick={() => language.mutate()}
        loading={language.isPending}
      >
        {name}
      </Button>
      <Button variant="subtle" size="compact-sm" px={0} onClick={() => signOut.mutate()} loading={signOut.isPending}>
        {t('console:sign-out')}
      </Button>
      <Refusal error={language.error ?? signOut.error} />
    </Stack>
  );
}
