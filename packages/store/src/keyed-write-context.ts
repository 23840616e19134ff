import { AsyncLocalStorage } from 'node:async_hooks';

let inside: AsyncLocalStorage<boolean> | undefined;

/**
 * Makes this process detect a keyed write (a write with an idempotency key) that uses the pool. For development and
 * tests only: on Node 20 an AsyncLocalStorage doubles the cost of every promise in the process.
 */
export function watchKeyedWrites(): void {
  inside ??= new AsyncLocalStorage();
}

/** Runs the handler of a keyed write (a write with an idempotency key), which must not use the pool. */
export async function inKeyedWrite<Result>(work: () => Promise<Result>): Promise<Result> {
  return inside === undefined ? work() : inside.run(true, work);
}

/** Runs work whose effect must survive a rollback of the surrounding keyed write. */
export async function outsideKeyedWrite<Result>(work: () => Promise<Result>): Promise<Result> {
  return inside === undefined ? work() : inside.run(false, work);
}

/**
 * Keeps the handler of a keyed write from using the pool. Outside the write's transaction it would not see its own
 * changes, its changes would survive a rollback, and many handlers at once would deadlock over connections. Has an
 * effect only after {@link watchKeyedWrites}.
 *
 * @throws Error, a bug of the handler, which has a store of its own
 */
export function refusePoolInKeyedWrite(): void {
  if (inside?.getStore() === true) throw new Error('a keyed write asked the pool instead of its own store');
}
