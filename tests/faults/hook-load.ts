import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** One request as a receiver saw it, and what it was answered; nothing when the connection broke first. */
export interface Seen {
  readonly id: string;
  readonly hook: 'install' | 'disconnect';
  readonly code: string | undefined;
  status: number | undefined;
}

export interface CountingReceiver {
  readonly origin: string;
  /** From now on everything is taken. */
  refuseNothing(): void;
  close(): Promise<void>;
}

const ANSWER_MS = 60;

/**
 * Somebody's server that takes its time and counts. Of the disconnect hooks every fifth is refused once.
 *
 * @param seen where every request goes, the moment it has arrived
 */
export async function aCountingReceiver(seen: (one: Seen) => void): Promise<CountingReceiver> {
  const refused = new Set<string>();
  let refusing = true;
  let disconnects = 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://receiver');
    const hook = url.pathname === '/callback' ? 'install' : 'disconnect';
    const id = String(request.headers['webhook-id']);
    const one: Seen = { id, hook, code: url.searchParams.get('code') ?? undefined, status: undefined };
    seen(one);
    const refuse = refusing && hook === 'disconnect' && !refused.has(id) && (disconnects += 1) % 5 === 0;
    if (refuse) refused.add(id);
    const status = refuse ? 500 : 200;
    void setTimeout(ANSWER_MS).then(() => {
      // The other end is gone: what would be said is heard by nobody.
      if (response.destroyed) return;
      one.status = status;
      response.writeHead(status).end();
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    refuseNothing() {
      refusing = false;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
