import { Button, Group, Stack, Text } from '@mantine/core';
import { useTexts } from '../../texts.ts';
import { Copyable } from '../../ui/copyable.tsx';

/**
 * Shows a new token in clear, focused, until the person confirms having copied it.
 *
 * @param props.means advice where to store the token
 */
export function NewToken(props: { readonly token: string; readonly means: string; readonly onKept: () => void }) {
  const { t } = useTexts();
  return (
    <Stack>
      <Copyable label={t('token:minted.token')} value={props.token} focused />
      <Text>{props.means}</Text>
      <Group>
        <Button variant="default" onClick={props.onKept}>
          {t('token:minted.done')}
        </Button>
      </Group>
    </Stack>
  );
}
