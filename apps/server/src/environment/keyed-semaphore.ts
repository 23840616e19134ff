/** Limits how many pieces of work run at a time under each name. */
export interface KeyedSemaphore {
  /**
   * Runs `work` when the name has a free slot, in the order of the calls.
   *
   * @throws the signal's reason when the signal aborts before `work` has started
   */
  run<Result>(name: string, signal: AbortSignal, work: () => Promise<Result>): Promise<Result>;
}

/** Semaphore with `max` slots per name; an unused name takes no memory. */
export function keyedSemaphore(max: number): KeyedSemaphore {
  const busy = new Map<string, number>();
  const waiting = new Map<string, (() => void)[]>();

  const leave = (name: string): void => {
    const next = waiting.get(name)?.shift();
    if (waiting.get(name)?.length === 0) waiting.delete(name);
    if (next !== undefined) return next();
    const left = (busy.get(name) ?? 1) - 1;
    if (left === 0) busy.delete(name);
    else busy.set(name, left);
  };

  const enter = async (name: string, signal: AbortSignal): Promise<void> => {
    signal.throwIfAborted();
    const inside = busy.get(name) ?? 0;
    if (inside < max) {
      busy.set(name, inside + 1);
      return;
    }
    await new Promise<void>((resolve, reject) => {
      const queue = waiting.get(name) ?? [];
      waiting.set(name, queue);
      const admit = (): void => {
        signal.removeEventListener('abort', give);
        resolve();
      };
      const give = (): void => {
        queue.splice(queue.indexOf(admit), 1);
        if (queue.length === 0) waiting.delete(name);
        reject(signal.reason as Error);
      };
      signal.addEventListener('abort', give, { once: true });
      queue.push(admit);
    });
  };

  return {
    async run(name, signal, work) {
      await enter(name, signal);
      try {
        return await work();
      } finally {
        leave(name);
      }
    },
  };
}
