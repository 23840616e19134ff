import { readFileSync } from 'node:fs';
import type { AddressInfo, Server, Socket } from 'node:net';
import { createServer } from 'node:net';
import path from 'node:path';
import type { TlsOptions } from 'node:tls';
import { createServer as createTlsServer } from 'node:tls';
import type { Outbound } from '@pristan/flows';
import { afterEach, describe, expect, test } from 'vitest';
import type { NameLookup } from './name-lookup.ts';
import { openOutbound } from './outbound.ts';

const certificates = path.join(import.meta.dirname, '../../../../tests/harness/certificates');
const pem = (name: string) => readFileSync(path.join(certificates, name));
const ok = 'HTTP/1.1 200 OK\r\ncontent-length: 2\r\n\r\nok';

const open: { close(): void }[] = [];
const sockets = new Set<Socket>();
let outbound: Outbound | undefined;
afterEach(async () => {
  await outbound?.close();
  for (const socket of sockets) socket.destroy();
  for (const server of open.splice(0)) server.close();
});

async function listening(server: Server): Promise<number> {
  server.on('connection', (socket: Socket) => {
    sockets.add(socket);
    socket.on('error', () => undefined).on('close', () => sockets.delete(socket));
  });
  open.push(server);
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return (server.address() as AddressInfo).port;
}

const lookUp: NameLookup = async () => Promise.resolve(['127.0.0.1']);

async function get(url: string, timeoutMs = 3_000) {
  outbound = openOutbound({ allow: ['127.0.0.0/8'], lookUp, ca: pem('root.pem').toString() });
  const sent = await outbound.send({ method: 'GET', url, headers: {}, timeoutMs });
  return sent.kind === 'answered' ? { ...sent, text: Buffer.from(sent.body).toString() } : sent;
}

/** Starts a plain HTTP server that handles each request with `answer`, and returns its URL. */
async function served(answer: (socket: Socket) => void): Promise<string> {
  const port = await listening(
    createServer((socket) => socket.on('error', () => undefined).once('data', () => answer(socket))),
  );
  return `http://127.0.0.1:${port}/`;
}

describe('certificate of a receiver', () => {
  async function reached(options: TlsOptions, host = 'shop.test') {
    const server = createTlsServer({ key: pem('server.key'), ...options }, (socket) => {
      socket.on('error', () => undefined).once('data', () => socket.end(ok));
    });
    server.on('tlsClientError', () => undefined);
    return get(`https://${host}:${await listening(server)}/`);
  }

  test("a receiver's valid certificate is accepted", async () => {
    expect(await reached({ cert: pem('valid.pem') })).toMatchObject({ kind: 'answered', text: 'ok' });
  });

  test.each([
    ['has expired', 'expired.pem', 'tls_expired'],
    ['is not valid yet', 'not-yet.pem', 'tls_not_yet_valid'],
    ['is for another host', 'other-name.pem', 'tls_name_differs'],
    ['comes without its intermediate one', 'incomplete.pem', 'tls_chain_incomplete'],
    ['is self-signed', 'self-signed.pem', 'tls_self_signed'],
    ['is by an unknown authority', 'unknown-authority.pem', 'tls_unknown_authority'],
  ])('the failure reason names the problem of a certificate that %s', async (_what, cert, reason) => {
    expect(await reached({ cert: pem(cert) })).toMatchObject({ kind: 'failed', reason, wasSent: false });
  });

  test.each<[string, TlsOptions]>([
    ['an old version', { maxVersion: 'TLSv1.1', minVersion: 'TLSv1', ciphers: 'DEFAULT@SECLEVEL=0' }],
    ['ciphers that are not accepted', { maxVersion: 'TLSv1.2', ciphers: 'NULL-SHA256:@SECLEVEL=0' }],
  ])('a TLS request to a server with %s fails with tls_protocol', async (_what, options) => {
    expect(await reached({ cert: pem('valid.pem'), ...options })).toMatchObject({
      kind: 'failed',
      reason: 'tls_protocol',
    });
  });

  test('a TLS request to a port that speaks plain HTTP, or nothing, fails with tls_protocol', async () => {
    const plain = await listening(
      createServer((socket) => socket.on('error', () => undefined).end('HTTP/1.1 400 Bad Request\r\n\r\n')),
    );
    expect(await get(`https://shop.test:${plain}/`)).toMatchObject({ reason: 'tls_protocol' });
    const mute = await listening(
      createServer((socket) => socket.on('error', () => undefined).once('data', () => socket.end())),
    );
    expect(await get(`https://shop.test:${mute}/`)).toMatchObject({ reason: 'tls_protocol', wasSent: false });
  });
});

