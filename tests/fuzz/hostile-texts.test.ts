import fc from 'fast-check';
import type { InjectOptions } from 'fastify';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { refusedValueLogged } from '../../apps/server/src/http/refused-value.ts';
import { sessionCookie } from '../harness/api-caller.ts';
import { anAccount, anIntegration, tokens } from '../harness/fixtures.ts';
import type { Platform } from '../harness/platform.ts';
import { openPlatform } from '../harness/platform.ts';
import { fieldsOfForms } from './fields-of-forms.ts';
import { stringMembers, withMember } from './string-members.ts';

/** Number of hostile values tried in each part of each route. */
const RUNS = Number(process.env['PRISTAN_FUZZ_TRIES'] ?? 2);

const lines: { level: number; msg?: string }[] = [];
let platform: Platform;
let headers: Record<string, string>;
let accessToken: string;
let clientId: string;
let accountId: number;

beforeAll(async () => {
  const log = pino(
    { level: 'debug' },
    { write: (line: string) => void lines.push(JSON.parse(line) as (typeof lines)[0]) },
  );
  platform = await openPlatform({}, log);
  const demo = await anAccount(platform, 'demo', true);
  const integration = await anIntegration(platform, 'demo');
  accessToken = (await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' })).access_token;
  clientId = integration.client_id;
  accountId = demo.id;
  headers = {
    cookie: await sessionCookie(platform, demo.admin.id),
    origin: platform.world.config.publicUrl,
    'sec-fetch-site': 'same-origin',
    'sec-fetch-user': '?1',
    'sec-fetch-mode': 'navigate',
    'accept-language': 'en',
  };
});
afterAll(async () => platform.close());

/** Percent-encoded: NUL, bytes that are not UTF-8, an encoded surrogate half, an overlong NUL. */
const neverTextEncoded = fc.constantFrom('%00', '%FF', '%CF%F0', '%ED%A0%80', '%C0%80', '%F5%80%80%80', '%E2%80');
const neverText = fc.constantFrom('\u0000', '\ud800', '\udfff');
const noLine = fc.constantFrom('\u0000', '\ud800', '\u202e', '\u2066', '\u200f', '\u061c', '\u0085', '\u001b');
const around = fc.stringMatching(/^[A-Za-z0-9]{0,5}$/);

const hostile = (character: fc.Arbitrary<string>) => fc.tuple(around, character, around).map((parts) => parts.join(''));

async function refused(request: InjectOptions & { readonly url: string }, what: string): Promise<void> {
  lines.length = 0;
  const response = await platform.inject({ ...request, host: hostOf(request.url) });
  expect(response.statusCode, `${what} ${request.url} ${response.body}`).toBeGreaterThanOrEqual(400);
  expect(response.statusCode, `${what} ${request.url} ${response.body}`).toBeLessThan(500);
  noFaultLogged(what);
}

function noFaultLogged(what: string): void {
  const faults = lines.filter(({ level, msg }) => level >= 40 || msg === refusedValueLogged);
  expect(faults, what).toEqual([]);
}

const isApi = (url: string) => url.startsWith('/api/v4') || url.startsWith('/v3/') || url.startsWith('/oauth2/account');
const hostOf = (url: string) => (isApi(url) ? 'demo.accounts.test' : 'pristan.test');

/** The route's address with real ids, and with `value` in place of the parameter named `at`. */
function addressOf(url: string, at?: string, value = ''): string {
  return url.replaceAll(/:(\w+)|\*/g, (_, name: string | undefined) => {
    if ((name ?? '*') === at) return value;
    if (name === 'account_id' || name === 'accountId' || name === 'account') return String(accountId);
    if (name === 'client_id' || name === 'clientId') return clientId;
    return '1';
  });
}

function everyRoute() {
  const seen = new Set<string>();
  return platform.routes.flatMap(({ method, url, config }) =>
    (Array.isArray(method) ? method : [method])
      .filter((one) => one !== 'HEAD')
      .filter((one) => !seen.has(`${one} ${url}`) && seen.add(`${one} ${url}`))
      .map((one) => ({ method: one as 'GET', url, endpoint: config?.endpoint, config })),
  );
}

const withToken = (url: string) => (isApi(url) ? { ...headers, authorization: `Bearer ${accessToken}` } : headers);

async function each<Value>(values: fc.Arbitrary<Value>, tryOne: (value: Value) => Promise<void>): Promise<void> {
  await fc.assert(fc.asyncProperty(values, tryOne), { numRuns: RUNS, endOnFailure: true });
}

describe('hostile requests', () => {
  test(
    'a path parameter that is not text gets 4xx, a malformed one no 5xx, and neither leaves a line in the log',
    { timeout: 60_000 },
    async () => {
      for (const { method, url } of everyRoute()) {
        for (const [, name] of url.matchAll(/:(\w+)/g)) {
          await each(hostile(neverTextEncoded), async (value) =>
            refused({ method, url: addressOf(url, name, value), headers: withToken(url) }, method),
          );
          await each(
            fc.constantFrom(
              '0',
              '-1',
              '99999999999999999999',
              '1e309',
              'NaN',
              `${'a'.repeat(8)}-x`,
              '%27',
              '%E2%80%AE',
            ),
            async (value) => {
              lines.length = 0;
              const address = addressOf(url, name, value);
              const response = await platform.inject({
                method,
                url: address,
                headers: withToken(url),
                host: hostOf(url),
              });
              expect(response.statusCode, `${method} ${address}`).toBeLessThan(500);
              noFaultLogged(`${method} ${address}`);
            },
          );
        }
      }
    },
  );

  test(
    'a query parameter whose name or value is not text gets 4xx and leaves no line in the log',
    { timeout: 60_000 },
    async () => {
      for (const { method, url, endpoint, config } of everyRoute()) {
        // A page that another site opens ignores unknown query parameters; packages/wire tests those that are read.
        if (config?.readsForeignQuery === true) continue;
        const { query } = endpoint ?? {};
        const names = query instanceof z.ZodObject ? Object.keys(query.shape) : ['page', 'request'];
        for (const name of names) {
          await each(hostile(neverTextEncoded), async (value) =>
            refused({ method, url: `${addressOf(url)}?${name}=${value}`, headers: withToken(url) }, method),
          );
        }
        await each(hostile(neverTextEncoded), async (value) =>
          refused({ method, url: `${addressOf(url)}?x${value}=1`, headers: withToken(url) }, method),
        );
      }
    },
  );

  test(
    'a string in a JSON body gets 4xx for a character that no line of text has, and leaves no line in the log',
    { timeout: 60_000 },
    async () => {
      let tried = 0;
      for (const { method, url, endpoint } of everyRoute()) {
        const { body } = endpoint ?? {};
        if (body === undefined) continue;
        for (const member of stringMembers(body)) {
          const character = member.schema instanceof z.ZodEnum || endpoint?.takesForms === true ? neverText : noLine;
          await each(hostile(character), async (text) => {
            const payload = withMember(body, member.path, text);
            await refused(
              {
                method,
                url: addressOf(url),
                headers: { ...headers, 'content-type': 'application/json' },
                payload: JSON.stringify(payload),
              },
              `${method} ${member.path.join('.')}`,
            );
            tried += 1;
          });
        }
      }
      expect(tried).toBeGreaterThan(40);
    },
  );

  test(
    'a member name or ignored member of a JSON body that is not text gets 4xx and leaves no line in the log',
    { timeout: 60_000 },
    async () => {
      for (const { method, url } of everyRoute()) {
        // A GET request has no body to fuzz.
        if (method === ('GET' as string) || isUpload(url)) continue;
        for (const payload of ['{"a\\u0000":1}', '{"ignored":"\\ud800"}', '[{"name":"a","x":["\\u0000"]}]'])
          await refused(
            {
              method,
              url: addressOf(url),
              headers: { ...withToken(url), 'content-type': 'application/json' },
              payload,
            },
            `${method} ${payload}`,
          );
      }
    },
  );

  test('a form field that is not text gets 4xx and leaves no line in the log', { timeout: 60_000 }, async () => {
    for (const { method, url } of everyRoute()) {
      const fields = fieldsOfForms[`${method} ${url}`];
      for (const field of fields ?? [])
        await each(hostile(neverTextEncoded), async (value) =>
          refused(
            {
              method,
              url: addressOf(url),
              headers: { ...headers, 'content-type': 'application/x-www-form-urlencoded' },
              payload: `${field}=${value}`,
            },
            method,
          ),
        );
    }
  });
});

test('the fuzzer’s list of form fields has every address that takes a form', () => {
  const missing = everyRoute()
    .filter(({ method, config }) => method === ('POST' as string) && config?.dialect === 'page')
    .map(({ method, url }) => `${method} ${url}`)
    .filter((route) => fieldsOfForms[route] === undefined);
  expect(missing).toEqual([]);
});

test('a number that no column can hold is refused before it reaches the database', { timeout: 120_000 }, async () => {
  const json = { ...headers, 'content-type': 'application/json' };
  for (const { method, url, endpoint } of everyRoute()) {
    const { body } = endpoint ?? {};
    if (body === undefined) continue;
    for (const value of [Number.MAX_SAFE_INTEGER, -1, 2 ** 31, 0.5]) {
      for (const name of body instanceof z.ZodObject ? Object.keys(body.shape) : []) {
        lines.length = 0;
        const payload = JSON.stringify(withMember(body, [name], value));
        const response = await platform.inject({ method, url: addressOf(url), headers: json, payload });
        expect(response.statusCode, `${method} ${url} ${payload}`).toBeLessThan(500);
        noFaultLogged(`${method} ${url} ${payload}`);
      }
    }
  }
});

function isUpload(url: string): boolean {
  return /\/(logo|widgets)$/.test(url);
}
