import type pg from 'pg';

type Release = () => void;

/**
 * Wraps one connection in the interface of a pool, for a store inside that connection's transaction. Statements run one
 * at a time, in order. `release` and `end` leave the connection open.
 */
export function singleConnectionPool(client: pg.PoolClient): pg.Pool {
  let last: Promise<unknown> = Promise.resolve();

  async function alone(): Promise<Release> {
    const before = last;
    let release: Release = () => undefined;
    last = new Promise<void>((resolve) => {
      release = resolve;
    });
    await before;
    return release;
  }

  const query = async (...asked: Parameters<pg.PoolClient['query']>): Promise<unknown> => {
    const release = await alone();
    try {
      return await (client.query as (...words: readonly unknown[]) => Promise<unknown>)(...asked);
    } finally {
      release();
    }
  };
  const connect = async (): Promise<unknown> => {
    const release = await alone();
    return {
      query: (...asked: readonly unknown[]) => (client.query as (...words: readonly unknown[]) => unknown)(...asked),
      release,
    };
  };
  // The store and kysely use only `query`, `connect` and `end` of a pool.
  return { query, connect, end: async () => undefined } as unknown as pg.Pool;
}
