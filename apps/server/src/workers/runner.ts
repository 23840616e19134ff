import { EventEmitter } from 'node:events';
import type { Runner, TaskList, WorkerEvents } from 'graphile-worker';
import type { World } from '../environment/open.ts';
import { whileRunning } from './ending-pool.ts';

/** Runs jobs until it is stopped. */
export interface JobRunner {
  /** Names under which its jobs are locked; another node unlocks them by these names. */
  workerIds(): readonly string[];
  /** Lets running jobs finish. */
  stop(): Promise<void>;
}

const RESTART_MS = 2_000;
const POLL_MS = 5_000;

/**
 * Starts the runner in the background; it listens for new jobs and takes them within milliseconds. It is restarted when
 * the database is gone for longer than the runner waits.
 */
export function startRunner(world: Pick<World, 'pool' | 'log'>, tasks: TaskList): JobRunner {
  let stopped = false;
  let hasEnded = false;
  let current: Runner | undefined;
  let timer: NodeJS.Timeout | undefined;
  const ids = new Set<string>();
  // Created here, because the runner names its workers before it is returned. A job is locked by a pool of workers or,
  // with other settings, by one of them.
  const events: WorkerEvents = new EventEmitter();
  events.on('pool:create', ({ workerPool }) => ids.add(workerPool.id));
  events.on('pool:release', ({ workerPool }) => ids.delete(workerPool.id));
  events.on('worker:create', ({ worker }) => ids.add(worker.workerId));
  events.on('worker:stop', ({ worker }) => ids.delete(worker.workerId));

  const start = async (): Promise<void> => {
    try {
      const { Logger, run } = await import('graphile-worker');
      const logger = new Logger(() => (level, message) => {
        if (level === 'error' || level === 'warning') world.log.warn({ from: 'jobs' }, message);
      });
      if (stopped) return;
      const runner = await run({
        pgPool: whileRunning(world.pool, () => hasEnded),
        taskList: tasks,
        concurrency: 2,
        pollInterval: POLL_MS,
        noHandleSignals: true,
        parsedCronItems: [],
        events,
        logger,
      });
      current = runner;
      // The runner was told to stop while it was starting.
      if (stopped) await runner.stop();
      await runner.promise;
    } catch (error) {
      world.log.warn({ err: error }, 'the job runner stopped');
    }
    current = undefined;
    ids.clear();
    again();
  };
  const again = (): void => {
    if (stopped) return;
    timer = setTimeout(() => {
      running = start();
    }, RESTART_MS);
    timer.unref();
  };
  let running = start();

  return {
    workerIds: () => [...ids],
    async stop() {
      stopped = true;
      clearTimeout(timer);
      // Stopping a runner that is just stopping by itself is an error to it, and fine here.
      await current?.stop().catch(() => undefined);
      await running;
      hasEnded = true;
    },
  };
}
