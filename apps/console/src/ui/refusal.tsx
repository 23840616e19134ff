import { Alert, Anchor, Text } from '@mantine/core';
import { ApiProblem, isSignedOut } from '../api/problem.ts';
import { serverPaths } from '../paths.ts';
import { useTexts } from '../texts.ts';

/** Why what was asked for did not happen, in the platform's own words. Nothing that was typed is lost by signing in again. */
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
      ) : error instanceof ApiProblem ? (
        error.message
      ) : (
        t('console:offline')
      )}
    </Alert>
  );
}
