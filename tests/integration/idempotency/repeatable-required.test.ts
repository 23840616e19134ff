import { afterAll, beforeAll, expect, test } from 'vitest';
import { createIntegration } from '@pristan/flows';
import { blankFields } from '@pristan/rules';
import { apiCaller } from '../../harness/api-caller.ts';
import { anAccount } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';
import type { Contract } from '../../../packages/wire/src/api/index.ts';
import type { EndpointDescription } from '../../../apps/server/src/http/platform-endpoint.ts';
import type { ApiPath } from '../../../apps/server/src/http/api-path.ts';

const endpoint = {
  method: 'POST',
  path: '/planted',
  access: 'integration.create',
  tag: 'registry',
  operationId: 'create_integration',
  summary: 'Planted',
  problems: [],
} as const;

test('a platform POST whose contract lacks `repeatable` does not compile', () => {
  const said: Contract = { ...endpoint, repeatable: 'key' };
  // @ts-expect-error `repeatable` is missing
  const unsaid: Contract = endpoint;
  const read: Contract = { ...endpoint, method: 'GET' };
  expect([said, unsaid, read]).toHaveLength(3);
});

test('an endpoint whose permitted caller is missing, or unknown to the rules, does not compile', () => {
  const { access: _, ...anybody } = { ...endpoint, repeatable: 'key' } as const;
  // @ts-expect-error `access` is missing
  const missing: EndpointDescription = anybody;
  // @ts-expect-error there is no such action
  const unknown: EndpointDescription = { ...anybody, access: 'integration.paint' };
  const known: EndpointDescription = { ...anybody, access: 'integration.edit' };
  expect([missing, unknown, known]).toHaveLength(3);
});

test('a POST of amoCRM’s API whose contract lacks `repeatable` does not compile', () => {
  const answer: ApiPath['GET']['answer'] = async ({ reply }) => reply;
  const said: NonNullable<ApiPath['POST']> = { method: 'users.add', repeatable: 'key', answer };
  // @ts-expect-error `repeatable` is missing
  const unsaid: NonNullable<ApiPath['POST']> = { method: 'users.add', answer };
  expect([said, unsaid]).toHaveLength(2);
});

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform();
});
afterAll(() => platform.close());

test('a handler that writes outside the transaction of its idempotency key fails, and nothing is stored', async () => {
  const demo = await anAccount(platform, 'demo');
  const admin = await apiCaller(platform, demo.admin);
  const { world } = platform;
  const asked = { keyHash: new Uint8Array(32), holder: 'nobody' };
  const past = world.keyedWrites.run(asked, 0, async () =>
    createIntegration(world, {
      accountId: demo.id,
      kind: 'private',
      fields: { ...blankFields, name: 'Past it', redirectUri: 'https://shop.test/callback' },
      by: { userId: demo.admin.id, address: '203.0.113.5' },
    }),
  );
  await expect(past).rejects.toThrow('a keyed write asked the pool instead of its own store');
  const list = await admin('GET', `/accounts/${demo.id}/integrations`);
  expect(list.json()).toMatchObject({ integrations: [] });
});
