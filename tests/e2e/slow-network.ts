import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A network before a loopback server that can delay its answers. */
export interface SlowNetwork {
  /** The port that leads to the server. */
  readonly port: number;
  /** Delays every further piece of an answer by this many milliseconds; 0 for none. */
  latency(ms: number): void;
  close(): Promise<void>;
}

/**
 * Forwards connections to `serverPort` on loopback. Requests pass at once and answers late, so that a second press
 * finds the first one done and its answer still on its way.
 *
 * @param port to listen on, by default a free one
 */
export async function aSlowNetwork(serverPort: number, port = 0): Promise<SlowNetwork> {
  let latencyMs = 0;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    // A browser that aborts a request resets its connection; the server learns of it below.
    return socket.on('error', () => socket.destroy()).on('close', () => sockets.delete(socket));
  };
  const network = createServer({ allowHalfOpen: true }, (browser) => {
    const server = keep(connect({ host: '127.0.0.1', port: serverPort, allowHalfOpen: true }));
    keep(browser).pipe(server);
    let sent: Promise<unknown> = Promise.resolve();
    const late = (send: () => void): void => {
      sent = Promise.all([sent, latencyMs > 0 ? delay(latencyMs) : undefined]).then(send);
    };
    server.on('data', (piece: Buffer) => late(() => browser.write(piece)));
    server.on('end', () => late(() => browser.end()));
    browser.on('close', () => server.destroy());
  });
  await new Promise<void>((resolve) => network.listen(port, '127.0.0.1', resolve));
  return {
    port: (network.address() as AddressInfo).port,
    latency(ms) {
      latencyMs = ms;
    },
    async close() {
      for (const socket of sockets) socket.destroy();
      await new Promise((resolve) => network.close(resolve));
    },
  };
}
