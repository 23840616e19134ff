/** Runs jobs, only a few at a time; returns `busy` without running the job when too many wait. */
export type Semaphore = <Value>(job: () => Promise<Value>) => Promise<Value | 'busy'>;

/** Semaphore that runs at most `running` jobs at once and lets `waiting` more wait, in order of arrival. */
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
      // The slot passes directly to the next waiting job, so that a new job cannot take it first.
      const next = queue.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
