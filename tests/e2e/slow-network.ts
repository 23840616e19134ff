import type { AddressInfo, Socket } from 'node:net';
import { connect, createServer } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';

/** A proxy before a loopback server that delays the server’s responses. */
export interface SlowNetwork {
  /** The port of the proxy, which leads to the server. */
  readonly port: number;
  /** Delays every piece of a response from now on by this many milliseconds; 0 for no delay. */
  latency(ms: number): void;
  close(): Promise<void>;
}

/**
 * Forwards connections to `serverPort` on loopback. Requests pass at once and responses late: when the server gets a
 * second press, it has carried out the first, and the first response is still on its way.
 *
 * @param port to listen on, by default a free one
 */
export async function aSlowNetwork(serverPort: number, port = 0): Promise<SlowNetwork> {
  let latencyMs = 0;
  const sockets = new Set<Socket>();
  const keep = (socket: Socket): Socket => {
    sockets.add(socket);
    // A browser that aborts a request resets its connection; the server’s connection is then closed, too.
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
