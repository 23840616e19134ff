import type { UseMutationResult } from '@tanstack/react-query';
import { useMutation, useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import type { Sender } from './intention.ts';
import { senderOfOneIntention } from './intention.ts';
import { isOutdated } from './problem.ts';
import { pressLock } from './press-lock.ts';
import { keyOf } from './read.ts';

/**
 * A write, after which everything that was read below `stale` is asked anew before the write counts as done: a page never
 * shows what was there before it. With a function in its place, that is what happens before it counts as done.
 *
 * It locks at the press, before anything is rendered or sent: while one is under way another press does nothing, nor does
 * the second click of a double click. A locked `mutateAsync` rejects, and nothing is shown of it.
 *
 * @param write sends by the `send` that it is given, which no page has from anywhere else
 */
export function useWrite<Input, Answer>(
  write: (send: Sender, input: Input) => Promise<Answer>,
  stale: string | ((answer: Answer) => unknown),
): UseMutationResult<Answer, Error, Input> {
  const client = useQueryClient();
  const [lock] = useState(() => ({ ...pressLock(), send: senderOfOneIntention() }));
  const mutation = useMutation<Answer, Error, Input>({
    mutationFn: (input) => write(lock.send, input),
    onSuccess: (answer) => {
      if (typeof stale === 'function') return stale(answer);
      // Every write stands in the account's log too, which nobody waits for here.
      void client.invalidateQueries({ queryKey: keyOf(stale).slice(0, 2), refetchType: 'none' });
      return client.invalidateQueries({ queryKey: keyOf(stale) });
    },
    // What somebody else has stored is shown beside what was typed.
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
