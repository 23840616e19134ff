import { randomInt } from 'node:crypto';
import { createServer } from 'node:net';

/**
 * Finds a free loopback port for a server that starts later, or again on the same port. The port lies below the range
 * from which the system assigns ports by itself (RFC 6335 §6, Linux from 32768), so that no other connection takes it
 * meanwhile.
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
