import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';

/** A request that arrived at an integrator's `secrets_uri`. */
export interface ReceivedSecrets {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

/** A receiver’s response to keys: a status, none ever, or a function that is called once the keys have arrived. */
export type SecretsAnswer = number | 'hang' | (() => Promise<number | 'hang'>);

export interface SecretsReceiver {
  readonly origin: string;
  /** All requests with keys, in the order of arrival. */
  readonly received: readonly ReceivedSecrets[];
  /** Requests whose keys the receiver answered with a 2xx. */
  readonly accepted: readonly ReceivedSecrets[];
  /** Sets the next responses; after them every response is 200. */
  answer(...next: readonly SecretsAnswer[]): void;
  /** Makes the receiver reset every connection until `up`. The port stays open, or another test could get it. */
  down(): void;
  up(): void;
  close(): Promise<void>;
}

/** An integrator's server on loopback that accepts or refuses keys at /keys. Other paths answer with a page. */
export async function aSecretsReceiver(): Promise<SecretsReceiver> {
  const received: ReceivedSecrets[] = [];
  const accepted: ReceivedSecrets[] = [];
  let script: SecretsAnswer[] = [];
  const server = createServer((request, response) => {
    if (request.url !== '/keys') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Arrived</h1>');
      return;
    }
    let body = '';
    request.on('data', (piece) => (body += String(piece)));
    request.on('end', () => {
      const secrets = { method: request.method ?? '', url: request.url ?? '', headers: request.headers, body };
      received.push(secrets);
      const next = script.shift() ?? 200;
      void (typeof next === 'function' ? next() : Promise.resolve(next)).then((status) => {
        if (status === 'hang') return;
        if (status < 300) accepted.push(secrets);
        response.writeHead(status).end(status === 500 ? 'out of order' : '');
      });
    });
  });
  let isDown = false;
  server.on('connection', (socket) => {
    if (isDown) socket.resetAndDestroy();
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://localhost:${port}`,
    received,
    accepted,
    answer: (...next) => {
      script = [...next];
    },
    down() {
      isDown = true;
      server.closeAllConnections();
    },
    up() {
      isDown = false;
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
