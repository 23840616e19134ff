import type { DrivenBrowser, Tab } from './driven-browser.ts';
import { patienceMs, takesClick } from './driven-browser.ts';
import type { FirefoxElement, FirefoxPage } from './firefox.mjs';
import { launchFirefox } from './firefox.mjs';

export async function driveFirefox(): Promise<DrivenBrowser> {
  const browser = await launchFirefox();
  return {
    name: 'firefox',
    newTab: async () => tabOf(await browser.newPage()),
    hasDied: () => Promise.resolve(false),
    close: () => browser.close(),
  };
}

function tabOf(page: FirefoxPage): Tab {
  let leftTheWeb = false;
  page.on('requestfailed', (request) => {
    // Firefox reports the failed request that was redirected to an app’s address.
    if (request.failure()?.errorText === 'NS_ERROR_UNKNOWN_PROTOCOL') leftTheWeb = true;
  });
  const at = async (xpath: string): Promise<FirefoxElement> => {
    const found = await page.waitForSelector(`xpath/${xpath}`, { visible: true, timeout: patienceMs });
    if (found === null) throw new Error(`nothing at ${xpath}`);
    await page.waitForFunction(takesClick, { timeout: patienceMs }, found);
    return found;
  };
  return {
    open: async (address) => void (await page.goto(address, { waitUntil: 'domcontentloaded' })),
    waitFor: async (xpath) => void (await at(xpath)),
    click: async (xpath) => (await at(xpath)).click(),
    async pressKey(xpath, key) {
      await (await at(xpath)).focus();
      await page.keyboard.press(key === 'Space' ? ' ' : key);
    },
    type: async (xpath, text) => (await at(xpath)).type(text),
    async popup(press) {
      const opened = new Promise<Tab>((resolve) => page.once('popup', (popup) => resolve(tabOf(popup))));
      await press();
      return opened;
    },
    // The page itself is asked for its address: the driver's events arrive late in a busy browser.
    address: () => page.evaluate(() => location.href),
    text: () => page.evaluate(() => document.body.innerText),
    // The driver’s own command would wait for a load event, which a page restored from the cache never sends. Tests
    // wait for the page themselves.
    back: () => page.evaluate(() => void setTimeout(() => history.back())),
    isClosed: () => Promise.resolve(page.isClosed()),
    leftTheWeb: () => Promise.resolve(leftTheWeb),
    complaints: () => undefined,
    close: () => page.close(),
  };
}
