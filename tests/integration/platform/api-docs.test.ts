import { problemTexts } from '@pristan/locales/problems';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { OpenApiDocument } from '../../../apps/console/src/api/open-api.ts';
import type { ApiDocsView } from '../../../apps/console/src/pages/access/api-docs.ts';
import { docsView } from '../../../apps/console/src/pages/access/docs-view.ts';
import { apiCaller } from '../../harness/api-caller.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let document: OpenApiDocument;
let docs: ApiDocsView;
beforeAll(async () => {
  platform = await openPlatform();
  document = (await (await apiCaller(platform, undefined))('GET', '/openapi.json')).json<OpenApiDocument>();
  docs = docsView(document, problemTexts.en);
});
afterAll(async () => platform.close());

const shown = () => docs.tags.flatMap(({ operations }) => operations);

describe('the API’s description in the console', () => {
  test('200 for the API’s description on the public site for everybody, in the reader’s language', async () => {
    for (const language of ['en', 'ru']) {
      const answer = await platform.inject({ url: '/console/api-docs', headers: { 'accept-language': language } });
      expect(answer.statusCode).toBe(200);
      expect(answer.body).toContain(`<html lang="${language}"`);
      expect(answer.body).toContain('id="root"');
      expect(answer.headers['content-security-policy']).toContain("default-src 'none'");
    }
    expect((await platform.inject({ url: '/console/api-docs/x' })).body).not.toContain('id="root"');
  });

  test('404 for the API’s description on an account’s host', async () => {
    expect((await platform.inject({ url: '/console/api-docs', host: 'acme.pristan.test' })).statusCode).toBe(404);
  });

  test('the API’s description shows every operation of the document once, with the codes of its refusals', () => {
    const operations = Object.values(document.paths).flatMap((methods) => Object.values(methods));
    expect(operations.length).toBeGreaterThan(12);
    expect(
      shown()
        .map(({ id }) => id)
        .sort(),
    ).toEqual(operations.map(({ operationId }) => operationId).sort());
    for (const { operationId, 'x-problems': problems } of operations)
      expect(
        shown()
          .find(({ id }) => id === operationId)
          ?.problems.map(({ code }) => code),
      ).toEqual(problems);
  });

  test('the API’s description names no object that it does not describe, and describes none twice', () => {
    const named = docs.objects.map(({ name }) => name);
    expect(new Set(named).size).toBe(named.length);
    const members = [
      ...shown().flatMap(({ parameters, body, answer }) => [
        ...parameters,
        ...(body?.members ?? []),
        ...answer.members,
      ]),
      ...docs.objects.flatMap((one) => one.members),
    ];
    for (const { reference } of members.flatMap(({ type }) => type))
      if (reference !== null) expect(named).toContain(reference);
  });

  test('the API’s description says who may call: the owner’s admins, any member or signed-in user, or an integration', () => {
    const who = (operation: string) => shown().find(({ id }) => id === operation)?.who;
    expect(who('reveal_secret')).toBe('admin');
    expect(who('mint_one_time_token')).toBe('member');
    expect(who('who_am_i')).toBe('signed_in');
    expect(who('ask_fresh_code')).toBe('integration');
    expect(who('describe')).toBe('anybody');
  });
});
