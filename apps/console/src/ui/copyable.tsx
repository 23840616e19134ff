import { Button, CopyButton, Group, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTexts } from '../texts.ts';

/** A value to be copied as it stands. @param props.focused whether it takes the keyboard when it appears, from whoever is not typing */
export function Copyable(props: { readonly label: string; readonly value: string; readonly focused?: boolean }) {
  const { t } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const { focused = false } = props;
  useEffect(() => {
    // Whoever went on to another field meanwhile would type into this one.
    if (focused && document.activeElement?.matches('input:not([readonly]), textarea, select') !== true)
      input.current?.focus();
  }, [focused]);
  return (
    <Group align="flex-end" gap="xs">
      <TextInput
        ref={input}
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
