import { createServer, request } from 'node:http';
import type { Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { readBytes } from './upload-bytes.ts';

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
  ['that says its length', 150_000, { 'content-length': '150000' }, '150000'],
  ['that does not', 150_000, { 'transfer-encoding': 'chunked' }, '150000'],
  ['of just so many', 200_000, { 'transfer-encoding': 'chunked' }, '200000'],
  ['that says it is too long', 200_001, { 'content-length': '200001' }, 'FST_ERR_CTP_BODY_TOO_LARGE'],
  ['that is too long', 200_001, { 'transfer-encoding': 'chunked' }, 'FST_ERR_CTP_BODY_TOO_LARGE'],
])('a body %s is answered', async (_what, bytes, headers, answer) => expect(await post(bytes, headers)).toBe(answer));
