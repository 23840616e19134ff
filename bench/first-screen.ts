import type { Page } from 'playwright-core';
import { launchChromium } from '../tests/browser/chromium.mjs';

const RUNS = 7;

/** A network that Chromium emulates. */
export interface Network {
  readonly bitsPerSecond: number;
  readonly latencyMs: number;
}

/** Median and worst time of several page loads. */
export interface MedianAndWorst {
  readonly p50Ms: number;
  readonly worstMs: number;
}

export interface FirstScreen {
  /** Bytes over the wire until the network was idle, headers included. */
  readonly bytes: { readonly scripts: number; readonly styles: number; readonly all: number };
  readonly requests: number;
  readonly firstPaint: MedianAndWorst;
  readonly list: MedianAndWorst;
  readonly runs: number;
}

/**
 * Loads a console page in Chromium with an empty cache, and measures the time to the first contentful paint and to the
 * first row of the page's list.
 */
export async function firstScreen(
  port: number,
  cookie: string,
  { path, network }: { readonly path: string; readonly network?: Network },
): Promise<FirstScreen> {
  const browser = await launchChromium({ args: [`--host-resolver-rules=MAP localhost:4400 127.0.0.1:${port}`] });
  const paints: number[] = [];
  const lists: number[] = [];
  let loaded: Pick<FirstScreen, 'bytes' | 'requests'> = { bytes: { scripts: 0, styles: 0, all: 0 }, requests: 0 };
  const [name = '', value = ''] = cookie.split('=');
  try {
    for (let run = 0; run <= RUNS; run++) {
      const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
      await context.addCookies([{ name, value, url: 'http://localhost:4400' }]);
      const page = await context.newPage();
      if (network !== undefined) await slow(page, network);
      const startedAt = performance.now();
      await page.goto(`http://localhost:4400${path}`, { waitUntil: 'commit' });
      await page.locator('.rows > li').first().waitFor();
      const list = performance.now() - startedAt;
      await page.waitForLoadState('networkidle');
      loaded = await loadedBy(page);
      // The first page load also starts the browser's processes.
      if (run > 0) {
        lists.push(list);
        paints.push(await paintOf(page));
      }
      await context.close();
    }
  } finally {
    await browser.close();
  }
  return { ...loaded, firstPaint: spread(paints), list: spread(lists), runs: RUNS };
}

/**
 * Slows the page's network down. @see
 * https://chromedevtools.github.io/devtools-protocol/tot/Network/#method-emulateNetworkConditions
 */
async function slow(page: Page, { bitsPerSecond, latencyMs }: Network): Promise<void> {
  const session = await page.context().newCDPSession(page);
  await session.send('Network.enable');
  await session.send('Network.emulateNetworkConditions', {
    offline: false,
    latency: latencyMs,
    downloadThroughput: bitsPerSecond / 8,
    uploadThroughput: bitsPerSecond / 8,
  });
}

async function paintOf(page: Page): Promise<number> {
  return page.evaluate(() => performance.getEntriesByName('first-contentful-paint')[0]?.startTime ?? Number.NaN);
}

async function loadedBy(page: Page): Promise<Pick<FirstScreen, 'bytes' | 'requests'>> {
  return page.evaluate(() => {
    const entries = performance.getEntries().filter((entry) => entry instanceof PerformanceResourceTiming);
    const sum = (ending: string): number =>
      entries.filter(({ name: address }) => address.endsWith(ending)).reduce((all, one) => all + one.transferSize, 0);
    return { bytes: { scripts: sum('.js'), styles: sum('.css'), all: sum('') }, requests: entries.length };
  });
}

function spread(times: number[]): MedianAndWorst {
  times.sort((a, b) => a - b);
  return { p50Ms: times[Math.floor(times.length / 2)] ?? Number.NaN, worstMs: times.at(-1) ?? Number.NaN };
}
