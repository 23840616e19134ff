import type pg from 'pg';

type Release = () => void;

/**
 * One connection with the face of a pool, for a store that is to ride in that connection's transaction. A connection does
 * one thing at a time, so whoever asks waits for whoever is there. Releasing it does nothing, and neither does its end.
 */
export function poolOfOne(client: pg.PoolClient): pg.Pool {
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
  // The three members that the store and kysely use of one.
  return { query, connect, end: async () => undefined } as unknown as pg.Pool;
}
