import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setTimeout } from 'node:timers/promises';

/** One request as the receiver saw it; `status` stays undefined if the connection broke before the answer. */
export interface ReceivedHook {
  readonly id: string;
  readonly hook: 'install' | 'disconnect';
  readonly code: string | undefined;
  status: number | undefined;
}

export interface CountingReceiver {
  readonly origin: string;
  /** Stops the refusals: from then on the receiver accepts every request. */
  refuseNothing(): void;
  close(): Promise<void>;
}

const ANSWER_MS = 60;

/**
 * Starts a slow server that records requests and refuses every fifth disconnect hook once.
 *
 * @param seen called with each request on arrival
 */
export async function aCountingReceiver(seen: (one: ReceivedHook) => void): Promise<CountingReceiver> {
  const refused = new Set<string>();
  let refusing = true;
  let disconnects = 0;
  const server = createServer((request, response) => {
    const url = new URL(request.url ?? '/', 'http://receiver');
    const hook = url.pathname === '/callback' ? 'install' : 'disconnect';
    const id = String(request.headers['webhook-id']);
    const one: ReceivedHook = { id, hook, code: url.searchParams.get('code') ?? undefined, status: undefined };
    seen(one);
    const refuse = refusing && hook === 'disconnect' && !refused.has(id) && (disconnects += 1) % 5 === 0;
    if (refuse) refused.add(id);
    const status = refuse ? 500 : 200;
    void setTimeout(ANSWER_MS).then(() => {
      // The sender has gone, so nobody would receive the answer.
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
