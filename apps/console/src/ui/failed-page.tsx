import { Button, Stack, Text, Title } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { useEffect } from 'react';
import { ApiProblem, isSignedOut } from '../api/problem.ts';
import { useTexts } from '../texts.ts';
import { usePageTitle } from '../page-title.ts';
import { AnchorLink } from './links.tsx';
import { refusalText } from './refusal.tsx';

/**
 * Shown in place of a page that failed to load: the reason and a way out. A missing and a forbidden page look the same.
 */
export function FailedPage(props: { readonly error: Error }) {
  // The API answers 400 to a malformed id in the URL, which is a missing page.
  if (props.error instanceof ApiProblem && [400, 404].includes(props.error.status)) return <MissingPage />;
  return <Failure error={props.error} />;
}

function Failure({ error }: { readonly error: Error }) {
  const { t } = useTexts();
  const router = useRouter();
  const signedOut = isSignedOut(error);
  usePageTitle(t('console:failed.title'));
  useEffect(() => {
    // After a reload the server shows the sign-in page, and leads back here.
    if (signedOut) window.location.reload();
  }, [signedOut]);
  if (signedOut) return null;
  return (
    <Stack align="flex-start" role="alert">
      <Title order={1}>{t('console:failed.title')}</Title>
      <Text>{refusalText(t, error)}</Text>
      <Button onClick={() => void router.invalidate()}>{t('console:failed.again')}</Button>
    </Stack>
  );
}

export function MissingPage() {
  const { t } = useTexts();
  usePageTitle(t('console:missing.title'));
  return (
    <Stack align="flex-start">
      <Title order={1}>{t('console:missing.title')}</Title>
      <Text>{t('console:missing.what')}</Text>
      <AnchorLink to="/" underline="always">
        {t('console:missing.go')}
      </AnchorLink>
    </Stack>
  );
}
