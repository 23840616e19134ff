import type { Socket } from 'node:net';
import { connect } from 'node:net';
import type { AddressInfo } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, afterEach, beforeAll, expect, test, vi } from 'vitest';
import { createApp } from '../../../apps/server/src/http/app.ts';
import { requestTimes } from '../../../apps/server/src/http/body-time.ts';
import { addRoutes } from '../../../apps/server/src/routes.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let app: FastifyInstance;
let socket: Socket;
const begun = new Map<string, () => void>();
beforeAll(async () => {
  platform = await openPlatform();
  vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval', 'performance'] });
  app = await createApp(platform.world, async (instance) => {
    instance.addHook('onRequest', async ({ url }) => begun.get(url)?.());
    await addRoutes(instance, platform.world);
  });
  await app.listen({ host: '127.0.0.1', port: 0 });
});
afterEach(() => socket?.destroy());
afterAll(async () => {
  vi.useRealTimers();
  await app.close();
  await platform.close();
});

test('408 for a form whose body is incomplete after 30 seconds, and the connection is closed', async () => {
  socket = connect((app.server.address() as AddressInfo).port, '127.0.0.1');
  const reached = new Promise<void>((resolve) => begun.set('/sign-in', resolve));
  const answered = new Promise<string>((resolve) => {
    let text = '';
    socket.on('data', (data: Buffer) => (text += data.toString('latin1'))).on('close', () => resolve(text));
  });
  socket.write(
    'POST /sign-in HTTP/1.1\r\nHost: pristan.test\r\nOrigin: https://pristan.test\r\n' +
      'Content-Type: application/x-www-form-urlencoded\r\nContent-Length: 2\r\n\r\na',
  );
  await reached;
  vi.advanceTimersByTime(requestTimes.bodyMs - requestTimes.checkedEveryMs);
  expect(socket.destroyed).toBe(false);
  vi.advanceTimersByTime(2 * requestTimes.checkedEveryMs);
  expect(await answered).toMatch(/^HTTP\/1\.1 408 /);
});

test('Node checks for timeouts every 3 seconds, and allows 20 seconds for headers and 25 minutes for an upload', () => {
  expect(app.server).toMatchObject({
    headersTimeout: 20_000,
    requestTimeout: 25 * 60_000,
    connectionsCheckingInterval: 3_000,
  });
});
