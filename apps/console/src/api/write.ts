import type { UseMutationResult } from '@tanstack/react-query';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { IdempotentSender } from './idempotent-sender.ts';
import { idempotentSender } from './idempotent-sender.ts';
import { isOutdated } from './problem.ts';
import { clickLock } from './click-lock.ts';
import { keyOf } from './read.ts';

export type { IdempotentSender };

/**
 * A hook for one kind of write. Everything cached below the path `stale` is read again before the write counts as done,
 * so a page never shows old data. If `stale` is a function, it runs instead.
 *
 * Each page’s write has a click lock, taken before anything is rendered or sent: another press does nothing while a
 * write is running, nor does the second click of a double click. While locked, `mutateAsync` rejects, and nothing is
 * shown.
 *
 * @param write sends with the given `send`, the only way for a page to write
 */
export function useWrite<Input, Answer>(
  write: (send: IdempotentSender, input: Input) => Promise<Answer>,
  stale: string | ((answer: Answer) => unknown),
): UseMutationResult<Answer, Error, Input> {
  const client = useQueryClient();
  const [lock] = useState(() => ({ ...clickLock(), send: idempotentSender() }));
  const mutation = useMutation<Answer, Error, Input>({
    mutationFn: (input) => write(lock.send, input),
    onSuccess: (answer) => {
      if (typeof stale === 'function') return stale(answer);
      // Each write also adds to the account's activity log; the page does not wait until the log is read again.
      void client.invalidateQueries({ queryKey: keyOf(stale).slice(0, 2), refetchType: 'none' });
      return client.invalidateQueries({ queryKey: keyOf(stale) });
    },
    // After a refusal for outdated data, what somebody else has saved is shown beside the person's input.
    onError: (error) =>
      isOutdated(error) && typeof stale === 'string' ? client.invalidateQueries({ queryKey: keyOf(stale) }) : undefined,
    onSettled: () => lock.release(),
  });
  return {
    ...mutation,
    mutate: (...asked) => {
      if (lock.take()) mutation.mutate(...asked);
    },
    mutateAsync: async (...asked) => {
      if (!lock.take()) throw new Error('a press before this one is still under way');
      return mutation.mutateAsync(...asked);
    },
  };
}
