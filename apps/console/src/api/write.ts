import { useMutation, useQueryClient } from '@tanstack/react-query';
import { keyOf } from './read.ts';

/**
 * A write, after which everything that was read below `stale` is asked anew before the write counts as done: a page never
 * shows what was there before it.
 */
export function useWrite<Input, Answer>(write: (input: Input) => Promise<Answer>, stale: string) {
  const client = useQueryClient();
  return useMutation<Answer, Error, Input>({
    mutationFn: write,
    onSuccess: () => client.invalidateQueries({ queryKey: keyOf(stale) }),
  });
}
