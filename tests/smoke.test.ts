import { afterAll, beforeAll, expect, test } from 'vitest';
import { anAccount, anIntegration, tokens } from './harness/fixtures.ts';
import type { Platform } from './harness/platform.ts';
import { openPlatform } from './harness/platform.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform();
});
afterAll(async () => platform.close());

test('an authorization code is exchanged for a pair of tokens', async () => {
  await anAccount(platform, 'demo');
  const integration = await anIntegration(platform, 'demo');
  const pair = await tokens(platform, integration, { account: 'demo', email: 'admin@demo.test' });
  expect(pair.access_token.split('.')).toHaveLength(3);
});
