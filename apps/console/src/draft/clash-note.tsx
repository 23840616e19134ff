import { Alert, Button, Group, Text } from '@mantine/core';
import { useTexts } from '../texts.ts';

/** Says what somebody else has changed while it was being changed here, and asks which of the two is to stay. */
export function ClashNote(props: {
  /** Labels of the fields; nothing is shown without one. */
  readonly fields: readonly string[];
  readonly onTheirs: () => void;
  readonly onMine: () => void;
}) {
  const { t } = useTexts();
  if (props.fields.length === 0) return null;
  return (
    <Alert color="buoy" variant="light" role="alert">
      <Text mb="sm">{t('console:clash.what', { fields: props.fields.join(', ') })}</Text>
      <Group gap="xs">
        <Button variant="default" onClick={props.onTheirs}>
          {t('console:clash.theirs')}
        </Button>
        <Button variant="default" onClick={props.onMine}>
          {t('console:clash.mine')}
        </Button>
      </Group>
    </Alert>
  );
}
