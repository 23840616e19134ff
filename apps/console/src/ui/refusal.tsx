import { Alert, Anchor, Text } from '@mantine/core';
import { ApiProblem, isEditedMeanwhile, isSignedOut } from '../api/problem.ts';
import { serverPaths } from '../paths.ts';
import { useTexts, type Texts } from '../texts.ts';

/** Why what was asked for did not happen. Nothing that was typed is lost by signing in again. */
export function Refusal({ error }: { readonly error: Error | null }) {
  const { t } = useTexts();
  if (error === null) return null;
  return (
    <Alert color="bad" variant="light" role="alert">
      {isSignedOut(error) ? (
        <>
          <Text>{t('console:signed-out.what')}</Text>
          <Anchor href={serverPaths.signIn} target="_blank" underline="always">
            {t('console:signed-out.sign-in')}
          </Anchor>
        </>
      ) : (
        refusalWords(t, error)
      )}
    </Alert>
  );
}

/** The platform's own words, but where those speak to programs. */
export function refusalWords(t: Texts['t'], error: Error): string {
  if (!(error instanceof ApiProblem)) return t('console:offline');
  if (isEditedMeanwhile(error)) return t('console:edited-meanwhile');
  if (error.code === 'secret_replaced') return t('console:secret-replaced');
  if (error.code === 'idempotency_in_progress') return t('console:still-under-way');
  if (error.code !== 'too_many_requests') return error.message;
  const { retryAfterSeconds: seconds = 0 } = error;
  return seconds < 60 ? t('console:too-often-soon') : t('console:too-often', { count: Math.ceil(seconds / 60) });
}
