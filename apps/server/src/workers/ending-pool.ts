/**
 * A database pool that lends no more connections once its job runner has ended. After an outage the runner still tries
 * for a while to mark a job as done, whoever has stopped the runner; the pool is closed by then, and the failure would
 * end the process.
 */
export function whileRunning<Pool extends object>(pool: Pool, hasEnded: () => boolean): Pool {
  return new Proxy(pool, {
    get(target, name) {
      const value: unknown = Reflect.get(target, name, target);
      if (typeof value !== 'function') return value;
      if (name === 'connect' && hasEnded()) return () => new Promise<never>(() => undefined);
      return (...given: unknown[]): unknown => Reflect.apply(value, target, given);
    },
  });
}
