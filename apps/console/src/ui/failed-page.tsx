import { Button, Stack, Text, Title } from '@mantine/core';
import { useRouter } from '@tanstack/react-router';
import { ApiProblem } from '../api/problem.ts';
import { useTexts } from '../texts.ts';

/** A page that could not be shown: why, and what to do. What is not there and what is not theirs look the same. */
export function FailedPage(props: { readonly error: Error }) {
  const { t } = useTexts();
  const router = useRouter();
  if (props.error instanceof ApiProblem && props.error.status === 404) return <MissingPage />;
  const words = props.error instanceof ApiProblem ? props.error.message : t('console:offline');
  return (
    <Stack align="flex-start" role="alert">
      <Title order={1}>{t('console:failed.title')}</Title>
      <Text>{words}</Text>
      <Button onClick={() => void router.invalidate()}>{t('console:failed.again')}</Button>
    </Stack>
  );
}

export function MissingPage() {
  const { t } = useTexts();
  return (
    <Stack align="flex-start">
      <Title order={1}>{t('console:missing.title')}</Title>
      <Text>{t('console:missing.what')}</Text>
    </Stack>
  );
}
