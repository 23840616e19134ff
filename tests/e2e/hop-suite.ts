import { afterAll, beforeAll, describe, test } from 'vitest';
import type { Dispatcher } from '../../apps/server/src/workers/deliver.ts';
import { startDispatcher } from '../../apps/server/src/workers/deliver.ts';
import type { DrivenBrowser } from '../browser/driven-browser.ts';
import { anAccount } from '../harness/people.ts';
import { goThrough, journeys, signInAt, titleOf } from './hop-journeys.ts';
import type { HopSite } from './hop-site.ts';
import { aHopSite } from './hop-site.ts';
import type { Stage } from './stage.ts';
import { openStage } from './stage.ts';

/** Registers the table of journeys as tests in this browser. */
export function describeHops(drive: () => Promise<DrivenBrowser>, options: { readonly concurrent: boolean }): void {
  let stage: Stage;
  let site: HopSite;
  let browser: DrivenBrowser;
  let dispatcher: Dispatcher;
  beforeAll(async () => {
    stage = await openStage({ PRISTAN_HOOK_ALLOW: '127.0.0.0/8,::1/128' });
    await anAccount(stage.platform, 'berth');
    await anAccount(stage.platform, 'north');
    dispatcher = startDispatcher(stage.platform.world);
    [site, browser] = [await aHopSite(), await drive()];
    await signInAt({ stage, browser }, 'admin@north.test');
  }, 120_000);
  afterAll(async () => {
    await browser.close();
    await site.close();
    await dispatcher.stop();
    await stage.close();
  });

  describe(
    'the code comes to the callback once, and the person ends where it leads',
    {
      timeout: 60_000,
      concurrent: options.concurrent,
    },
    () => {
      test.each(journeys.map((journey) => [titleOf(journey), journey] as const))('%s', (_, journey) =>
        goThrough({ stage, site, browser }, journey),
      );
    },
  );
}
