import pg from 'pg';
import type { Connection } from './pool.ts';
import { APPLICATION_NAME_PREFIX } from '@pristan/postgres-embedded';

const RETRY_MS = 500;

/**
 * Listens on a NOTIFY channel over a connection of its own. `notify` gets the payload; after every connect it is called
 * without one, since notifications sent in between are lost. `lost` is called whenever the connection breaks.
 *
 * @returns a function that stops listening
 */
export function listen(
  connection: Connection,
  channel: string,
  on: { readonly notify: (payload?: string) => void; readonly lost: () => void },
): () => Promise<void> {
  let stopped = false;
  let client: pg.Client | undefined;
  let timer: NodeJS.Timeout | undefined;

  const connect = async (): Promise<void> => {
    const next = new pg.Client({ ...connection, application_name: APPLICATION_NAME_PREFIX });
    client = next;
    const retry = (): void => {
      next.removeAllListeners('end');
      if (stopped || client !== next) return;
      on.lost();
      timer = setTimeout(() => void connect(), RETRY_MS);
      timer.unref();
    };
    next.on('error', () => undefined);
    next.on('end', retry);
    next.on('notification', ({ payload }) => on.notify(payload));
    try {
      await next.connect();
      await next.query(`listen ${pg.escapeIdentifier(channel)}`);
      on.notify();
    } catch {
      void next.end().catch(() => undefined);
      retry();
    }
  };
  void connect();

  return async () => {
    stopped = true;
    clearTimeout(timer);
    await client?.end().catch(() => undefined);
  };
}
