import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * A free port of loopback for a server that starts later, or again on the same port. It lies below the range from which
 * the system gives ports away by itself (RFC 6335 §6, Linux from 32768), so that no other connection takes it meanwhile.
 * @returns {Promise<number>}
 */
export async function freePort() {
  for (;;) {
    const port = randomInt(20_000, 30_000);
    if (await isFree(port)) return port;
  }
}

/** @param {number} port */
function isFree(port) {
  return new Promise((resolve) => {
    const server = createServer();
    server.once('error', () => resolve(false));
    server.listen(port, '127.0.0.1', () => server.close(() => resolve(true)));
  });
}
