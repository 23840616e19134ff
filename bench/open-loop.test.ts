import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { expect, test } from 'vitest';
import { formRequest } from './client.ts';
import { dueBy, dueMs, openLoad } from './open-loop.ts';

const load = { perSecond: 200, seconds: 2 };

test('due times lie apart by the same time, from the start on', () => {
  expect([0, 1, 2, 200].map((number) => dueMs(number, 200))).toEqual([0, 5, 10, 1_000]);
});

test.each([
  [0, 1],
  [4.9, 1],
  [5, 2],
  [1_000, 201],
  [1_994, 399],
  [1_995, 400],
  [60_000, 400],
])('after %d ms of two seconds at 200 a second, %d requests are due', (elapsedMs, due) => {
  expect(dueBy(elapsedMs, load)).toBe(due);
});

test('a load sends every request that is due even if the server answers none before all have come', async () => {
  const waiting: (() => void)[] = [];
  const server = createServer((_request, response) => {
    waiting.push(() => response.end('late'));
    // The last request releases all: a client that waited for answers would never send it.
    if (waiting.length === 20) for (const answer of waiting) answer();
  }).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  const request = formRequest('/', 'peer.localhost', { a: 'b' });
  const result = await openLoad(port, {
    connections: 20,
    perSecond: 1_000,
    seconds: 0.02,
    next: () => ({ request, take: (status, body) => status === 200 && body === 'late' }),
  });
  server.close();
  expect(result).toMatchObject({ done: 20, failed: 0 });
  expect(result.times).toHaveLength(20);
});

test('a load that has no request left ends with an error', async () => {
  const server = createServer((_request, response) => response.end()).listen(0, '127.0.0.1');
  await new Promise((resolve) => server.once('listening', resolve));
  const { port } = server.address() as AddressInfo;
  await expect(openLoad(port, { connections: 1, perSecond: 100, seconds: 0.1, next: () => undefined })).rejects.toThrow(
    'ran out of requests',
  );
  server.close();
});
