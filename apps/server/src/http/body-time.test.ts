import fastify from 'fastify';
import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { limitBodyTime } from './body-time.ts';

const app = fastify();
const sockets: Socket[] = [];
let port: number;
beforeAll(async () => {
  limitBodyTime(app, 100);
  app.post('/form', async () => 'read');
  app.post('/upload', { config: { cost: 'upload' } }, async () => 'read');
  await app.listen({ host: '127.0.0.1', port: 0 });
  ({ port } = app.server.address() as AddressInfo);
});
afterAll(async () => {
  for (const socket of sockets) socket.destroy();
  await app.close();
});

const twoBytes = 'Content-Length: 2\r\n\r\n';
const inPieces = 'Transfer-Encoding: chunked\r\n\r\n1\r\n';

/** Sends a request with the first byte of its body, then `rest`; the connection stays open. */
function begin(path: string, rest = '', length = twoBytes) {
  let answered = '';
  let closed = false;
  const socket = connect(port, '127.0.0.1');
  sockets.push(socket);
  socket
    .on('error', () => undefined)
    .on('data', (data: Buffer) => (answered += data.toString('latin1')))
    .on('close', () => (closed = true));
  socket.write(`POST ${path} HTTP/1.1\r\nHost: x\r\nContent-Type: application/json\r\n${length}"${rest}`);
  return { status: () => /^HTTP\/1\.1 (\d+)/.exec(answered)?.[1], isClosed: () => closed };
}

test('408 and a closed connection for a request body that takes too long, unless it is an upload', async () => {
  const [slow, upload] = [begin('/form'), begin('/upload')];
  await expect.poll(() => [slow.status(), slow.isClosed()]).toEqual(['408', true]);
  expect([upload.status(), upload.isClosed()]).toEqual([undefined, false]);
});

test('408 and a closed connection for a slow request body without Content-Length', async () => {
  const slow = begin('/form', '\r\n', inPieces);
  await expect.poll(() => [slow.status(), slow.isClosed()]).toEqual(['408', true]);
});

test('a request whose body arrives in time is answered', async () => {
  const whole = begin('/form', '"');
  await expect.poll(() => whole.status()).toBe('200');
});
