import type { Timed } from './operation.ts';
import { pageGet, withConnections } from './visitors.ts';

/**
 * Requests the same address again and again, a few at a time.
 *
 * @param cookie gives each request its person; absent: signed out
 * @param asked.connections each from an address of its own
 */
export async function requests(
  port: number,
  asked: {
    readonly path: string;
    readonly count: number;
    readonly connections: number;
    readonly cookie?: () => string;
  },
): Promise<Timed> {
  const times: number[] = [];
  const startedAt = performance.now();
  let left = asked.count;
  await withConnections(port, asked.connections, async (connection) => {
    while (left-- > 0) {
      const sentAt = performance.now();
      const { status, body } = await connection.send(pageGet(asked.path, asked.cookie?.()));
      times.push(performance.now() - sentAt);
      if (status !== 200) throw new Error(`${asked.path}: ${status} ${body.slice(0, 300)}`);
    }
  });
  return { times, seconds: (performance.now() - startedAt) / 1000 };
}
