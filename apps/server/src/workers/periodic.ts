import { isUnavailable } from '@pristan/store';
import type { Logger } from 'pino';

/** A task that runs again and again until it is stopped. */
export interface Periodic {
  /** Starts no more runs, and waits for the current one. */
  stop(): Promise<void>;
}

/**
 * Runs a task every `periodMs`, never twice at once. A failed run is logged, and the next one comes as planned.
 *
 * @param task.name name of the task in the log
 */
export function runPeriodically(
  periodMs: number,
  task: { readonly name: string; readonly log: Logger; readonly run: () => Promise<unknown> },
): Periodic {
  const { name, log, run } = task;
  let running: Promise<void> | undefined;
  const timer = setInterval(() => {
    running ??= run()
      .then(
        () => undefined,
        (error: unknown) =>
          log[isUnavailable(error) ? 'warn' : 'error']({ err: error, task: name }, 'a periodic task failed'),
      )
      .finally(() => {
        running = undefined;
      });
  }, periodMs);
  timer.unref();
  return {
    async stop() {
      clearInterval(timer);
      await running;
    },
  };
}
