import { Alert, Text } from '@mantine/core';
import type { FirstToken } from '../../../api/queries.ts';
import { useTexts } from '../../../texts.ts';
import { Time } from '../../../ui/time.tsx';
import { differenceKey, openRefusal, reasonKey } from './steps.ts';

/**
 * Shows why the last code exchange was refused, until one succeeds. It is no live region, since the announcer reads the
 * reason aloud.
 */
export function RefusedNote(props: { readonly seen: FirstToken; readonly redirectUri: string }) {
  const { t } = useTexts();
  const refused = openRefusal(props.seen);
  if (refused === null) return null;
  const difference = differenceKey(refused.difference);
  return (
    <Alert color="bad" variant="light" role="note">
      <Text>
        {t('guide:refused-title')} <Time at={refused.at} />
      </Text>
      <Text>
        {t(reasonKey(refused.reason))}
        {difference !== undefined && ` ${t(difference)}`}
      </Text>
      {refused.reason === 'redirect_uri_differs' && (
        <Text mt="xs">
          {t('guide:registered')} <bdi className="mono">{props.redirectUri}</bdi>
        </Text>
      )}
    </Alert>
  );
}
