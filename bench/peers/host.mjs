/**
 * The parts that all peers share: the settings from the bench, the connections to PostgreSQL, the key, and the way the
 * bench reaches the process. Peers are JavaScript, so that types do not need their packages.
 */
import { generateKeyPairSync, randomBytes } from 'node:crypto';
import { once } from 'node:events';
import { createServer } from 'node:http';
import pg from 'pg';

/**
 * The settings that the bench gives to every peer.
 *
 * @type {import('./peer.ts').PeerSettings}
 */
export const settings = JSON.parse(process.env.BENCH_PEER ?? '{}');

/** Opens the peer's only pool. Its connections stay open, so that the bench can follow their backends. */
export function openPool() {
  return new pg.Pool({ connectionString: settings.databaseUrl, max: 10, idleTimeoutMillis: 0 });
}

/** Draws the key pair of ES256. */
export function drawKeys() {
  return generateKeyPairSync('ec', { namedCurve: 'P-256' });
}

/** Draws as many secrets as are needed, 256 bits each. @returns {string[]} */
export function drawSecrets(count) {
  return Array.from({ length: count }, () => randomBytes(32).toString('base64url'));
}

/**
 * Listens on a free loopback port, reports it to the bench, and makes authorization codes whenever the bench asks. Ends
 * with the bench.
 *
 * @param {import('node:http').RequestListener} listener
 * @param {(count: number) => Promise<string[]>} makeCodes
 */
export async function serve(listener, makeCodes) {
  const server = createServer(listener).listen(0, '127.0.0.1');
  await once(server, 'listening');
  answer(async ({ count }) => ({ codes: await makeCodes(count) }));
  process.send({ port: server.address().port });
}

/**
 * Answers each message of the bench. Ends with the bench.
 *
 * @param {(message: any) => Promise<object>} make
 */
export function answer(make) {
  process.on('message', (message) => {
    make(message).then(
      (answered) => process.send(answered),
      (error) => process.send({ problem: String(error) }),
    );
  });
  process.on('disconnect', () => process.exit());
}
