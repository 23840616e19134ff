import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { sessionCookie } from '../../harness/api-caller.ts';
import { anAccount, anIntegration } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let cookie: string;
let clientId: string;
let accountId: number;
beforeAll(async () => {
  platform = await openPlatform();
  const demo = await anAccount(platform, 'demo');
  accountId = demo.id;
  clientId = (await anIntegration(platform, 'demo')).client_id;
  cookie = await sessionCookie(platform, demo.admin.id);
});
afterAll(async () => platform.close());

const framed = { 'sec-fetch-dest': 'iframe', 'sec-fetch-mode': 'navigate', 'sec-fetch-site': 'cross-site' };
const get = async (url: string, headers: Record<string, string> = {}) =>
  platform.inject({ url, headers: { 'accept-language': 'en', ...framed, ...headers } });

describe('a page in a frame', () => {
  test('a page in a frame shows only a sentence with a link to the same address at the top', async () => {
    for (const path of [
      `/oauth?client_id=${clientId}&state=a%20b&mode=popup`,
      '/oauth/consent?request=x',
      '/sign-in',
      '/',
      '/console',
      `/accounts/${accountId}`,
      '/password-reset',
      '/nowhere',
    ]) {
      for (const destination of ['iframe', 'frame', 'embed', 'object']) {
        const answer = await get(path, { 'sec-fetch-dest': destination });
        expect([path, answer.statusCode]).toEqual([path, 200]);
        expect(answer.body).toContain('This page opens only in its own window');
        const link = `https://pristan.test${path}`.replaceAll('&', '&amp;');
        expect(answer.body).toContain(`href="${link}" target="_top" rel="noopener"`);
        expect(answer.body).toContain(`href="${link}" target="_blank" rel="noopener"`);
      }
    }
  });

  test('the sentence shown in a frame may be framed by any site, and has no form, button or script', async () => {
    const { headers, body } = await get(`/oauth?client_id=${clientId}`, { cookie });
    const policy = String(headers['content-security-policy']);
    expect(policy).not.toContain('frame-ancestors');
    expect(policy).toContain("default-src 'none'");
    expect(policy).toContain("form-action 'none'");
    expect(policy).not.toContain('script-src');
    expect(headers['x-frame-options']).toBeUndefined();
    expect(headers['referrer-policy']).toBe('no-referrer');
    expect(headers['cache-control']).toBe('no-store');
    for (const part of ['<form', '<button', '<input', '<script', '<iframe']) expect(body).not.toContain(part);
  });

  test('the sentence shown in a frame is the same for a signed-in person, and reveals no integration, account or person', async () => {
    const url = `/oauth?client_id=${clientId}`;
    const stranger = await get(url);
    const admin = await get(url, { cookie });
    expect(admin.body).toBe(stranger.body);
    expect(admin.headers['set-cookie']).toBeUndefined();
    for (const known of ['demo', 'admin@demo.test', 'Shop']) expect(admin.body).not.toContain(known);
    expect((await get('/oauth?client_id=unknown')).body.replaceAll('unknown', clientId)).toBe(stranger.body);
  });

  test('the sentence shown in a frame is in the reader’s language', async () => {
    expect((await get('/sign-in', { 'accept-language': 'ru' })).body).toContain(
      'Эта страница открывается только в отдельном окне',
    );
  });

  test('403 for a form sent from a frame, without effect', async () => {
    const answer = await platform.inject({
      method: 'POST',
      url: '/language',
      headers: {
        ...framed,
        cookie,
        origin: 'https://pristan.test',
        'content-type': 'application/x-www-form-urlencoded',
      },
      payload: 'language=en',
    });
    expect(answer.statusCode).toBe(403);
    expect(answer.headers['set-cookie']).toBeUndefined();
    expect(answer.body).toContain('href="https://pristan.test/" target="_top"');
  });

  test('the sentence shown in a frame links only to the public site, even from an address that looks like another host', async () => {
    for (const path of ['//evil.test/oauth', '/\\evil.test', '/%2e%2e//evil.test'])
      expect((await get(path)).body).not.toMatch(/href="(https?:)?\/\/(?!pristan\.test\/)/);
  });

  test('an address opened at the top shows the page itself, which cannot be framed', async () => {
    const answer = await get(`/oauth?client_id=${clientId}`, { 'sec-fetch-dest': 'document' });
    expect(answer.headers['x-frame-options']).toBe('DENY');
    expect(answer.body).not.toContain('This page opens only in its own window');
  });
});
