import type { HTTPMethods, RouteOptions } from 'fastify';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sessionCookie } from '../../harness/api-caller.ts';
import { anAccount, anIntegration } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let cookie: string;
let clientId: string;
beforeAll(async () => {
  platform = await openPlatform();
  const demo = await anAccount(platform, 'demo');
  clientId = (await anIntegration(platform, 'demo')).client_id;
  cookie = await sessionCookie(platform, demo.admin.id);
});
afterAll(async () => platform.close());

/** A new client address for each request, so that no rate limit applies. */
let asking = 0;
const another = (): string => `127.1.${(asking += 1) >> 8}.${asking % 256}`;

const asked = ['GET', 'HEAD', 'POST', 'PUT', 'PATCH', 'DELETE', 'OPTIONS', 'TRACE'] as const;

interface Path {
  readonly url: string;
  readonly methods: ReadonlySet<string>;
  readonly route: RouteOptions;
}

/** Every path of the route table, with its methods. */
function paths(): readonly Path[] {
  const byUrl = new Map<string, { methods: Set<string>; route: RouteOptions }>();
  for (const route of platform.routes) {
    const known = byUrl.get(route.url) ?? { methods: new Set<string>(), route };
    for (const method of [route.method].flat()) known.methods.add(method);
    byUrl.set(route.url, known);
  }
  return [...byUrl].map(([url, { methods, route }]) => ({ url, methods, route }));
}

const fits = (pattern: string, url: string): boolean =>
  new RegExp(
    `^${pattern
      .replaceAll('.', '\\.')
      .replaceAll(/:[A-Za-z_]+/g, '[^/]+')
      .replaceAll('*', '.*')}$`,
  ).test(url);
const filled = (url: string): string => url.replaceAll(/:[A-Za-z_]+/g, '7').replaceAll('*', 'x');
const hostOf = ({ url, route }: Path): string =>
  route.config?.dialect === 'api' && /^\/(api|v3)\//.test(url) ? 'demo.accounts.test' : 'pristan.test';

describe('a method that a path does not have', () => {
  test('405 for a method that a path does not have comes with Allow, before the body is read, and without CORS headers', async () => {
    const all = paths();
    expect(all.length).toBeGreaterThan(90);
    for (const path of all) {
      // Two route patterns can match one address, as `texts/:language` and `texts/preview` do.
      const methods = new Set(all.filter((one) => fits(one.url, path.url)).flatMap((one) => [...one.methods]));
      for (const method of asked.filter((one) => !methods.has(one))) {
        const answer = await platform.inject({
          method: method as HTTPMethods as 'GET',
          url: filled(path.url),
          remoteAddress: another(),
          host: hostOf(path),
          headers: { 'content-type': 'application/x-unknown' },
          ...(method === 'PUT' || method === 'POST' ? { payload: Buffer.alloc(100_000) } : {}),
        });
        const allow = String(answer.headers['allow'] ?? '').split(', ');
        expect([method, path.url, answer.statusCode]).toEqual([method, path.url, 405]);
        expect(allow, `${method} ${path.url}`).toEqual(expect.arrayContaining([...methods]));
        expect(allow).toHaveLength(methods.size);
        expect(allow).not.toContain(method);
        expect(answer.headers['access-control-allow-origin']).toBeUndefined();
        expect(answer.headers['access-control-allow-methods']).toBeUndefined();
      }
    }
  });

  test('405 of the token endpoint allows POST and has a token error body with a hint', async () => {
    for (const method of ['GET', 'HEAD', 'PUT', 'PATCH', 'DELETE', 'OPTIONS'] as const) {
      for (const url of [
        '/oauth2/access_token',
        '/oauth2/access_token/',
        '//oauth2//access_token?x=1',
        '/oauth2/%61ccess_token',
      ]) {
        const answer = await platform.inject({ method, url, host: 'demo.accounts.test' });
        expect([method, url, answer.statusCode, answer.headers['allow']]).toEqual([method, url, 405, 'POST']);
        expect(answer.headers['www-authenticate']).toBeUndefined();
        if (method === 'HEAD') continue;
        expect(answer.headers['content-type']).toBe('application/json');
        expect(answer.json()).toMatchObject({
          status: 405,
          error: 'invalid_request',
          hint: 'Check the method of the request',
          title: 'Некорректный запрос',
        });
      }
    }
  });

  test('405 at a form’s address is a page; 404 on other hosts', async () => {
    const here = await platform.inject({ url: '/oauth/allow', headers: { 'accept-language': 'en' } });
    expect(here.statusCode).toBe(405);
    expect(here.headers['allow']).toBe('POST');
    expect(here.body).toContain('This address is not a page');
    expect((await platform.inject({ url: '/oauth/allow', host: 'demo.accounts.test' })).statusCode).toBe(404);
  });

  test('405 of the platform’s JSON API is a problem document in the reader’s language', async () => {
    const titles = [];
    for (const language of ['en', 'ru']) {
      const answer = await platform.inject({
        method: 'DELETE',
        url: '/api/platform/openapi.json',
        remoteAddress: another(),
        headers: { 'accept-language': language },
      });
      expect(answer.headers['allow']).toBe('GET');
      expect(answer.json()).toMatchObject({ status: 405, code: 'method_not_allowed' });
      titles.push(answer.json().title);
    }
    expect(titles).toEqual(['Method not allowed', 'Этот метод здесь не работает']);
  });

  test('404 for an unknown address with any method', async () => {
    for (const method of ['GET', 'POST', 'OPTIONS'] as const)
      for (const url of ['/nowhere', '/oauth2/nowhere', '/api/v4/nowhere', '/api/platform/nowhere', '/oauth2'])
        expect(
          (await platform.inject({ method, url, host: 'pristan.test', remoteAddress: another() })).statusCode,
        ).toBe(404);
  });
});

