import { isFault } from '@pristan/store';
import type { Logger } from 'pino';

/** Something done again and again. */
export interface Periodic {
  /** Waits for the run under way. */
  stop(): Promise<void>;
}

/**
 * Does `run` every `periodMs`, never twice at once; a run that fails is logged and the next one comes as planned.
 *
 * @param name for the log
 */
export function every(
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
          log[isFault(error) ? 'warn' : 'error']({ err: error, task: name }, 'a periodic task failed'),
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
