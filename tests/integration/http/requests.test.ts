import { connect } from 'node:net';
import type { FastifyInstance } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { createApp } from '../../../apps/server/src/http/app.ts';
import { anAccount } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let port: number;
beforeAll(async () => {
  platform = await openPlatform({ PRISTAN_TRUST_PROXY: '127.0.0.1, 10.0.0.0/8' });
  await anAccount(platform, 'demo');
  port = await platform.listen();
});
afterAll(async () => platform.close());

/** Sends exactly these lines as a request and parses the answer. */
async function raw(
  ...lines: readonly string[]
): Promise<{ status: number; location: string | undefined; body: string }> {
  const socket = connect(port, '127.0.0.1');
  socket.write(`${lines.join('\r\n')}\r\nConnection: close\r\n\r\n`);
  let text = '';
  for await (const chunk of socket) text += String(chunk);
  const [head = '', body = ''] = text.split('\r\n\r\n');
  return {
    status: Number(/^HTTP\/1\.1 (\d{3})/.exec(head)?.[1]),
    location: /^location: (.*)$/im.exec(head)?.[1],
    body,
  };
}

describe('the host of a request', () => {
  test('400 for a request with two Host headers, even equal ones', async () => {
    for (const hosts of [
      ['pristan.test', 'demo.accounts.test'],
      ['demo.accounts.test', 'pristan.test'],
      ['pristan.test', 'pristan.test'],
    ]) {
      const answer = await raw('GET /healthz HTTP/1.1', ...hosts.map((host) => `Host: ${host}`));
      expect(answer).toMatchObject({ status: 400, body: expect.stringContaining('Name one host and a path.') });
    }
    expect((await raw('GET /healthz HTTP/1.1', 'host: pristan.test')).status).toBe(200);
  });

  test('a host in an absolute request target takes precedence over the Host header, and appears in no Location', async () => {
    const sent = (target: string, host = 'pristan.test') => raw(`GET ${target} HTTP/1.1`, `Host: ${host}`);
    expect(await sent('http://demo.accounts.test/oauth?client_id=x&state=%20a')).toMatchObject({
      status: 302,
      location: 'https://pristan.test/oauth?client_id=x&state=%20a',
    });
    expect(await sent('HTTPS://pristan.test/', 'demo.accounts.test')).toMatchObject({
      status: 303,
      location: '/console/',
    });
    expect((await sent('http://demo.accounts.test')).status).toBe(401);
    expect(await sent('http://demo.accounts.test?x=1')).toMatchObject({ status: 401 });
    expect((await sent('http://nobody.accounts.test/')).status).toBe(404);
  });

  test('a request’s host may have capitals or port 443; 404 with another port or a trailing dot', async () => {
    const status = async (host: string) => (await raw('GET /v3/user HTTP/1.1', `Host: ${host}`)).status;
    for (const host of ['DEMO.accounts.test', 'demo.accounts.test:443', 'Demo.Accounts.TEST:443'])
      expect([host, await status(host)]).toEqual([host, 401]);
    for (const host of [
      'demo.accounts.test:80',
      'demo.accounts.test:4430',
      'demo.accounts.test.',
      'demo.accounts.test.:443',
    ])
      expect([host, await status(host)]).toEqual([host, 404]);
    expect((await raw('GET /sign-in HTTP/1.1', 'Host: pristan.test:443')).status).toBe(200);
  });

  test('400 for a request target with another scheme, user info or no host', async () => {
    for (const target of ['ftp://pristan.test/', 'http://somebody@pristan.test/', 'http:///oauth'])
      expect([target, (await raw(`GET ${target} HTTP/1.1`, 'Host: pristan.test')).status]).toEqual([target, 400]);
  });
});

describe('the client address of a request', () => {
  let app: FastifyInstance;
  beforeAll(async () => {
    app = await createApp(platform.world, async (instance) => {
      instance.get('/address', async (request) => ({ address: request.ip }));
    });
  });
  afterAll(async () => app.close());
  const seen = async (forwarded: string | undefined, remoteAddress = '127.0.0.1') =>
    (
      await app.inject({
        url: '/address',
        headers: { host: 'pristan.test', ...(forwarded === undefined ? {} : { 'x-forwarded-for': forwarded }) },
        remoteAddress,
      })
    ).json<{ address: string }>().address;

  test.each([
    ['one address', '203.0.113.9', '203.0.113.9'],
    ['an address that a stranger put before it', '1.1.1.1, 203.0.113.9', '203.0.113.9'],
    ['trusted proxies after it', '203.0.113.9, 10.1.2.3', '203.0.113.9'],
    ['a port', '203.0.113.9:4711', '203.0.113.9'],
    ['IPv6 in brackets, with a port', '[2001:db8::7]:443', '2001:db8::7'],
    ['IPv6 in a long spelling', '2001:0DB8:0:0:0:0:0:7', '2001:db8::7'],
    ['IPv4 inside IPv6', '::ffff:203.0.113.9', '203.0.113.9'],
  ])('the client address is taken from a trusted proxy’s header with %s', async (_what, forwarded, address) => {
    expect(await seen(forwarded)).toBe(address);
  });

  test.each([
    'unknown',
    'a text',
    '_hidden',
    '203.0.113.9, nonsense',
    '203.0.113',
    '1',
    'fe80::1%eth0',
    '203.0.113.9:99999999',
    '',
    ',',
  ])(
    'the forwarded text %j counts as the proxy’s own address, so that it gets no rate limit of its own',
    async (forwarded) => {
      expect(await seen(forwarded)).toBe('127.0.0.1');
    },
  );

  test('the client address is the nearest valid one behind invalid forwarded text', async () => {
    expect(await seen('nonsense, 10.1.2.3')).toBe('10.1.2.3');
  });

  test('the client address is the peer’s when the peer is no trusted proxy', async () => {
    expect(await seen('203.0.113.9', '198.51.100.7')).toBe('198.51.100.7');
  });
});
