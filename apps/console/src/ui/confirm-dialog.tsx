import { Button, Group, Stack, Title } from '@mantine/core';
import type { ReactNode, RefObject } from 'react';
import { useEffect, useId, useLayoutEffect, useRef } from 'react';
import { useTexts } from '../texts.ts';
import { Refusal } from './refusal.tsx';

/**
 * What exactly will happen, before it does; a refusal stands above the button that was pressed. The browser's own dialog
 * keeps the keyboard inside and gives it back to where it was, or to `back` when that is no longer there.
 */
export function ConfirmDialog(props: {
  readonly opened: boolean;
  readonly title: string;
  readonly children: ReactNode;
  readonly action: string;
  /** On the button that does nothing; unless named, that all is left as it is. */
  readonly keep?: string;
  /** Whether the act takes nothing away. */
  readonly harmless?: boolean;
  readonly pending: boolean;
  readonly error: Error | null;
  /** The heading of the part that the act changes, for an act that takes away the button that asked. */
  readonly back?: RefObject<HTMLElement | null>;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTexts();
  const title = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const act = useRef<HTMLButtonElement>(null);
  const keep = useRef<HTMLButtonElement>(null);
  const { opened, pending, error, harmless = false } = props;
  // Before other effects of the same change: what takes the keyboard after the act could not while the dialog has it.
  useLayoutEffect(() => {
    if (!opened) {
      dialog.current?.close();
      return;
    }
    dialog.current?.showModal();
    keep.current?.focus();
  }, [opened]);
  useEffect(() => {
    // It was disabled while the answer was awaited, and lost the keyboard.
    if (error !== null) act.current?.focus();
  }, [error]);
  function close(): void {
    props.onClose();
    if (document.activeElement === document.body) props.back?.current?.focus();
  }
  return (
    <dialog
      ref={dialog}
      className="dialog"
      aria-labelledby={title}
      onCancel={(event) => {
        if (pending) event.preventDefault();
      }}
      onClose={close}
    >
      {opened && (
        <Stack>
          <Title order={2} id={title}>
            {props.title}
          </Title>
          {props.children}
          <Refusal error={error} />
          <Group>
            <Button
              ref={act}
              {...(harmless ? {} : { color: 'bad', variant: 'outline' })}
              onClick={props.onConfirm}
              loading={pending}
            >
              {props.action}
            </Button>
            <Button ref={keep} variant="default" disabled={pending} onClick={() => dialog.current?.close()}>
              {props.keep ?? t('console:keep')}
            </Button>
          </Group>
        </Stack>
      )}
    </dialog>
  );
}
