import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { createResourceServer } from '../../../apps/server/src/cli/resource-servers.ts';
import { anAccount, anIntegration, tokens } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { manualClock, openPlatform } from '../../harness/platform.ts';
import { demoAdmin } from './token-request.ts';

let platform: Platform;
beforeAll(async () => {
  platform = await openPlatform({}, pino({ level: 'silent' }), manualClock(Date.UTC(2026, 0, 1)));
  await anAccount(platform, 'demo', true);
});
afterAll(async () => platform.close());

test('an access token is active until the millisecond at which it expires', async () => {
  const server = await createResourceServer(platform.world, { name: 'CRM' });
  const integration = await anIntegration(platform, 'demo');
  const { access_token: token } = await tokens(platform, integration, demoAdmin);
  const introspect = async () => {
    const answer = await platform.inject({
      method: 'POST',
      url: '/oauth/v2/introspect',
      headers: {
        'content-type': 'application/x-www-form-urlencoded',
        authorization: `Basic ${Buffer.from(`${server.id}:${server.secret}`).toString('base64')}`,
      },
      payload: new URLSearchParams({ token }).toString(),
    });
    return answer.json<{ active: boolean; exp?: number }>();
  };
  const { exp = 0 } = await introspect();
  platform.clock.advance(exp * 1000 - platform.clock.now() - 1);
  expect((await introspect()).active).toBe(true);
  platform.clock.advance(1);
  expect(await introspect()).toEqual({ active: false });
});
