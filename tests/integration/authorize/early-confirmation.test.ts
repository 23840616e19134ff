import { pino } from 'pino';
import { afterAll, beforeAll, expect, test } from 'vitest';
import type { Visitor } from '../../harness/browser-session.ts';
import { aVisitor, hiddenFields } from '../../harness/browser-session.ts';
import { anAccount, anIntegration } from '../../harness/fixtures.ts';
import type { Platform } from '../../harness/platform.ts';
import { manualClock, openPlatform } from '../../harness/platform.ts';

let platform: Platform;
let visitor: Visitor;
beforeAll(async () => {
  const clock = manualClock(Date.UTC(2026, 0, 1));
  platform = await openPlatform({ NODE_ENV: 'development' }, pino({ level: 'silent' }), clock);
  await anAccount(platform, 'berth');
  await anAccount(platform, 'north');
  visitor = aVisitor(platform);
  await visitor.signIn('admin@north.test');
});
afterAll(async () => platform.close());

test('403 for Allow until half a second after the consent page was shown, then 303', async () => {
  const { client_id: clientId } = await anIntegration(platform, 'berth', { redirectUri: 'https://shop.test/callback' });
  const page = await visitor.get(`/oauth?client_id=${clientId}&state=s`);
  const form = hiddenFields(page.body, '/oauth/allow');
  const grants = async () =>
    platform.world.db.selectFrom('grants').select('id').where('integration_id', '=', clientId).execute();
  for (const waitMs of [0, 499]) {
    platform.clock.advance(waitMs);
    const answer = await visitor.post('/oauth/allow', form);
    expect(answer.statusCode, answer.body).toBe(403);
    expect(answer.body).toContain('The button was pressed too early');
    expect(await grants()).toEqual([]);
  }
  platform.clock.advance(1);
  expect((await visitor.post('/oauth/allow', form)).statusCode).toBe(303);
  expect(await grants()).toHaveLength(1);
});
