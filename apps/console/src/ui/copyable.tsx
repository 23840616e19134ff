import { Button, CopyButton, Group, TextInput } from '@mantine/core';
import { useTexts } from '../texts.ts';

/** A value to be copied as it stands. */
export function Copyable(props: { readonly label: string; readonly value: string }) {
  const { t } = useTexts();
  return (
    <Group align="flex-end" gap="xs">
      <TextInput
        label={props.label}
        value={props.value}
        readOnly
        flex="1 1 14rem"
        styles={{ input: { fontFamily: 'var(--code)' } }}
      />
      <CopyButton value={props.value}>
        {({ copied, copy }) => (
          <Button variant="default" onClick={copy} aria-live="polite">
            {copied ? t('console:copied') : t('console:copy')}
          </Button>
        )}
      </CopyButton>
    </Group>
  );
}
