import { Fault } from './ports/store.ts';

/** Maximum work running at once, in all and per holder, and maximum work waiting. */
export interface RoomLimits {
  readonly running: number;
  /** Limit per holder; below `running`, so that nobody's slow work keeps everybody else out. */
  readonly runningOfOne: number;
  readonly waiting: number;
}

/** Runs work of this holder when it is their turn. @throws Fault when too many wait, and this holder has most of them */
export type FairRoom = <Result>(holder: string, work: () => Promise<Result>) => Promise<Result>;

interface Waiter {
  readonly enter: () => void;
  readonly leave: (why: Fault) => void;
}

/**
 * A room with few places that many share. Holders take turns, whoever of them sends most; and when no more can wait, the
 * one who has most waiting loses the latest of it. So a flood delays and loses its own work, and nobody else's.
 */
export function fairRoom(limits: RoomLimits): FairRoom {
  /** Nobody's queue is empty; whose turn is next stands first. */
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
      // To the end of the turns.
      queues.delete(next);
      if (queue.length > 0) queues.set(next, queue);
      take(next);
      waiter?.enter();
      return;
    }
  }

  function makeRoom(holder: string): void {
    if (waiting < limits.waiting) return;
    const full = new Fault('too many writes wait for the database');
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
