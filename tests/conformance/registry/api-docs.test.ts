import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { apiCaller } from '../../harness/api-caller.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

interface Document {
  readonly paths: Record<string, Record<string, { readonly operationId: string; readonly 'x-problems': string[] }>>;
}

let platform: Platform;
let html: string;
beforeAll(async () => {
  platform = await openPlatform();
  html = (await ask({})).body;
});
afterAll(async () => platform.close());

const ask = async (headers: Readonly<Record<string, string>>) =>
  platform.app.inject({ url: '/api/docs', headers: { host: 'pristan.test', 'accept-language': 'en', ...headers } });

describe('the API’s description as a page', () => {
  test('is open to everybody on the public site, without script, under the policy of all pages', async () => {
    const answer = await ask({});
    expect(answer.statusCode).toBe(200);
    expect(answer.headers['content-type']).toBe('text/html; charset=utf-8');
    expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    expect(html).not.toMatch(/<script|<style|\sstyle=/);
  });

  test('is not there on an account’s address', async () => {
    expect((await ask({ host: 'acme.pristan.test' })).statusCode).toBe(404);
  });

  test('shows every operation of the document under an anchor of its own, with the codes of its refusals', async () => {
    const call = await apiCaller(platform, undefined);
    const { paths } = (await call('GET', '/openapi.json')).json<Document>();
    const operations = Object.values(paths).flatMap((methods) => Object.values(methods));
    expect(operations.length).toBeGreaterThan(12);
    for (const { operationId, 'x-problems': problems } of operations) {
      const [, section = ''] = html.split(`aria-labelledby="${operationId}"`);
      expect(section, operationId).not.toBe('');
      const own = section.slice(0, section.indexOf('</section>'));
      for (const code of problems) expect(own, operationId).toContain(`href="/api/platform/problems/${code}"`);
    }
  });

  test('has no link within itself that leads nowhere, and no anchor twice', () => {
    const anchors = [...html.matchAll(/ id="([^"]+)"/g)].map(([, id]) => id);
    expect(new Set(anchors).size).toBe(anchors.length);
    for (const [, target] of html.matchAll(/href="#([^"]+)"/g)) expect(anchors).toContain(target);
  });

  test('says who may call: the owner’s admins, whoever is signed in, or an integration', () => {
    const who = (id: string) =>
      /Who may call:<\/span> ([^<]+)</.exec(html.split(`aria-labelledby="${id}"`)[1] ?? '')?.[1];
    expect(who('reveal_secret')).toBe('an admin of the account');
    expect(who('mint_one_time_token')).toBe('a member of the account');
    expect(who('who_am_i')).toBe('whoever is signed in');
    expect(who('ask_fresh_code')).toBe('an integration with its own credentials');
    expect(who('describe')).toBe('anybody');
  });

  test('has its own words in Russian for who asks in Russian', async () => {
    expect((await ask({ 'accept-language': 'ru' })).body).toContain('<h1>API платформы</h1>');
  });
});
