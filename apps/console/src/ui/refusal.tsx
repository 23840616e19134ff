import { Alert } from '@mantine/core';
import { useTexts } from '../texts.ts';

/** Why what was asked for did not happen, in the platform's own words. */
export function Refusal(props: { readonly error: Error | null }) {
  const { t } = useTexts();
  if (props.error === null) return null;
  const words = props.error.name === 'ApiProblem' ? props.error.message : t('console:offline');
  return (
    <Alert color="bad" variant="light" role="alert">
      {words}
    </Alert>
  );
}
