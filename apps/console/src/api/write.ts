import { useMutation, useQueryClient } from '@tanstack/react-query';
import { isEditedMeanwhile } from './problem.ts';
import { keyOf } from './read.ts';

/**
 * A write, after which everything that was read below `stale` is asked anew before the write counts as done: a page never
 * shows what was there before it.
 */
export function useWrite<Input, Answer>(write: (input: Input) => Promise<Answer>, stale: string) {
  const client = useQueryClient();
  return useMutation<Answer, Error, Input>({
    mutationFn: write,
    onSuccess: () => {
      // Every write stands in the account's log too, which nobody waits for here.
      void client.invalidateQueries({ queryKey: keyOf(stale).slice(0, 2), refetchType: 'none' });
      return client.invalidateQueries({ queryKey: keyOf(stale) });
    },
    // What somebody else has stored is shown beside what was typed.
    onError: (error) => (isEditedMeanwhile(error) ? client.invalidateQueries({ queryKey: keyOf(stale) }) : undefined),
  });
}
