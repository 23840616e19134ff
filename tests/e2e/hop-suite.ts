import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import type { Dispatcher } from '../../apps/server/src/workers/deliver.ts';
import { startDispatcher } from '../../apps/server/src/workers/deliver.ts';
import type { DrivenBrowser } from '../browser/driven-browser.ts';
import { anAccount } from '../harness/fixtures.ts';
import type { ReceivedRequest } from '../harness/received-requests.ts';
import { receivedRequests } from '../harness/received-requests.ts';
import type { JourneyFixture, Journey } from './hop-journeys.ts';
import { goThrough, journeys, journeysWithoutScripts, signInAt, titleOf } from './hop-journeys.ts';
import type { HopSite } from './hop-site.ts';
import { aHopSite } from './hop-site.ts';
import type { InstallAccounts } from './install-journeys.ts';
import { install } from './install-journeys.ts';
import type { BrowserFixture } from './browser-fixture.ts';
import { openBrowserFixture } from './browser-fixture.ts';

/** Options for driving a browser through the journeys of `hop-journeys.ts`. */
export interface HowDriven {
  /** `true` if journeys in this browser may run concurrently. */
  readonly concurrent: boolean;
  /** Further attempts for a journey; for browsers whose driver sometimes loses a press or an event. Default: 0. */
  readonly retry?: number;
  /** The same browser without scripts, where that can be driven. */
  readonly withoutScripts?: () => Promise<DrivenBrowser>;
}

/** Registers the journeys of `hop-journeys.ts` as tests in one browser. */
export function describeHops(drive: () => Promise<DrivenBrowser>, how: HowDriven): void {
  const starts = how.withoutScripts === undefined ? [drive] : [drive, how.withoutScripts];
  const browsers: Promise<DrivenBrowser>[] = [];
  let stage: BrowserFixture;
  let site: HopSite;
  let dispatcher: Dispatcher;
  let received: readonly ReceivedRequest[];
  let places: InstallAccounts;
  beforeAll(async () => {
    stage = await openBrowserFixture({ PRISTAN_HOOK_ALLOW: '127.0.0.0/8,::1/128' });
    received = receivedRequests(stage.platform);
    places = {
      owner: await anAccount(stage.platform, 'berth'),
      guestId: (await anAccount(stage.platform, 'north')).id,
    };
    dispatcher = startDispatcher(stage.platform.world);
    site = await aHopSite();
    for (const start of starts) {
      browsers.push(signedIn(start));
      await browsers.at(-1);
    }
  }, 180_000);
  afterAll(async () => {
    for (const browser of await Promise.allSettled(browsers))
      if (browser.status === 'fulfilled') await browser.value.close();
    await site.close();
    await dispatcher.stop();
    await stage.close();
  });

  async function signedIn(start: () => Promise<DrivenBrowser>): Promise<DrivenBrowser> {
    const browser = await start();
    await signInAt({ stage, browser }, 'admin@north.test');
    return browser;
  }

  /**
   * Runs a journey. If its browser process has died, for want of memory say, one new browser is started for all
   * journeys that shared it, and each of them starts again.
   */
  async function through(at: 0 | 1, journey: (ground: JourneyFixture) => Promise<void>): Promise<void> {
    const shared = browsers[at];
    const start = starts[at];
    if (shared === undefined || start === undefined) throw new Error('no such browser was started');
    const browser = await shared;
    try {
      await journey({ stage, site, browser });
    } catch (error) {
      if (!(await browser.hasDied())) throw error;
      if (browsers[at] === shared) browsers[at] = signedIn(start);
      await journey({ stage, site, browser: (await browsers[at]) ?? browser });
    }
  }

  const titled = (all: readonly Journey[]) => all.map((journey) => [titleOf(journey), journey] as const);
  const options = { timeout: 60_000, concurrent: how.concurrent, retry: how.retry ?? 0 };

  describe('with scripts', options, () => {
    test.each(titled(journeys))(
      'one code or refusal arrives, and the person ends at the callback’s target: %s',
      (_, journey) => through(0, (ground) => goThrough(ground, journey)),
    );
  });

  if (how.withoutScripts !== undefined) {
    describe('without scripts', options, () => {
      test.each(titled(journeysWithoutScripts))('without scripts one code or refusal arrives: %s', (_, journey) =>
        through(1, (ground) => goThrough(ground, journey)),
      );
    });
  }

  describe('installation', { timeout: 60_000, retry: how.retry ?? 0 }, () => {
    test.each(['page', 'popup'] as const)(
      'an installation in a %s sends its code once and ends on a page of the platform',
      (mode) => through(0, (ground) => install(ground, places, mode)),
    );
  });

  test('no URL of the platform contained a code', () => {
    expect(received.filter(({ url }) => url.startsWith('/oauth/leave/')).length).toBeGreaterThan(0);
    expect(received.filter(({ url }) => /[?&](code|secrets_code)=/.test(url))).toEqual([]);
  });
}
