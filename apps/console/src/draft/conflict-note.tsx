import { Alert, Button, Group, Text } from '@mantine/core';
import { useTexts } from '../texts.ts';

/**
 * Shows the fields that somebody else has changed in the meantime, and asks whether to keep the input or take the
 * stored values.
 */
export function ConflictNote<Field extends string>(props: {
  /** The form’s draft, as returned by `useDraft`. */
  readonly draft: {
    readonly clash: readonly Field[];
    readonly drop: () => void;
    readonly keepMine: () => void;
  };
  readonly label: (field: Field) => string;
  /** Called once the person has chosen; the refusal about the conflict is obsolete then. */
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
