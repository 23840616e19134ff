import { createServer, request } from 'node:http';
import type { IncomingMessage, Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { PassThrough } from 'node:stream';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBytes, uploadMinimumSpeed, UploadTooSlow } from './upload-bytes.ts';

const BYTES_MAX = 200_000;
let server: Server;
beforeAll(async () => {
  server = createServer((asked, response) => {
    readBytes(asked, BYTES_MAX).then(
      (bytes) => response.end(String(bytes.length)),
      (error: unknown) => response.end(error instanceof Error && 'code' in error ? String(error.code) : 'other'),
    );
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
});
afterAll(() => void server.close());

async function post(bytes: number, headers: Readonly<Record<string, string>>): Promise<string> {
  return new Promise((resolve, reject) => {
    const { port } = server.address() as AddressInfo;
    const sent = request({ port, method: 'POST', headers }, (response) => {
      let text = '';
      response.on('data', (chunk: Buffer) => (text += chunk.toString()));
      response.on('end', () => resolve(text));
    });
    sent.on('error', reject);
    sent.end(Buffer.alloc(bytes, 'x'));
  });
}

test.each([
  ['with its length', 150_000, { 'content-length': '150000' }, '150000'],
  ['without a length', 150_000, { 'transfer-encoding': 'chunked' }, '150000'],
  ['of the largest size', 200_000, { 'transfer-encoding': 'chunked' }, '200000'],
  ['with too large a length', 200_001, { 'content-length': '200001' }, 'FST_ERR_CTP_BODY_TOO_LARGE'],
  ['that is too large', 200_001, { 'transfer-encoding': 'chunked' }, 'FST_ERR_CTP_BODY_TOO_LARGE'],
])('a request body %s is read, or refused as too large', async (_what, bytes, headers, answer) =>
  expect(await post(bytes, headers)).toBe(answer),
);

/** Minimum speed of an upload for tests, whose clock ticks on demand. */
function aPace(bytesPerSecond: number) {
  let look: (() => void) | undefined;
  const pace = {
    bytesPerSecond,
    overMs: 5_000,
    graceMs: 2_000,
    every(ms: number, tick: () => void) {
      expect(ms).toBe(500);
      look = tick;
      return () => {
        look = undefined;
      };
    },
  };
  return {
    pace,
    /** Lets this many seconds of the upload pass. */
    pass: (seconds: number): void => {
      for (let n = 0; n < seconds * 2; n++) look?.();
    },
    isLooking: () => look !== undefined,
  };
}

/** Request body for tests that is sent in pieces. */
function aBody() {
  const stream = Object.assign(new PassThrough(), { headers: {} });
  return {
    stream: stream as unknown as IncomingMessage,
    send: async (bytes: number) => {
      stream.write(Buffer.alloc(bytes));
      await new Promise((resolve) => setImmediate(resolve));
    },
    end: () => void stream.end(),
  };
}

test('an upload below the minimum speed after seven seconds is refused, and its stream stays open', async () => {
  const { pace, pass, isLooking } = aPace(1_000);
  const { stream, send } = aBody();
  const reading = readBytes(stream, BYTES_MAX, pace);
  reading.catch(() => undefined);
  await send(4_999);
  pass(6.5);
  expect(isLooking()).toBe(true);
  pass(0.5);
  await expect(reading).rejects.toThrow(UploadTooSlow);
  expect(isLooking()).toBe(false);
  expect(stream.destroyed).toBe(false);
});

test('the first two seconds of an upload do not count: bytes that arrive in them do not help later', async () => {
  const { pace, pass } = aPace(1_000);
  const { stream, send } = aBody();
  const reading = readBytes(stream, BYTES_MAX, pace);
  reading.catch(() => undefined);
  await send(100_000);
  pass(2);
  await send(4_999);
  pass(5);
  await expect(reading).rejects.toThrow(UploadTooSlow);
});

test('the speed of an upload is an average over five seconds, for as long as the upload takes', async () => {
  const { pace, pass, isLooking } = aPace(1_000);
  const { stream, send, end } = aBody();
  const reading = readBytes(stream, BYTES_MAX, pace);
  reading.catch(() => undefined);
  for (let n = 0; n < 20; n++) {
    pass(2.5);
    await send(2_500);
  }
  expect(isLooking()).toBe(true);
  end();
  expect((await reading).length).toBe(50_000);
  expect(isLooking()).toBe(false);
});

test('an upload that stalls after a good start is refused five seconds later', async () => {
  const { pace, pass } = aPace(1_000);
  const { stream, send } = aBody();
  const reading = readBytes(stream, BYTES_MAX, pace);
  reading.catch(() => undefined);
  for (let n = 0; n < 10; n++) {
    pass(1);
    await send(10_000);
  }
  pass(5.5);
  await expect(reading).rejects.toThrow(UploadTooSlow);
});

test('an upload has to average 16 KiB/s over five seconds, after the first two', () => {
  expect(uploadMinimumSpeed).toMatchObject({ bytesPerSecond: 16_384, overMs: 5_000, graceMs: 2_000 });
});
