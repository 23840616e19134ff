import { BusyError } from './ports/store.ts';

/** Limits of a fair queue: work running at once, in all and per holder, and work waiting. */
export interface FairQueueLimits {
  readonly running: number;
  /** Running limit per holder; below `running`, so that one holder's slow work never blocks everybody. */
  readonly runningOfOne: number;
  readonly waiting: number;
}

/** Runs a holder's work when its turn comes. @throws BusyError when the queue is full and this holder has most of it */
export type FairQueue = <Result>(holder: string, work: () => Promise<Result>) => Promise<Result>;

interface Waiter {
  readonly enter: () => void;
  readonly leave: (why: BusyError) => void;
}

/**
 * A fair semaphore. Holders take turns, however many requests each has queued. When the queue is full, the holder with
 * most waiting loses its newest request. A flood therefore delays and loses only its own work.
 */
export function fairQueue(limits: FairQueueLimits): FairQueue {
  /** Waiting work by holder, the holder whose turn is next first; a holder's list is never empty. */
  const queues = new Map<string, Waiter[]>();
  const running = new Map<string, number>();
  let inside = 0;
  let waiting = 0;

  const fits = (holder: string): boolean => inside < limits.running && (running.get(holder) ?? 0) < limits.runningOfOne;

  function take(holder: string): void {
    inside += 1;
    running.set(holder, (running.get(holder) ?? 0) + 1);
  }

  function leave(holder: string): void {
    inside -= 1;
    const left = (running.get(holder) ?? 1) - 1;
    if (left === 0) running.delete(holder);
    else running.set(holder, left);
    for (const [next, queue] of queues) {
      if (!fits(next)) continue;
      const waiter = queue.shift();
      waiting -= 1;
      // Moves the holder to the end of the round.
      queues.delete(next);
      if (queue.length > 0) queues.set(next, queue);
      take(next);
      waiter?.enter();
      return;
    }
  }

  function makeRoom(holder: string): void {
    if (waiting < limits.waiting) return;
    const full = new BusyError('too many writes wait for the database');
    const [most, queue] = [...queues].reduce((one, other) => (other[1].length >= one[1].length ? other : one));
    if ((queues.get(holder)?.length ?? 0) >= queue.length) throw full;
    queue.pop()?.leave(full);
    waiting -= 1;
    if (queue.length === 0) queues.delete(most);
  }

  async function turn(holder: string): Promise<void> {
    if (fits(holder)) return take(holder);
    makeRoom(holder);
    waiting += 1;
    return new Promise<void>((enter, leave) => {
      const waiter = { enter, leave };
      const queue = queues.get(holder);
      if (queue === undefined) queues.set(holder, [waiter]);
      else queue.push(waiter);
    });
  }

  return async (holder, work) => {
    await turn(holder);
    try {
      return await work();
    } finally {
      leave(holder);
    }
  };
}
