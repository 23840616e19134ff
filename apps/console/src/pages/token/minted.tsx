import { Button, Group, Stack, Text } from '@mantine/core';
import { useTexts } from '../../texts.ts';
import { Copyable } from '../../ui/copyable.tsx';

/** A new token in clear, until somebody says they have it, and never again. @param means where to keep it */
export function Minted(props: { readonly token: string; readonly means: string; readonly onKept: () => void }) {
  const { t } = useTexts();
  return (
    <Stack>
      <Copyable label={t('token:minted.token')} value={props.token} />
      <Text role="status">{props.means}</Text>
      <Group>
        <Button variant="default" onClick={props.onKept}>
          {t('token:minted.done')}
        </Button>
      </Group>
    </Stack>
  );
}
