import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import type { LightMyRequestResponse } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Visitor } from '../../harness/browser-session.ts';
import { aVisitor } from '../../harness/browser-session.ts';
import { anAccount } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let admin: Visitor;
/** One address of each kind of file. */
let files: readonly (readonly [string, string])[];
beforeAll(async () => {
  platform = await openPlatform();
  await anAccount(platform, 'north', true);
  admin = aVisitor(platform);
  await admin.get('/sign-in');
  await admin.signIn('admin@north.test');
  const page = (await admin.get('/console/')).body;
  const named = (pattern: RegExp, html: string): string => pattern.exec(html)?.[1] ?? '';
  const consoles = (pattern: RegExp) => named(pattern, page);
  const signIn = (await platform.inject({ url: '/sign-in' })).body;
  files = [
    ['the console’s script', consoles(/<script type="module"[^>]* src="([^"]+)"/)],
    ['the console’s style sheet', consoles(/href="(\/console\/assets\/[^"]+\.css)"/)],
    ['the tokens', consoles(/href="(\/assets\/tokens\.[^"]+\.css)"/)],
    ['the pages’ style sheet', named(/href="(\/assets\/pages\.[^"]+\.css)"/, signIn)],
    ['the icon', named(/href="(\/assets\/favicon\.[^"]+\.svg)"/, signIn)],
    ['the button’s script', '/auth/button.js'],
    ['the button’s script, minified', '/auth/button.min.js'],
  ];
});
afterAll(() => platform.close());

const asked = (url: string, accept: string | undefined, more: Readonly<Record<string, string>> = {}, method = 'GET') =>
  platform.inject({
    method: method as 'GET',
    url,
    headers: { ...(accept === undefined ? {} : { 'accept-encoding': accept }), ...more },
  });

const plain = ({ headers, rawPayload }: LightMyRequestResponse): string => {
  const coding = headers['content-encoding'];
  const read = coding === 'br' ? brotliDecompressSync : coding === 'gzip' ? gunzipSync : (bytes: Buffer) => bytes;
  return read(rawPayload).toString('utf8');
};

test('every file of console, pages and button is served compressed, with its length and `Vary`', async () => {
  for (const [what, url] of files) {
    const whole = await asked(url, undefined);
    expect(whole.statusCode, what).toBe(200);
    expect(whole.headers['content-encoding'], what).toBeUndefined();
    for (const coding of ['br', 'gzip']) {
      const answer = await asked(url, coding);
      expect(answer.headers, what).toMatchObject({
        'content-encoding': coding,
        'content-type': whole.headers['content-type'],
        'content-length': String(answer.rawPayload.length),
      });
      expect(answer.rawPayload.length, what).toBeLessThan(whole.rawPayload.length);
      expect(plain(answer) === whole.body, what).toBe(true);
    }
    expect((await asked(url, 'gzip, deflate, br')).headers['content-encoding'], what).toBe('br');
    expect((await asked(url, 'br;q=0, gzip;q=0.2')).headers['content-encoding'], what).toBe('gzip');
    expect((await asked(url, 'identity, br;q=0.5')).headers['content-encoding'], what).toBeUndefined();
    for (const accept of [undefined, 'br', 'gzip', 'identity', 'identity;q=0, *;q=0'])
      expect((await asked(url, accept)).headers.vary, what).toBe('Accept-Encoding');
  }
});

test('each compression of a file has its own ETag, and gets 304 for it', async () => {
  for (const [what, url] of files) {
    const tags = new Set<string>();
    for (const accept of ['identity', 'br', 'gzip']) {
      const { headers } = await asked(url, accept);
      const tag = String(headers.etag);
      expect(tag, what).toMatch(/^"[^"]+"$/);
      tags.add(tag);
      for (const condition of [tag, `W/${tag}`, `"another", ${tag}`, '*']) {
        const again = await asked(url, accept, { 'if-none-match': condition });
        expect(again.statusCode, `${what}: ${condition}`).toBe(304);
        expect(again.rawPayload.length).toBe(0);
        expect(again.headers, what).toMatchObject({
          etag: tag,
          vary: 'Accept-Encoding',
          'cache-control': headers['cache-control'],
          'cross-origin-resource-policy': headers['cross-origin-resource-policy'],
        });
        expect(again.headers['content-encoding'], what).toBeUndefined();
      }
      expect((await asked(url, accept, { 'if-none-match': '"another"' })).statusCode, what).toBe(200);
    }
    expect(tags.size, what).toBe(3);
  }
});

test('HEAD of a file has the headers of GET and no body', async () => {
  for (const [what, url] of files) {
    for (const accept of ['identity', 'br', 'gzip']) {
      const get = await asked(url, accept);
      const head = await asked(url, accept, {}, 'HEAD');
      const { date: _, 'x-request-id': __, ratelimit: ___, ...told } = get.headers;
      expect(head.statusCode, what).toBe(200);
      expect(head.headers, what).toMatchObject(told);
      expect(head.rawPayload.length, what).toBe(0);
    }
    const tag = String((await asked(url, 'br')).headers.etag);
    expect((await asked(url, 'br', { 'if-none-match': tag }, 'HEAD')).statusCode, what).toBe(304);
  }
});

test('406 for a file to a client that accepts no available compression', async () => {
  for (const [what, url] of files) {
    for (const accept of ['identity;q=0', '*;q=0', 'zstd, *;q=0', 'br;q=0, gzip;q=0, identity;q=0']) {
      const refused = await asked(url, accept);
      expect(refused.statusCode, `${what}: ${accept}`).toBe(406);
      expect(refused.body).toMatch(/br, gzip/);
      expect(refused.headers['cache-control'], what).toBe('no-store');
    }
  }
});

describe('limits of compression', () => {
  test('a font file is served without further compression, because it is compressed already', async () => {
    const css = (await asked(files[3]?.[1] ?? '', undefined)).body;
    const font = /url\(([^)]+)\)/.exec(css)?.[1] ?? '';
    const answer = await asked(font, 'gzip, br');
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-encoding']).toBeUndefined();
    expect(answer.headers.vary).toBeUndefined();
  });

  test('only the button’s script may be loaded by other sites, in each compression', async () => {
    for (const [what, url] of files) {
      for (const accept of ['identity', 'br', 'gzip']) {
        const { headers } = await asked(url, accept, { origin: 'https://shop.example' });
        const open = url.startsWith('/auth/');
        expect(headers['cross-origin-resource-policy'], what).toBe(open ? 'cross-origin' : 'same-origin');
        expect(headers['access-control-allow-origin'], what).toBe(open ? '*' : undefined);
        expect(headers['cache-control'], what).toMatch(open ? /max-age=600/ : /max-age=31536000, immutable/);
      }
    }
  });

  test('personal answers are not compressed, so that their length reveals no secret', async () => {
    for (const url of ['/console/', '/password-reset', '/api/platform/me', '/api/platform/accounts']) {
      const { statusCode, headers } = await admin.get(url, { 'accept-encoding': 'br, gzip' });
      expect(statusCode, url).toBe(200);
      expect(headers['content-encoding'], url).toBeUndefined();
    }
  });

  test('404 for a file name with the ending of a compressed file', async () => {
    for (const [, url] of files)
      for (const ending of ['.br', '.gz']) expect((await asked(`${url}${ending}`, undefined)).statusCode).toBe(404);
  });
});
