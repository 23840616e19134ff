import { AsyncLocalStorage } from 'node:async_hooks';

const inside = new AsyncLocalStorage<boolean>();

/** Runs the handler of a keyed write, in which nothing may be asked of the pool. */
export async function insideWrite<Result>(work: () => Promise<Result>): Promise<Result> {
  return inside.run(true, work);
}

/** Runs what is to be kept whatever becomes of the keyed write around it. */
export async function besideWrite<Result>(work: () => Promise<Result>): Promise<Result> {
  return inside.run(false, work);
}

/**
 * Refuses the pool to the handler of a keyed write. Past its transaction it would not see what it has just written, its
 * change would stay when the answer is undone, and enough of them at once would wait for each other's connections.
 *
 * @throws Error, which is a bug of the handler: it has a store of its own
 */
export function expectOutsideWrite(): void {
  if (inside.getStore() === true) throw new Error('a keyed write asked the pool instead of its own store');
}
