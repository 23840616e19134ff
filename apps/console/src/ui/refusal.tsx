import { Alert, Anchor, Text } from '@mantine/core';
import { ApiProblem, isEditedMeanwhile, isSignedOut } from '../api/problem.ts';
import { serverPaths } from '../paths.ts';
import { useTexts, type Texts } from '../texts.ts';

/** Shows why a request failed. If the session has ended, the person can sign in again without losing input. */
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
        refusalText(t, error)
      )}
    </Alert>
  );
}

/**
 * Text of a failed request: the platform's message, or the console’s own where the platform’s is meant for programs.
 */
export function refusalText(t: Texts['t'], error: Error): string {
  if (!(error instanceof ApiProblem)) return t('console:offline');
  if (isEditedMeanwhile(error)) return t('console:edited-meanwhile');
  if (error.code === 'secret_replaced') return t('console:secret-replaced');
  if (error.code === 'idempotency_in_progress') return t('console:still-under-way');
  if (error.code !== 'too_many_requests') return error.message;
  const { retryAfterSeconds: seconds = 0 } = error;
  return seconds < 60 ? t('console:too-often-soon') : t('console:too-often', { count: Math.ceil(seconds / 60) });
}
