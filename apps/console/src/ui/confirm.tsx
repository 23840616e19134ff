import { Button, Group, Modal, Stack, Text } from '@mantine/core';
import { useTexts } from '../texts.ts';
import { Refusal } from './refusal.tsx';

/** Asks before something ends: what exactly will happen, the act by its own name, and the way back. */
export function Confirm(props: {
  readonly opened: boolean;
  readonly title: string;
  readonly means: string;
  readonly act: string;
  readonly pending: boolean;
  readonly error: Error | null;
  readonly onAct: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTexts();
  // Locking the page's scroll would write a style element that the policy refuses.
  return (
    <Modal
      opened={props.opened}
      onClose={props.onClose}
      title={props.title}
      lockScroll={false}
      withCloseButton={false}
      centered
    >
      <Stack>
        <Text>{props.means}</Text>
        <Refusal error={props.error} />
        <Group justify="flex-end">
          <Button variant="default" onClick={props.onClose} data-autofocus>
            {t('console:keep')}
          </Button>
          <Button variant="outline" color="bad" onClick={props.onAct} loading={props.pending}>
            {props.act}
          </Button>
        </Group>
      </Stack>
    </Modal>
  );
}
