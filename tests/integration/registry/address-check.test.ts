import type { AddressInfo } from 'node:net';
import { createServer } from 'node:net';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { ApiCaller } from '../../harness/api-caller.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import { anAccount, anIntegration } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import type { Receiver } from '../../harness/receiver.ts';
import { aReceiver } from '../../harness/receiver.ts';

interface Checked {
  readonly use: string;
  readonly address: string;
  readonly fine: boolean;
  readonly status: number | null;
  readonly failure: string | null;
}

interface Addresses {
  readonly redirect_uri: string;
  readonly button_origins?: readonly string[];
  readonly disconnect_uri?: string;
}

/** A platform with callers of an account; its server may connect to loopback only if `allow` says so. */
async function open(allow: string) {
  const platform = await openPlatform(allow === '' ? {} : { PRISTAN_HOOK_ALLOW: allow });
  const demo = await anAccount(platform, 'demo', true);
  const other = await anAccount(platform, 'other');
  const admin = await apiCaller(platform, demo.admin);
  const integrations = `/accounts/${demo.id}/integrations`;
  return {
    platform,
    integrations,
    otherId: other.id,
    admin,
    member: await apiCaller(platform, demo.member),
    stranger: await apiCaller(platform, other.admin),
    nobody: await apiCaller(platform, undefined),
    async created(addresses: Addresses): Promise<string> {
      const response = await admin('POST', integrations, { kind: 'private', name: 'Acme', ...addresses });
      if (response.statusCode !== 201) throw new Error(response.body);
      return `${integrations}/${response.json<{ integration: { client_id: string } }>().integration.client_id}/address-check`;
    },
  };
}

let reaching: Awaited<ReturnType<typeof open>>;
let shut: Awaited<ReturnType<typeof open>>;
let there: Receiver;
const platforms: Platform[] = [];
beforeAll(async () => {
  there = await aReceiver(200);
  reaching = await open('127.0.0.0/8');
  shut = await open('');
  platforms.push(reaching.platform, shut.platform);
});
afterAll(async () => {
  await there.close();
  for (const platform of platforms) await platform.close();
});

async function check(caller: ApiCaller, path: string): Promise<readonly Checked[]> {
  const response = await caller('POST', path);
  expect([response.statusCode, response.body]).toEqual([200, expect.any(String)]);
  return response.json<{ addresses: readonly Checked[] }>().addresses;
}

describe('a check of an integration’s addresses', () => {
  test('an address check sends one plain GET per address: no query, no body, no hook headers; the same address only once', async () => {
    const before = there.received.length;
    const path = await reaching.created({
      redirect_uri: `${there.origin}/callback?shop=7&logout=1`,
      button_origins: [there.origin],
      disconnect_uri: `${there.origin}/callback`,
    });
    expect(await check(reaching.admin, path)).toEqual([
      {
        use: 'redirect',
        address: `${there.origin}/callback?shop=7&logout=1`,
        fine: true,
        status: 200,
        failure: null,
      },
      { use: 'button_origin', address: there.origin, fine: true, status: 200, failure: null },
      { use: 'disconnect', address: `${there.origin}/callback`, fine: true, status: 200, failure: null },
    ]);
    const received = there.received.slice(before);
    expect(received.map(({ method, url, body }) => `${method} ${url} ${body}`).toSorted()).toEqual([
      'GET / ',
      'GET /callback ',
    ]);
    for (const { headers } of received)
      expect(Object.keys(headers).filter((name) => /^(webhook|cookie|authorization)/.test(name))).toEqual([]);
  });

  test.each([
    [302, true],
    [404, true],
    [500, false],
    [503, false],
  ])(
    'an address check that gets status %i says fine: %s, and does not show the answer’s body',
    async (status, fine) => {
      there.answers({ status, body: 'the inner secrets of this server' });
      const path = await reaching.created({ redirect_uri: `${there.origin}/callback` });
      const response = await reaching.admin('POST', path);
      there.answers(200);
      expect(response.json()).toEqual({
        addresses: [{ use: 'redirect', address: `${there.origin}/callback`, fine, status, failure: null }],
      });
      expect(response.body).not.toContain('inner secrets');
    },
  );

  test('an address check names the failure: connection refused, no TLS, not HTTP, timeout', async () => {
    const garbage = createServer((socket) =>
      socket.on('error', () => undefined).end('220 mail.example ESMTP\r\n', () => socket.destroy()),
    );
    await new Promise<void>((resolve) => garbage.listen(0, '127.0.0.1', resolve));
    const { port } = garbage.address() as AddressInfo;
    const closed = await aReceiver();
    await closed.close();
    const silent = await aReceiver('hang');
    const path = await reaching.created({
      redirect_uri: `${closed.origin}/callback`,
      button_origins: [there.origin.replace('http:', 'https:'), `http://127.0.0.1:${port}`],
      disconnect_uri: `${silent.origin}/bye`,
    });
    const found = await check(reaching.admin, path);
    expect(found.map(({ failure }) => failure)).toEqual([
      'connection_refused',
      'tls_protocol',
      'bad_answer',
      'timeout',
    ]);
    expect(found.every(({ fine, status }) => !fine && status === null)).toBe(true);
    await silent.close();
    await new Promise((resolve) => garbage.close(resolve));
  }, 20_000);

  test('an address check covers every address that an integration can have', async () => {
    const { port } = new URL(there.origin);
    const origins = Array.from({ length: 20 }, (_, n) => `http://127.0.0.${n + 1}:${port}`);
    const path = await reaching.created({ redirect_uri: `${there.origin}/callback`, button_origins: origins });
    const found = await check(reaching.admin, path);
    expect(found).toHaveLength(21);
    // Two of the 21 addresses are fine, because the receiver listens there: one button origin and the redirect URI.
    expect(found.filter(({ fine }) => fine)).toHaveLength(2);
  });
});

