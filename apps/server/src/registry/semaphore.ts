/** Runs jobs, a few at a time; `busy` when too many wait. */
export type Semaphore = <Value>(job: () => Promise<Value>) => Promise<Value | 'busy'>;

/** At most `running` jobs at once and `waiting` more, in order of arrival. */
export function semaphore({ running, waiting }: { readonly running: number; readonly waiting: number }): Semaphore {
  let free = running;
  const queue: (() => void)[] = [];
  return async (job) => {
    if (free > 0) free -= 1;
    else if (queue.length >= waiting) return 'busy';
    else await new Promise<void>((resolve) => queue.push(resolve));
    try {
      return await job();
    } finally {
      // The slot is handed over, not freed, so that a new job cannot take it from a waiting one.
      const next = queue.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
