import fc from 'fast-check';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { sessionCookie } from '../harness/api-caller.ts';
import { anAccount, anIntegration, tokens } from '../harness/fixtures.ts';
import type { Platform } from '../harness/platform.ts';
import { openPlatform } from '../harness/platform.ts';
import type { KnownIds } from './inputs.ts';
import { fuzzedRequest } from './inputs.ts';

/** Number of requests over all routes. `PRISTAN_FUZZ_RUNS=200000 npm test -- tests/fuzz` is the longer run. */
const RUNS = Number(process.env['PRISTAN_FUZZ_RUNS'] ?? 10_000);

let platform: Platform;
let known: KnownIds;
beforeAll(async () => {
  platform = await openPlatform();
  const demo = await anAccount(platform, 'demo', true);
  const other = await anAccount(platform, 'other');
  const integration = await anIntegration(platform, 'demo');
  const pair = await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' });
  known = {
    accountIds: [demo.id, other.id],
    clientId: integration.client_id,
    clientSecret: integration.client_secret,
    redirectUri: integration.redirectUri,
    accessToken: pair.access_token,
    refreshToken: pair.refresh_token,
    cookie: await sessionCookie(platform, demo.admin.id),
    publicUrl: platform.world.config.publicUrl,
    hosts: [
      ...Array.from({ length: 8 }, () => 'pristan.test'),
      'demo.accounts.test',
      'demo.accounts.test',
      'demo.accounts.test',
      'api.accounts.test',
      'accounts.test',
      'nobody.accounts.test',
      'elsewhere.test',
      '',
    ],
  };
});
afterAll(async () => platform.close());

test(
  'no fuzzed input makes a route answer 5xx, malformed JSON, or text about internals',
  async () => {
    const routes = platform.routes.flatMap(({ method, url }) =>
      (Array.isArray(method) ? method : [method]).filter((one) => one !== 'HEAD').map((one) => ({ method: one, url })),
    );
    expect(routes.length).toBeGreaterThan(30);
    const seen = new Map<number, number>();
    await fc.assert(
      fc.asyncProperty(fuzzedRequest(routes, known), async ({ method, url, host, headers, payload }) => {
        const response = await platform.inject({
          method: method as 'GET',
          url,
          host,
          headers,
          ...(payload === undefined ? {} : { payload }),
        });
        seen.set(response.statusCode, (seen.get(response.statusCode) ?? 0) + 1);
        expect(response.statusCode, `${method} ${url}`).toBeLessThan(500);
        const type = String(response.headers['content-type'] ?? '');
        if (type.includes('json')) expect(() => JSON.parse(response.body), `${method} ${url}`).not.toThrow();
        // No answer shows a stack, file path or SQL. The pattern looks ahead only: looking back is quadratic.
        expect(response.body).not.toMatch(/\.ts:\d+|node_modules|select .+ from |postgres/i);
      }),
      { numRuns: RUNS, endOnFailure: true },
    );
    // Some of the fuzzed input must also pass the first checks, or the test would prove little.
    for (const status of [200, 302, 303, 400, 401, 403, 404, 415]) expect([...seen.keys()]).toContain(status);
  },
  Math.max(120_000, RUNS * 20),
);

test('the fuzzed requests have changed no account and no grant', async () => {
  const { db } = platform.world;
  const accounts = await db.selectFrom('accounts').select('id').execute();
  const grants = await db.selectFrom('grants').select('id').execute();
  expect(accounts).toHaveLength(2);
  expect(grants).toHaveLength(1);
});
