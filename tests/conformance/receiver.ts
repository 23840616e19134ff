import type { IncomingHttpHeaders } from 'node:http';
import { createServer } from 'node:http';
import type { Socket } from 'node:net';
import type { Settings } from './settings.ts';

/** A request that reached the receiver. */
export interface Received {
  readonly method: string;
  readonly path: string;
  readonly query: URLSearchParams;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
  /** Resolves to the duration in milliseconds when the sender has closed the connection, or the answer was sent. */
  readonly closed: Promise<number>;
}

/** An integrator's server, which records what the platform sends. */
export interface Receiver {
  readonly received: readonly Received[];
  /** Sets the statuses of the next answers, one after the other; the last one repeats. `hang` never answers. */
  answers(...statuses: readonly (number | 'hang')[]): void;
  /** Waits for this many requests since the receiver was emptied. */
  got(count: number): Promise<readonly Received[]>;
  /** Forgets what was received. */
  empty(): void;
  close(): Promise<void>;
}

/** Listens where the settings say. */
export async function openReceiver({ host, port }: NonNullable<Settings['receiver']>): Promise<Receiver> {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  const waiting = new Set<() => void>();
  let script: readonly (number | 'hang')[] = [200];
  const server = createServer((request, response) => {
    const began = Date.now();
    const closed = new Promise<number>((resolve) => response.on('close', () => resolve(Date.now() - began)));
    const pieces: Buffer[] = [];
    request.on('data', (piece: Buffer) => pieces.push(piece));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const { pathname, searchParams } = new URL(url, 'http://receiver');
      const body = Buffer.concat(pieces).toString();
      received.push({ method, path: pathname, query: searchParams, headers, body, closed });
      const [answer = 200] = script;
      if (script.length > 1) script = script.slice(1);
      for (const go of waiting) go();
      if (answer !== 'hang') response.writeHead(answer).end();
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve, reject) => server.once('error', reject).listen(port, host, resolve));
  return {
    received,
    answers(...statuses) {
      script = statuses;
    },
    async got(count) {
      while (received.length < count) await new Promise<void>((resolve) => waiting.add(resolve));
      return received;
    },
    empty() {
      received.length = 0;
      script = [200];
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
