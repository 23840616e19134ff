import type { RunningWork, WorkKind } from '@pristan/due-work';
import { startWork } from '@pristan/due-work';
import { dueWorkChannel, isUnavailable, listen, openPool, openStore } from '@pristan/store';
import type { World } from '../environment/open.ts';

/** The due work of this process. */
export interface DueWork {
  /** Looks for due work now, of one kind or of all. */
  wake(kind?: string): void;
  /** Claims no more, and waits for running work. */
  stop(): Promise<void>;
}

/**
 * Connections of the workers' own: they and people's requests do not wait for each other. One stays open, because a new
 * one for each search would cost more than the search.
 */
const CONNECTIONS = { min: 1, max: 4 } as const;

/**
 * Starts kinds of due work on this node; any number of nodes may do the same.
 *
 * @param site the world; the workers open database connections of their own
 * @param start starts each kind with `begin`, in the world with these connections
 * @see docs/adr/0016-due-work.md
 */
export function startDueWork(
  site: World,
  start: (world: World, begin: <Item, Result>(kind: WorkKind<Item, Result>) => void) => void,
): DueWork {
  const pool = openPool(site.connection, CONNECTIONS, (error) =>
    site.log.warn({ err: error }, 'a database connection broke'),
  );
  const world: World = { ...site, pool, ...openStore(pool, { prepares: true }) };
  const works = new Map<string, RunningWork>();
  start(world, (kind) => {
    const work = startWork(kind, {
      now: () => world.clock.now(),
      report({ step, key, error }) {
        const level = isUnavailable(error) ? 'warn' : 'error';
        const about = { err: error, kind: kind.name, ...(key === undefined ? {} : { key }) };
        world.log[level](about, step === 'claim' ? 'due work could not be claimed' : 'an outcome could not be stored');
      },
    });
    works.set(kind.name, work);
  });
  const wake = (kind?: string): void => {
    for (const [name, work] of works) if (kind === undefined || kind === name) work.wake();
  };
  const stopListening = listen(world.connection, dueWorkChannel, { notify: wake, lost: () => undefined });
  return {
    wake,
    async stop() {
      const [left] = await Promise.all([
        Promise.all([...works.values()].map(async (work) => work.stop())),
        stopListening(),
      ]);
      const running = left.reduce((sum, count) => sum + count, 0);
      if (running > 0) world.log.warn({ running }, 'stopped during work that another node takes up after its lease');
      await world.db.destroy();
    },
  };
}
