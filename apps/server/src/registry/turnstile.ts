/** Lets jobs through, a few at a time; `busy` when too many wait already. */
export type Turnstile = <Value>(job: () => Promise<Value>) => Promise<Value | 'busy'>;

/** At most `running` jobs at once and `waiting` behind them, in the order they came. */
export function turnstile({ running, waiting }: { readonly running: number; readonly waiting: number }): Turnstile {
  let free = running;
  const queue: (() => void)[] = [];
  return async (job) => {
    if (free > 0) free -= 1;
    else if (queue.length >= waiting) return 'busy';
    else await new Promise<void>((resolve) => queue.push(resolve));
    try {
      return await job();
    } finally {
      // A place is handed over, not freed, so that nobody who comes just now takes it from who waits.
      const next = queue.shift();
      if (next === undefined) free += 1;
      else next();
    }
  };
}