describe('failed connection', () => {
  test('a refused connection fails with connection_refused, and the request was not sent', async () => {
    expect(await get('http://127.0.0.1:9/')).toMatchObject({ reason: 'connection_refused', wasSent: false });
  });

  test('a connection that is reset after the request fails with reset, and the request was sent', async () => {
    const url = await served((socket) => socket.resetAndDestroy());
    expect(await get(url)).toMatchObject({ reason: 'reset', wasSent: true });
  });

  test('a connection that is closed without an answer fails with closed, and the request was sent', async () => {
    expect(await get(await served((socket) => socket.end()))).toMatchObject({ reason: 'closed', wasSent: true });
  });

  test('a request without an answer in time fails with timeout, and the request was sent', async () => {
    expect(await get(await served(() => undefined), 300)).toMatchObject({ reason: 'timeout', wasSent: true });
  });

  test('an answer with too large headers fails with answer_too_large', async () => {
    const url = await served((socket) => socket.end(`HTTP/1.1 200 OK\r\nx-much: ${'a'.repeat(40_000)}\r\n\r\n`));
    expect(await get(url)).toMatchObject({ reason: 'answer_too_large', wasSent: true });
  });

  test.each([
    ['something that is not HTTP', '220 mail.test ESMTP\r\n'],
    ['a status below 100', 'HTTP/1.1 099 X\r\ncontent-length: 0\r\n\r\n'],
    ['an unsolicited upgrade', 'HTTP/1.1 101 Switching Protocols\r\nupgrade: x\r\nconnection: upgrade\r\n\r\n'],
  ])('an answer that consists of %s fails with bad_answer', async (_what, answer) => {
    expect(await get(await served((socket) => socket.end(answer)))).toMatchObject({
      reason: 'bad_answer',
      wasSent: true,
    });
  });
});

describe('informational answers (1xx)', () => {
  const early = 'HTTP/1.1 103 Early Hints\r\nlink: </a>; rel=preload\r\n\r\n';
  test.each([
    ['100', 'HTTP/1.1 100 Continue\r\n\r\n'],
    ['100 without a reason phrase', 'HTTP/1.1 100\r\n\r\n'],
    ['100 of HTTP/1.0', 'HTTP/1.0 100 Continue\r\n\r\n'],
    ['102', 'HTTP/1.1 102 Processing\r\n\r\n'],
    ['103', early],
    ['199', 'HTTP/1.1 199 Whatever\r\nx: y\r\n\r\n'],
    ['several', `HTTP/1.1 100 Continue\r\n\r\n${early}HTTP/1.1 102 Processing\r\n\r\n`],
  ])('informational HTTP answers are skipped, in one piece and byte by byte: %s', async (_what, before) => {
    expect(await get(await served((socket) => socket.end(before + ok)))).toMatchObject({ status: 200, text: 'ok' });
    await outbound?.close();
    const url = await served((socket) => {
      socket.setNoDelay(true);
      const bytes = [...(before + ok)];
      const next = (): void => {
        const byte = bytes.shift();
        if (byte === undefined) socket.end();
        else socket.write(byte, () => setImmediate(next));
      };
      next();
    });
    expect(await get(url)).toMatchObject({ status: 200, text: 'ok' });
  });

  test('informational answers are skipped on a connection that is used again, and bodies stay untouched', async () => {
    const body = 'HTTP/1.1 100 Continue\r\n\r\n';
    const answers = ['', 'HTTP/1.1 100 Continue\r\n\r\n', 'HTTP/1.1 100 Continue\r\n\r\n'];
    let connections = 0;
    const port = await listening(
      createServer((socket) => {
        connections++;
        socket
          .on('error', () => undefined)
          .on('data', () => {
            socket.write(`${answers.shift() ?? ''}HTTP/1.1 200 OK\r\ncontent-length: ${body.length}\r\n\r\n${body}`);
          });
      }),
    );
    outbound = openOutbound({ allow: ['127.0.0.0/8'] });
    for (let round = 0; round < 3; round++) {
      const sent = await outbound.send({
        method: 'GET',
        url: `http://127.0.0.1:${port}/`,
        headers: {},
        timeoutMs: 3_000,
      });
      expect(sent).toMatchObject({ kind: 'answered', status: 200, body: Buffer.from(body) });
    }
    expect(connections).toBeLessThan(3);
  });

  test('an informational answer alone is not an answer to the request', async () => {
    expect(await get(await served((socket) => socket.end(early)))).toMatchObject({ reason: 'closed', wasSent: true });
    await outbound?.close();
    expect(await get(await served((socket) => socket.write(early)), 300)).toMatchObject({ reason: 'timeout' });
  });
});
