import { Button, Group, Stack, Title } from '@mantine/core';
import type { ReactNode, RefObject } from 'react';
import { useEffect, useId, useLayoutEffect, useRef } from 'react';
import { useTexts } from '../texts.ts';
import { Refusal } from './refusal.tsx';

/**
 * Dialog that says what an action will do, and asks for confirmation; a refusal appears above the button. The focus
 * stays in the dialog and returns to the element that had it, or to `back` if that is gone.
 */
export function ConfirmDialog(props: {
  readonly opened: boolean;
  readonly title: string;
  readonly children: ReactNode;
  readonly action: string;
  /** Label of the button that closes the dialog without acting; *Cancel* by default. */
  readonly keep?: string;
  /** Whether the action neither ends nor deletes anything; its button then has no warning colour. */
  readonly harmless?: boolean;
  readonly pending: boolean;
  readonly error: Error | null;
  /** Heading that gets the focus when the action has removed the button that opened the dialog. */
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
  // A layout effect, so that the dialog is closed before other effects move the focus.
  useLayoutEffect(() => {
    if (!opened) {
      dialog.current?.close();
      return;
    }
    dialog.current?.showModal();
    keep.current?.focus();
  }, [opened]);
  useEffect(() => {
    // The confirming button was disabled during the request and has lost the focus.
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
