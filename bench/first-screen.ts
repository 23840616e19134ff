import { gzipSync } from 'node:zlib';
import { launchChromium } from '../tests/browser/chromium.mjs';

const RUNS = 7;

export interface FirstScreen {
  readonly scriptBytes: number;
  readonly p50Ms: number;
  readonly worstMs: number;
  readonly runs: number;
}

/** A page of the console in Chromium, each time with nothing kept: from the address to the first row of its list. */
export async function firstScreen(port: number, cookie: string, path: string): Promise<FirstScreen> {
  const browser = await launchChromium({ args: [`--host-resolver-rules=MAP localhost:4400 127.0.0.1:${port}`] });
  const times: number[] = [];
  let scriptBytes = 0;
  const [name = '', value = ''] = cookie.split('=');
  try {
    for (let run = 0; run <= RUNS; run++) {
      const context = await browser.newContext({ viewport: { width: 1200, height: 900 } });
      await context.addCookies([{ name, value, url: 'http://localhost:4400' }]);
      const page = await context.newPage();
      const scripts: Promise<Buffer>[] = [];
      page.on('response', (response) => {
        if (response.url().endsWith('.js')) scripts.push(response.body());
      });
      const startedAt = performance.now();
      await page.goto(`http://localhost:4400${path}`, { waitUntil: 'commit' });
      await page.locator('.rows > li').first().waitFor();
      // The first run starts the browser's own processes.
      if (run > 0) times.push(performance.now() - startedAt);
      await page.waitForLoadState('networkidle');
      scriptBytes = (await Promise.all(scripts)).reduce((sum, script) => sum + gzipSync(script).length, 0);
      await context.close();
    }
  } finally {
    await browser.close();
  }
  times.sort((a, b) => a - b);
  return {
    scriptBytes,
    p50Ms: times[Math.floor(RUNS / 2)] ?? Number.NaN,
    worstMs: times.at(-1) ?? Number.NaN,
    runs: RUNS,
  };
}
