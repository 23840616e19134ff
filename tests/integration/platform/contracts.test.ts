import { afterAll, beforeAll, expect, test } from 'vitest';
import { contracts } from '../../../packages/wire/src/api/index.ts';
import type { Platform } from '../../harness/platform.ts';
import { openPlatform } from '../../harness/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform();
});
afterAll(async () => platform.close());

test('every contract has one route, and every route of the platform API a contract', () => {
  const bound = platform.routes
    .filter(({ url, method }) => url.startsWith('/api/platform/') && method !== 'HEAD' && method !== 'OPTIONS')
    .map(({ url, method, config }) => config?.endpoint?.operationId ?? `${String(method)} ${url}`);
  expect(bound.toSorted()).toEqual(Object.keys(contracts).toSorted());
});
