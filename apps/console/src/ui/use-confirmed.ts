import type { UseMutationResult } from '@tanstack/react-query';
import { useState } from 'react';

/**
 * Combines a write with a confirmation: `ask` opens the dialog for an input, `asked` is that input, `dialog` has the
 * props of `ConfirmDialog`. Closing the dialog clears its refusal.
 */
export function useConfirmed<Answer, Input>(
  write: UseMutationResult<Answer, Error, Input>,
  onDone?: (answer: Answer) => void,
) {
  const [asked, setAsked] = useState<{ readonly input: Input }>();
  return {
    asked: asked?.input,
    ask: (input: Input) => setAsked({ input }),
    dialog: {
      opened: asked !== undefined,
      pending: write.isPending,
      error: write.error,
      onConfirm: () => {
        if (asked === undefined) return;
        write.mutate(asked.input, {
          onSuccess: (answer) => {
            setAsked(undefined);
            onDone?.(answer);
          },
        });
      },
      onClose: () => {
        if (write.isError) write.reset();
        setAsked(undefined);
      },
    },
  };
}
