import { Button, Group, Stack, Title } from '@mantine/core';
import type { ReactNode } from 'react';
import { useEffect, useId, useRef } from 'react';
import { useTexts } from '../texts.ts';
import { Refusal } from './refusal.tsx';

/**
 * What exactly will happen, before it does; a refusal stands above the button that was pressed. The browser's own dialog
 * keeps the keyboard inside and gives it back to where it was.
 */
export function ConfirmDialog(props: {
  readonly opened: boolean;
  readonly title: string;
  readonly children: ReactNode;
  readonly action: string;
  /** On the button that does nothing; unless named, that all is left as it is. */
  readonly keep?: string;
  readonly pending: boolean;
  readonly error: Error | null;
  readonly onConfirm: () => void;
  readonly onClose: () => void;
}) {
  const { t } = useTexts();
  const title = useId();
  const dialog = useRef<HTMLDialogElement>(null);
  const keep = useRef<HTMLButtonElement>(null);
  const { opened } = props;
  useEffect(() => {
    if (!opened) {
      dialog.current?.close();
      return;
    }
    dialog.current?.showModal();
    keep.current?.focus();
  }, [opened]);
  return (
    <dialog ref={dialog} className="dialog" aria-labelledby={title} onClose={props.onClose}>
      {opened && (
        <Stack>
          <Title order={2} id={title}>
            {props.title}
          </Title>
          {props.children}
          <Refusal error={props.error} />
          <Group>
            <Button color="bad" variant="outline" onClick={props.onConfirm} loading={props.pending}>
              {props.action}
            </Button>
            <Button ref={keep} variant="default" onClick={() => dialog.current?.close()}>
              {props.keep ?? t('console:keep')}
            </Button>
          </Group>
        </Stack>
      )}
    </dialog>
  );
}
