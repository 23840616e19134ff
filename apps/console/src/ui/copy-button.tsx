import { Button, CopyButton as Copied } from '@mantine/core';
import { useTexts } from '../texts.ts';

/** Button that copies a text to the clipboard and says that it did. */
export function CopyButton(props: { readonly value: string; readonly label: string }) {
  const { t } = useTexts();
  return (
    <Copied value={props.value}>
      {({ copied, copy }) => (
        <Button variant="default" size="xs" onClick={copy} aria-live="polite">
          {copied ? t('console:copied') : props.label}
        </Button>
      )}
    </Copied>
  );
}
