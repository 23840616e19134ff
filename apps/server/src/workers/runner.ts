import { EventEmitter } from 'node:events';
import type { Runner, TaskList, WorkerEvents } from 'graphile-worker';
import type { World } from '../environment/open.ts';

/** Works off jobs until it is stopped. */
export interface JobRunner {
  /** The names in which its jobs are held, by which another node can unlock them. */
  workerIds(): readonly string[];
  /** Lets jobs under way finish. */
  stop(): Promise<void>;
}

const RESTART_MS = 2_000;
const POLL_MS = 5_000;

/**
 * Starts the runner in the background; it listens for new jobs and takes them within milliseconds. When the database goes
 * away for longer than the runner's own patience it is started again.
 */
export function startRunner(world: Pick<World, 'pool' | 'log'>, tasks: TaskList): JobRunner {
  let stopped = false;
  let current: Runner | undefined;
  let timer: NodeJS.Timeout | undefined;
  const ids = new Set<string>();
  // Made here, because the runner names itself before it is handed out. A job is held in the name of a pool of workers or,
  // with other settings, of one of them.
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
        pgPool: world.pool,
        taskList: tasks,
        concurrency: 2,
        pollInterval: POLL_MS,
        noHandleSignals: true,
        parsedCronItems: [],
        events,
        logger,
      });
      current = runner;
      // Told to stop while it was starting, when there was nothing yet to stop.
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
      // Stopping a runner that stops by itself just now is an error to it, and fine with us.
      await current?.stop().catch(() => undefined);
      await running;
    },
  };
}