describe('headers of every answer', () => {
  test('every answer has nosniff, HSTS, a request id, and the right embedding and caching policies', async () => {
    for (const path of paths()) {
      const url = filled(path.url.replace(':clientId', clientId));
      for (const headers of [{}, { cookie }]) {
        const answer = await platform.inject({
          method: [...path.methods][0] as 'GET',
          url,
          host: hostOf(path),
          headers,
        });
        const { headers: sent } = answer;
        expect(sent['x-content-type-options'], url).toBe('nosniff');
        expect(sent['strict-transport-security'], url).toBe('max-age=31536000');
        expect(sent['x-request-id'], url).toBeDefined();
        expect(sent['cross-origin-resource-policy'], url).toMatch(/^(same-origin|cross-origin)$/);
        if (sent['cross-origin-resource-policy'] === 'cross-origin') expect(url).toMatch(/^\/auth\/button/);
        expect(sent['cache-control'], url).toBeDefined();
        if (/immutable|public/.test(String(sent['cache-control'])))
          expect(url).toMatch(/^\/(assets|logos|console\/assets|auth\/button|\.well-known)/);
        if (!String(sent['content-type'] ?? '').startsWith('text/html')) continue;
        expect(sent['content-security-policy'], url).toMatch(/default-src 'none'.*frame-ancestors 'none'/);
        expect(sent['x-frame-options'], url).toBe('DENY');
        expect(sent['referrer-policy'], url).toMatch(/^(strict-origin|no-referrer|same-origin)$/);
        expect(sent['cache-control'], url).toBe('no-store');
      }
    }
  });

  test('only pages of the connect journey keep their opener window', async () => {
    const way = /^\/(oauth(\/|$)|:language\/oauth$|sign-in|sign-out|language|password-reset)/;
    const seen = { kept: 0, severed: 0 };
    for (const path of paths()) {
      if (path.route.config?.dialect !== 'page') continue;
      const url = filled(path.url.replace(':clientId', clientId).replace(':language', 'es'));
      for (const headers of [{}, { cookie }]) {
        const answer = await platform.inject({ method: [...path.methods][0] as 'GET', url, headers });
        if (!String(answer.headers['content-type'] ?? '').startsWith('text/html')) continue;
        const isSignInAlone = path.url === '/sign-in' && answer.statusCode === 200;
        const expected = way.test(path.url) && !isSignInAlone ? 'unsafe-none' : 'same-origin';
        expect([path.url, answer.headers['cross-origin-opener-policy']]).toEqual([path.url, expected]);
        seen[expected === 'unsafe-none' ? 'kept' : 'severed'] += 1;
      }
    }
    expect(seen.kept).toBeGreaterThan(10);
    expect(seen.severed).toBeGreaterThan(20);
  });

  test('sign-in keeps the opener on the way to consent, even after a wrong password, but not to the console', async () => {
    const opener = async (to: string) => {
      const first = await platform.inject({ url: to });
      const next = /name="next" value="([^"]+)"/.exec(first.body)?.[1] ?? '';
      const again = await platform.inject({
        method: 'POST',
        url: '/sign-in',
        headers: { origin: 'https://pristan.test', 'content-type': 'application/x-www-form-urlencoded' },
        payload: new URLSearchParams({ next, username: 'nobody@demo.test', password: 'wrong-password' }).toString(),
      });
      expect(again.statusCode).toBe(401);
      return [first.headers['cross-origin-opener-policy'], again.headers['cross-origin-opener-policy']];
    };
    expect(await opener(`/oauth?client_id=${clientId}`)).toEqual(['unsafe-none', 'unsafe-none']);
    expect(await opener('/console')).toEqual(['same-origin', 'same-origin']);
  });

  test('a site on loopback with plain HTTP sends no HSTS', async () => {
    const plain = await openPlatform({
      NODE_ENV: 'development',
      PRISTAN_PUBLIC_URL: 'http://localhost:4400',
      PRISTAN_BASE_DOMAIN: 'localhost:4400',
    });
    const answer = await plain.inject({ url: '/sign-in' });
    await plain.close();
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['strict-transport-security']).toBeUndefined();
  });
});

describe('the root of an account’s host', () => {
  const root = async (host: string, headers: Record<string, string> = {}, method: 'GET' | 'HEAD' = 'GET') => {
    const { statusCode, headers: sent } = await platform.inject({ method, url: '/', host, headers });
    return [statusCode, sent['content-type'] ?? null, sent['location'] ?? null];
  };

  test('401 at the root of an account’s host for a program, as the API answers', async () => {
    for (const headers of [
      {},
      { accept: 'application/json' },
      { accept: '*/*' },
      { 'sec-fetch-mode': 'cors', accept: 'text/html' },
    ])
      expect(await root('demo.accounts.test', headers)).toEqual([401, 'application/problem+json', null]);
    expect((await root('demo.accounts.test', {}, 'HEAD'))[0]).toBe(401);
  });

  test('404 at the root of a host that no account has', async () => {
    expect((await root('nobody.accounts.test'))[0]).toBe(404);
  });

  test('302 at the root of an account’s host to the public site for a browser', async () => {
    for (const headers of [{ 'sec-fetch-mode': 'navigate' }, { accept: 'text/html,application/xhtml+xml' }])
      expect(await root('demo.accounts.test', headers)).toEqual([302, null, 'https://pristan.test/']);
  });
});