describe('an address check where only public addresses are allowed', () => {
  test('an address check connects to no internal address in any spelling, and says only that the address is refused', async () => {
    const { port } = new URL(there.origin);
    const before = there.received.length;
    const inside = [
      `http://127.0.0.1:${port}`,
      `http://localhost:${port}`,
      `http://shop.localhost:${port}`,
      `http://[::1]:${port}`,
      `http://127.1.2.3:${port}`,
      `https://127.0.0.1:${port}`,
      `https://localhost:${port}`,
      'https://10.0.0.1',
      'https://192.168.1.1',
      'https://169.254.169.254',
      'https://[::ffff:7f00:1]',
      'https://[fd00:ec2::254]',
      'https://0.0.0.0',
    ];
    const path = await shut.created({
      redirect_uri: `http://localhost:${port}/callback`,
      button_origins: inside,
      disconnect_uri: `http://127.0.0.1:${port}/bye`,
    });
    const found = await check(shut.admin, path);
    expect(found.map(({ address, failure, status, fine }) => ({ address, failure, status, fine }))).toEqual(
      [`http://localhost:${port}/callback`, ...inside, `http://127.0.0.1:${port}/bye`].map((address) => ({
        address,
        failure: 'refused_address',
        status: null,
        fine: false,
      })),
    );
    expect(there.received).toHaveLength(before);
  });
});

describe('refused address checks', () => {
  test.each([
    ['a member', 'member', 403, 'admin_required'],
    ['an admin of another account', 'stranger', 404, 'account_not_found'],
    ['a caller without a session', 'nobody', 401, 'unauthenticated'],
  ] as const)(
    'an address check requested by %s is refused, and nothing is checked',
    async (_who, who, status, code) => {
      const path = await reaching.created({ redirect_uri: `${there.origin}/callback` });
      const before = there.received.length;
      const response = await reaching[who]('POST', path);
      expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([status, code]);
      expect(there.received).toHaveLength(before);
    },
  );

  test('404 for an address check of another account’s integration or an unknown one; nothing is checked', async () => {
    const theirs = await anIntegration(reaching.platform, 'other', {
      redirectUri: `${there.origin}/theirs`,
      kind: 'private',
    });
    const own = await reaching.created({ redirect_uri: `${there.origin}/callback` });
    const [, ownId = ''] = /integrations\/([^/]+)/.exec(own) ?? [];
    const before = there.received.length;
    for (const id of [theirs.client_id, '01890000-0000-7000-8000-000000000000']) {
      const response = await reaching.admin('POST', `${reaching.integrations}/${id}/address-check`);
      expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([404, 'integration_not_found']);
    }
    const forged = await reaching.stranger('POST', `/accounts/${reaching.otherId}/integrations/${ownId}/address-check`);
    expect(forged.statusCode).toBe(404);
    expect(there.received).toHaveLength(before);
  });

  test('403 for an address check by a page of another site', async () => {
    const path = await reaching.created({ redirect_uri: `${there.origin}/callback` });
    const foreign = { origin: 'https://evil.test', 'sec-fetch-site': 'cross-site' };
    const response = await reaching.admin('POST', path, undefined, foreign);
    expect([response.statusCode, response.json<{ code: string }>().code]).toEqual([403, 'foreign_request']);
  });

  test('429 after ten address checks of one integration in ten minutes, with Retry-After', async () => {
    const path = await shut.created({ redirect_uri: 'http://localhost/callback' });
    for (let n = 0; n < 10; n++) expect((await shut.admin('POST', path)).statusCode).toBe(200);
    const refused = await shut.admin('POST', path);
    expect([refused.statusCode, refused.json<{ code: string }>().code]).toEqual([429, 'too_many_requests']);
    expect(Number(refused.headers['retry-after'])).toBeGreaterThan(0);
    expect(Number(refused.headers['retry-after'])).toBeLessThanOrEqual(600);
    const second = await shut.created({ redirect_uri: 'http://localhost/callback' });
    expect((await shut.admin('POST', second)).statusCode).toBe(200);
    shut.platform.clock.advance(600_000);
    expect((await shut.admin('POST', path)).statusCode).toBe(200);
  });
});
