import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';

/** A request as the test’s receiver got it. */
export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver’s response to a request: a status, a status with a body, a function of the request, or none ever. */
export type Answer =
  | number
  | ((request: Received) => number)
  | { readonly status: number; readonly body: string; readonly headers?: Readonly<Record<string, string>> }
  | 'hang';

/** An integrator's server on loopback that records its requests. */
export interface Receiver {
  readonly origin: string;
  readonly received: readonly Received[];
  /** Sets the next responses; the last one repeats. */
  answers(...answers: Answer[]): void;
  /** Waits until the receiver has got this many requests, and returns them. */
  got(count: number): Promise<readonly Received[]>;
  close(): Promise<void>;
}

export async function aReceiver(...first: Answer[]): Promise<Receiver> {
  const received: Received[] = [];
  const sockets = new Set<Socket>();
  let script: Answer[] = first.length > 0 ? first : [200];
  let waiting: (() => void)[] = [];
  const server = createServer((request, response) => {
    const chunks: Buffer[] = [];
    request.on('data', (chunk: Buffer) => chunks.push(chunk));
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const got = { method, url, headers, body: Buffer.concat(chunks).toString() };
      received.push(got);
      const next = script.length > 1 ? script.shift() : script[0];
      const answer = typeof next === 'function' ? next(got) : next;
      for (const go of waiting.splice(0)) go();
      if (answer === undefined || answer === 'hang') return;
      const { status, body, headers: said = {} } = typeof answer === 'number' ? { status: answer, body: '' } : answer;
      response.writeHead(status, said).end(body);
    });
  });
  server.on('connection', (socket) => {
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return {
    origin: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    received,
    answers(...answers) {
      script = answers;
    },
    async got(count) {
      while (received.length < count) await new Promise<void>((resolve) => waiting.push(resolve));
      return received;
    },
    async close() {
      waiting = [];
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
