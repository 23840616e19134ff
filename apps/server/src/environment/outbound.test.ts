import type { IncomingMessage, Server, ServerResponse } from 'node:http';
import { createServer } from 'node:http';
import type { AddressInfo, Socket } from 'node:net';
import { createServer as createTcpServer } from 'node:net';
import type { Outbound } from '@pristan/flows';
import { afterAll, afterEach, beforeAll, describe, expect, test } from 'vitest';
import type { NameLookup } from './name-lookup.ts';
import { NameLookupFailed } from './name-lookup.ts';
import { openOutbound } from './outbound.ts';

let server: Server;
let port: number;
let connections = 0;
let answer: (request: IncomingMessage, response: ServerResponse) => void;
const sockets = new Set<Socket>();
const opened: Outbound[] = [];

beforeAll(async () => {
  server = createServer((request, response) => answer(request, response));
  server.on('connection', (socket) => {
    connections++;
    sockets.add(socket);
    socket.on('close', () => sockets.delete(socket));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  port = (server.address() as AddressInfo).port;
});
afterEach(async () => {
  await Promise.all(opened.splice(0).map((one) => one.close()));
});
afterAll(() => {
  for (const socket of sockets) socket.destroy();
  server.close();
});

function open(options: Partial<Parameters<typeof openOutbound>[0]> = {}): Outbound {
  const outbound = openOutbound({ allow: ['127.0.0.0/8', '::1'], ...options });
  opened.push(outbound);
  return outbound;
}

function get(outbound: Outbound, url: string, timeoutMs = 2_000) {
  return outbound.send({ method: 'GET', url, headers: {}, timeoutMs });
}

/** A name lookup for tests that returns these addresses one after the other, and counts its calls. */
function resolving(...answers: string[][]): { readonly lookUp: NameLookup; asked(): number } {
  let asked = 0;
  return {
    asked: () => asked,
    lookUp: async () => Promise.resolve(answers[Math.min(asked++, answers.length - 1)] ?? []),
  };
}

describe('loopback that the settings do not allow', () => {
  test.each([
    'http://127.0.0.1',
    'http://localhost',
    'http://shop.localhost',
    'http://Shop.LOCALHOST.',
    'http://0x7f.1',
    'http://0177.0.0.1',
    'http://2130706433',
    'http://127.1',
    'http://0x7f000001',
    'http://017700000001',
    'http://127.0.1',
    'http://127.255.255.254',
    'http://①②⑦.0.0.1',
    'http://127。0。0。1',
    'http://0.0.0.0',
    'http://0',
    'http://[::1]',
    'http://[0:0:0:0:0:0:0:1]',
    'http://[::127.0.0.1]',
    'http://[::ffff:0:127.0.0.1]',
    'http://[64:ff9b::7f00:1]',
    'http://[::ffff:127.0.0.1]',
    'http://[::ffff:7f00:1]',
    'http://[::]',
    'https://127.0.0.1',
  ])(
    'no request connects to loopback unless the settings allow it, however its address is written: %s',
    async (host) => {
      const before = connections;
      const outcome = await get(open({ allow: [] }), `${host}:${port}/`);
      expect(outcome).toMatchObject({ kind: 'failed', reason: 'refused_address' });
      expect(connections).toBe(before);
    },
  );

  test.each([
    ['shop.test', ['127.0.0.1', '::1'], 'dns'],
    ['localhost', ['::1', '127.0.0.1'], 'refused_address'],
    ['localhost.', ['127.0.0.1'], 'refused_address'],
    ['LOCALHOST', ['127.0.0.1'], 'refused_address'],
    ['shop.localhost', ['127.0.0.1'], 'refused_address'],
    ['127.0.0.1.nip.test', ['127.0.0.1'], 'dns'],
    ['localtest.me.test', ['127.0.0.1'], 'dns'],
    ['shop.test', ['::ffff:127.0.0.1'], 'dns'],
    ['shop.test', ['0.0.0.0'], 'dns'],
    ['shop.test', ['::'], 'dns'],
  ])(
    'no request connects to loopback by a host name unless the settings allow it: %s resolves to %j',
    async (name, addresses, reason) => {
      const before = connections;
      const { lookUp } = resolving(addresses);
      for (const scheme of ['http', 'https'])
        expect(await get(open({ allow: [], lookUp }), `${scheme}://${name}:${port}/`)).toMatchObject({
          reason,
        });
      expect(connections).toBe(before);
    },
  );
});

test('a host name is looked up once per connection, and a later result does not count', async () => {
  answer = (_request, response) => response.end('here');
  const rebinding = resolving(['127.0.0.1'], ['169.254.169.254']);
  const outcome = await get(open({ lookUp: rebinding.lookUp }), `http://shop.test:${port}/`);
  expect(outcome).toMatchObject({ kind: 'answered', status: 200 });
  expect(rebinding.asked()).toBe(1);
});

test('a request to a host name that later resolves to an internal address is refused', async () => {
  answer = (_request, response) => response.writeHead(200, { connection: 'close' }).end('here');
  const rebinding = resolving(['127.0.0.1'], ['169.254.169.254'], ['10.0.0.1', '::ffff:169.254.169.254']);
  const outbound = open({ lookUp: rebinding.lookUp });
  const url = `http://shop.test:${port}/`;
  expect(await get(outbound, url)).toMatchObject({ kind: 'answered', status: 200 });
  const before = connections;
  for (let look = 2; look <= 3; look++)
    expect(await get(outbound, url)).toMatchObject({ kind: 'failed', reason: 'dns' });
  expect(rebinding.asked()).toBe(3);
  expect(connections).toBe(before);
});

test.each([['10.0.0.1'], ['192.168.1.1', 'fd00::1'], ['169.254.169.254'], ['127.0.0.1'], ['::ffff:10.0.0.1'], []])(
  'a host name that resolves to an internal address is reported as unknown: %s',
  async (...addresses) => {
    const inside = open({ allow: [], lookUp: resolving(addresses).lookUp });
    const nowhere = open({ allow: [], lookUp: async () => Promise.reject(new NameLookupFailed('dns')) });
    for (const url of ['https://vault.corp.test/', 'http://vault.corp.test:8200/']) {
      const { ms: _, ...told } = await get(inside, url);
      const { ms: _ms, ...same } = await get(nowhere, url);
      expect(told).toEqual({ kind: 'failed', reason: 'dns', wasSent: false });
      expect(told).toEqual(same);
    }
  },
);

test('a request connects only to the permitted ones of a host’s several addresses', async () => {
  answer = (_request, response) => response.end();
  const { lookUp } = resolving(['169.254.169.254', '10.0.0.1', '127.0.0.1']);
  expect(await get(open({ lookUp }), `http://shop.test:${port}/`)).toMatchObject({ kind: 'answered', status: 200 });
});

test('plain http requests go to loopback only; other receivers need https', async () => {
  const { lookUp } = resolving(['10.0.0.1']);
  const allow = ['10.0.0.0/8'];
  expect(await get(open({ allow, lookUp }), 'http://shop.test/')).toMatchObject({
    kind: 'failed',
    reason: 'not_https',
  });
  expect(await get(open({ allow }), 'http://10.0.0.1/')).toMatchObject({ kind: 'failed', reason: 'not_https' });
  expect(await get(open(), 'ftp://shop.test/')).toMatchObject({ kind: 'failed', reason: 'not_https' });
});

test('a request has the platform’s own User-Agent; its other headers and its body are sent as given', async () => {
  const seen: (string | undefined)[] = [];
  answer = (request, response) => {
    let body = '';
    request.on('data', (chunk: Buffer) => (body += chunk.toString()));
    request.on('end', () => {
      seen.push(request.method, request.headers['user-agent'], request.headers['webhook-id'] as string, body);
      response.writeHead(201).end('thanks');
    });
  };
  const outcome = await open().send({
    method: 'POST',
    url: `http://127.0.0.1:${port}/in`,
    headers: { 'webhook-id': 'd1', 'user-agent': 'somebody else' },
    body: '{"a":1}',
    timeoutMs: 2_000,
  });
  expect(seen).toEqual(['POST', 'amoService-oAuth-Code-Sender/1.0', 'd1', '{"a":1}']);
  expect(outcome).toMatchObject({ kind: 'answered', status: 201, complete: true });
  expect(outcome.kind === 'answered' && Buffer.from(outcome.body).toString()).toBe('thanks');
});

test('a redirect of a receiver is reported as a status and not followed', async () => {
  const asked: (string | undefined)[] = [];
  answer = (request, response) => {
    asked.push(request.url);
    response.writeHead(302, { location: '/elsewhere' }).end();
  };
  expect(await get(open(), `http://127.0.0.1:${port}/here`)).toMatchObject({ kind: 'answered', status: 302 });
  expect(asked).toEqual(['/here']);
});

test('the first 4 KiB of an endless answer are kept, and the rest is not waited for', async () => {
  answer = (_request, response) => {
    const timer = setInterval(() => response.write('x'.repeat(1_000)), 1);
    response.on('close', () => clearInterval(timer));
  };
  const outcome = await get(open(), `http://127.0.0.1:${port}/`, 10_000);
  expect(outcome).toMatchObject({ kind: 'answered', status: 200, complete: false });
  expect(outcome.kind === 'answered' && outcome.body.length).toBe(4096);
});

test('a request to a receiver that does not answer ends at the time limit', async () => {
  answer = () => undefined;
  const outcome = await get(open(), `http://127.0.0.1:${port}/`, 300);
  expect(outcome).toMatchObject({ kind: 'failed', reason: 'timeout' });
  expect(outcome.ms).toBeGreaterThanOrEqual(290);
  expect(outcome.ms).toBeLessThan(2_000);
});

test('the time limit of a request covers the lookup of the host name, and a late result is not used', async () => {
  const asked: (string | undefined)[] = [];
  answer = (request, response) => {
    asked.push(request.url);
    response.end();
  };
  const answers: ((addresses: string[]) => void)[] = [];
  const outbound = open({ lookUp: async () => new Promise((resolve) => answers.push(resolve)) });
  const outcome = await get(outbound, `http://shop.test:${port}/late`, 300);
  expect(outcome).toMatchObject({ kind: 'failed', reason: 'connect_timeout', wasSent: false });
  expect(outcome.ms).toBeLessThan(2_000);
  const next = get(outbound, `http://shop.test:${port}/next`);
  await expect.poll(() => answers.length).toBe(2);
  for (const resolve of answers) resolve(['127.0.0.1']);
  expect(await next).toMatchObject({ kind: 'answered', status: 200 });
  expect(asked).toEqual(['/next']);
});

test('the time limit of a request covers a TLS handshake that never ends; at most four connections are made, and all are closed', async () => {
  let connected = 0;
  let most = 0;
  let made = 0;
  const mute = createTcpServer((socket) => {
    made++;
    most = Math.max(most, ++connected);
    socket.on('error', () => undefined).on('close', () => connected--);
    socket.resume();
  });
  await new Promise<void>((resolve) => mute.listen(0, '127.0.0.1', resolve));
  const url = `https://127.0.0.1:${(mute.address() as AddressInfo).port}/`;
  const outbound = open();
  for (let round = 0; round < 2; round++)
    for (const outcome of await Promise.all(Array.from({ length: 6 }, async () => get(outbound, url, 300)))) {
      expect(outcome).toMatchObject({ kind: 'failed', reason: 'connect_timeout', wasSent: false });
      expect(outcome.ms).toBeLessThan(2_000);
    }
  expect(made).toBe(4);
  await expect.poll(() => connected, { timeout: 8_000 }).toBe(0);
  void get(outbound, url, 300);
  await expect.poll(() => made, { timeout: 8_000 }).toBe(5);
  expect(most).toBe(4);
  await new Promise((resolve) => mute.close(resolve));
}, 30_000);

test('an answer that begins and never ends is cut off at the time limit, and its status counts', async () => {
  answer = (_request, response) => {
    response.writeHead(200).write('begun');
  };
  const outcome = await get(open(), `http://127.0.0.1:${port}/`, 300);
  expect(outcome).toMatchObject({ kind: 'answered', status: 200, complete: false });
});

test.each([
  ['nobody listens', 'http://127.0.0.1:9/', 'connection_refused'],
  ['the host does not exist', 'http://no-such-host.invalid/', 'dns'],
  ['the port does not speak TLS', 'https://127.0.0.1', 'tls_protocol'],
])('the outcome of a request says why it failed: %s', async (_what, url, reason) => {
  const lookUp: NameLookup = async () => Promise.reject(new NameLookupFailed('dns'));
  const at = url === 'https://127.0.0.1' ? `${url}:${port}/` : url;
  expect(await get(open({ lookUp }), at)).toMatchObject({ kind: 'failed', reason });
});

test('an answer that is not HTTP fails with bad_answer', async () => {
  answer = (_request, response) => {
    response.socket?.end('220 mail.test ESMTP\r\n');
  };
  expect(await get(open(), `http://127.0.0.1:${port}/`)).toMatchObject({ kind: 'failed', reason: 'bad_answer' });
});

test('at most four requests per host run at a time; requests to other hosts do not wait', async () => {
  let now = 0;
  let most = 0;
  const held: ServerResponse[] = [];
  answer = (request, response) => {
    if (request.headers.host?.startsWith('quick') === true) return void response.end();
    most = Math.max(most, ++now);
    held.push(response);
    response.on('close', () => now--);
  };
  const { lookUp } = resolving(['127.0.0.1']);
  const outbound = open({ lookUp });
  const slow = Array.from({ length: 10 }, async () => get(outbound, `http://slow.test:${port}/`, 10_000));
  expect(await get(outbound, `http://quick.test:${port}/`)).toMatchObject({ status: 200 });
  let ended = 0;
  const all = Promise.all(slow.map(async (one) => one.then(() => ended++)));
  while (ended < 10) {
    for (const response of held.splice(0)) response.end();
    await new Promise((resolve) => setImmediate(resolve));
  }
  await all;
  expect(most).toBe(4);
});

test('requests on the side connections that hang, however many, keep no hook to the same host waiting', async () => {
  const held: ServerResponse[] = [];
  answer = (request, response) => {
    if (request.url === '/hang') held.push(response);
    else response.end();
  };
  const outbound = open();
  const url = `http://127.0.0.1:${port}`;
  const aside = { method: 'GET', url: `${url}/hang`, headers: {}, timeoutMs: 5_000, aside: true } as const;
  const checks = Array.from({ length: 8 }, async () => outbound.send(aside));
  await expect.poll(() => held.length).toBe(2);
  const hooks = await Promise.all(Array.from({ length: 4 }, async () => get(outbound, `${url}/hook`)));
  expect(hooks.map(({ kind }) => kind)).toEqual(['answered', 'answered', 'answered', 'answered']);
  expect(held).toHaveLength(2);
  await outbound.close();
  expect((await Promise.all(checks)).every(({ kind }) => kind === 'failed')).toBe(true);
});
