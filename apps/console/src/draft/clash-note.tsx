import { Alert, Button, Group, Text } from '@mantine/core';
import { useTexts } from '../texts.ts';

/** Says what somebody else has changed while it was being changed here, and asks which of the two is to stay. */
export function ClashNote<Field extends string>(props: {
  /** As `useDraft` answers. */
  readonly draft: {
    readonly clash: readonly Field[];
    readonly drop: () => void;
    readonly keepMine: () => void;
  };
  readonly label: (field: Field) => string;
  /** The refusal that told of it is over then. */
  readonly onChosen: () => void;
}) {
  const { t } = useTexts();
  const { draft, label, onChosen } = props;
  if (draft.clash.length === 0) return null;
  const choose = (take: () => void) => () => {
    onChosen();
    take();
  };
  return (
    <Alert color="buoy" variant="light" role="alert">
      <Text mb="sm">{t('console:clash.what', { fields: draft.clash.map(label).join(', ') })}</Text>
      <Group gap="xs">
        <Button variant="default" onClick={choose(draft.drop)}>
          {t('console:clash.theirs')}
        </Button>
        <Button variant="default" onClick={choose(draft.keepMine)}>
          {t('console:clash.mine')}
        </Button>
      </Group>
    </Alert>
  );
}
