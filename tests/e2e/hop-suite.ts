import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dispatcher } from '../../apps/server/src/workers/deliver.ts';
import { startDispatcher } from '../../apps/server/src/workers/deliver.ts';
import type { DrivenBrowser } from '../browser/driven-browser.ts';
import { anAccount } from '../harness/people.ts';
import type { ReceivedRequest } from '../harness/received-requests.ts';
import { receivedRequests } from '../harness/received-requests.ts';
import type { Journey } from './hop-journeys.ts';
import { goThrough, journeys, journeysWithoutScripts, signInAt, titleOf } from './hop-journeys.ts';
import type { HopSite } from './hop-site.ts';
import { aHopSite } from './hop-site.ts';
import type { Places } from './install-journeys.ts';
import { install } from './install-journeys.ts';
import type { Stage } from './stage.ts';
import { openStage } from './stage.ts';

/** Options for driving a browser through the table. */
export interface HowDriven {
  /** Whether its journeys may go beside each other. */
  readonly concurrent: boolean;
  /** The same browser with scripts switched off, where that can be driven. */
  readonly withoutScripts?: () => Promise<DrivenBrowser>;
}

/** Registers the table of journeys as tests in this browser. */
export function describeHops(drive: () => Promise<DrivenBrowser>, how: HowDriven): void {
  const browsers: DrivenBrowser[] = [];
  let stage: Stage;
  let site: HopSite;
  let dispatcher: Dispatcher;
  let received: readonly ReceivedRequest[];
  let places: Places;
  beforeAll(async () => {
    stage = await openStage({ PRISTAN_HOOK_ALLOW: '127.0.0.0/8,::1/128' });
    received = receivedRequests(stage.platform);
    places = {
      owner: await anAccount(stage.platform, 'berth'),
      guestId: (await anAccount(stage.platform, 'north')).id,
    };
    dispatcher = startDispatcher(stage.platform.world);
    site = await aHopSite();
    const starts = how.withoutScripts === undefined ? [drive] : [drive, how.withoutScripts];
    for (const start of starts) {
      const browser = await start();
      browsers.push(browser);
      await signInAt({ stage, browser }, 'admin@north.test');
    }
  }, 120_000);
  afterAll(async () => {
    for (const browser of browsers) await browser.close();
    await site.close();
    await dispatcher.stop();
    await stage.close();
  });

  const ground = (at: 0 | 1) => {
    const browser = browsers[at];
    if (browser === undefined) throw new Error('no such browser was started');
    return { stage, site, browser };
  };
  const titled = (all: readonly Journey[]) => all.map((journey) => [titleOf(journey), journey] as const);
  const options = { timeout: 60_000, concurrent: how.concurrent };

  describe('the code comes to the callback once, and the person ends where it leads', options, () => {
    test.each(titled(journeys))('%s', (_, journey) => goThrough(ground(0), journey));
  });

  if (how.withoutScripts !== undefined) {
    describe('without scripts', options, () => {
      test.each(titled(journeysWithoutScripts))('%s', (_, journey) => goThrough(ground(1), journey));
    });
  }

  describe('an installation sends its code once, and ends on a page of the platform', { timeout: 60_000 }, () => {
    test.each(['page', 'popup'] as const)('%s', (mode) => install(ground(0), places, mode));
  });

  test('no address of the platform had a code in it', () => {
    expect(received.filter(({ url }) => url.startsWith('/oauth/leave/')).length).toBeGreaterThan(0);
    expect(received.filter(({ url }) => /[?&](code|secrets_code)=/.test(url))).toEqual([]);
  });
}
