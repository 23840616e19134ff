import { Button, CopyButton, Group, TextInput } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTexts } from '../texts.ts';

/**
 * A read-only field with a button that copies its value.
 *
 * @param props.focused the field takes the focus when it appears, unless the person is typing elsewhere
 */
export function Copyable(props: { readonly label: string; readonly value: string; readonly focused?: boolean }) {
  const { t } = useTexts();
  const input = useRef<HTMLInputElement>(null);
  const { focused = false } = props;
  useEffect(() => {
    // A person who has moved on to another field would otherwise go on typing into this one.
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
