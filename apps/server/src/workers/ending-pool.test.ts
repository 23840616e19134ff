import { expect, test } from 'vitest';
import { whileRunning } from './ending-pool.ts';

test('a pool lends database connections while its job runner works; afterwards a request for one neither succeeds nor fails', async () => {
  const closed = new Error('the pool is closed');
  let hasEnded = false;
  const pool = {
    totalCount: 3,
    connect: () => (hasEnded ? Promise.reject(closed) : Promise.resolve('a connection')),
  };
  const lent = whileRunning(pool, () => hasEnded);
  expect([lent.totalCount, await lent.connect()]).toEqual([3, 'a connection']);
  hasEnded = true;
  const settled = lent.connect().then(
    () => 'lent',
    () => 'failed',
  );
  expect(await Promise.race([settled, new Promise((resolve) => setImmediate(resolve, 'waiting'))])).toBe('waiting');
});
