import { afterAll, beforeAll, expect, test } from 'vitest';
import { createApp } from '../../../apps/server/src/http/app.ts';
import { unboundedIn } from '../../../apps/server/src/http/bounded.ts';
import { addRoutes } from '../../../apps/server/src/routes.ts';
import { platformRoute } from '../../../apps/server/src/http/platform-route.ts';
import { answer } from '../../../apps/server/src/http/platform-endpoint.ts';
import * as api from '../../../packages/wire/src/api/index.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform();
});
afterAll(async () => platform.close());

const endpoints = () =>
  platform.routes.flatMap(({ method, config }) =>
    config?.endpoint === undefined || method === 'HEAD' ? [] : [config.endpoint],
  );

test('every array, record and string in a request has a maximum', () => {
  expect(endpoints().length).toBeGreaterThan(50);
  const without = endpoints().flatMap(({ operationId, params, query, body }) =>
    [params, query, body].flatMap((schema) =>
      schema === undefined ? [] : unboundedIn(schema).map((place) => `${operationId}: ${place}`),
    ),
  );
  expect(without).toEqual([]);
});

test('every other schema of the API limits the size of its arrays, records and strings too', () => {
  const answers = new Set<unknown>([api.problemDocument, api.problemExplanation]);
  for (const { answer: schema } of endpoints()) if (schema !== undefined) addWithParts(answers, schema);
  const without = Object.entries(api as Readonly<Record<string, unknown>>).flatMap(([name, schema]) =>
    isSchema(schema) && !answers.has(schema) ? unboundedIn(schema).map((place) => `${name}: ${place}`) : [],
  );
  expect(without).toEqual([]);
});

/** Adds a schema and every schema in its definition. */
function addWithParts(all: Set<unknown>, part: unknown): void {
  if (typeof part !== 'object' || part === null || all.has(part)) return;
  if (isSchema(part)) all.add(part);
  const inner = isSchema(part) ? part._zod.def : part;
  for (const value of Object.values(inner)) if (typeof value === 'object') addWithParts(all, value);
}

test('the server does not start when a schema of a request has no maximum', async () => {
  const { world } = platform;
  const starting = createApp(world, async (app) => {
    await addRoutes(app, world);
    const planted = {
      method: 'POST',
      path: '/planted',
      access: 'session',
      tag: 'about',
      operationId: 'choose_language',
      repeatable: 'naturally',
      summary: 'Planted',
      body: api.memberList.pick({ members: true }),
      answer: api.problemExplanation,
      problems: [],
    } as const;
    platformRoute({ app, world }, planted, {
      handle: async () => answer({ code: '', status: 200, title: '', detail: '' }),
    });
  });
  await expect(starting).rejects.toThrow('choose_language takes any size of members');
});

type Schema = Parameters<typeof unboundedIn>[0];

function isSchema(value: unknown): value is Schema {
  return typeof value === 'object' && value !== null && '_zod' in value;
}
