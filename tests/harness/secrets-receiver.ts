import { createServer } from 'node:http';
import type { IncomingHttpHeaders } from 'node:http';

/** What arrived at an integrator's `secrets_uri`. */
export interface ReceivedSecrets {
  readonly method: string;
  readonly url: string;
  readonly headers: IncomingHttpHeaders;
  readonly body: string;
}

export interface SecretsReceiver {
  readonly origin: string;
  /** What arrived, in its order. */
  readonly received: readonly ReceivedSecrets[];
  /** The next answers; after them, or with none, every answer is 200. */
  answer(...next: readonly (number | 'hang')[]): void;
  close(): Promise<void>;
}

/** An integrator's server on loopback that takes keys, or does not. Other paths get a page, for a browser to end at. */
export async function aSecretsReceiver(): Promise<SecretsReceiver> {
  const received: ReceivedSecrets[] = [];
  let script: (number | 'hang')[] = [];
  const server = createServer((request, response) => {
    if (request.url !== '/keys') {
      response.writeHead(200, { 'content-type': 'text/html' }).end('<h1>Arrived</h1>');
      return;
    }
    let body = '';
    request.on('data', (piece) => (body += String(piece)));
    request.on('end', () => {
      received.push({ method: request.method ?? '', url: request.url ?? '', headers: request.headers, body });
      const next = script.shift() ?? 200;
      if (next !== 'hang') response.writeHead(next).end(next === 500 ? 'out of order' : '');
    });
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  const address = server.address();
  const port = typeof address === 'object' && address !== null ? address.port : 0;
  return {
    origin: `http://localhost:${port}`,
    received,
    answer: (...next) => {
      script = [...next];
    },
    async close() {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  };
}
