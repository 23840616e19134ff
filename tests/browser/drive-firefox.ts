import type { DrivenBrowser, Tab } from './driven-browser.ts';
import { patienceMs, takesPress } from './driven-browser.ts';
import type { FirefoxElement, FirefoxPage } from './firefox.mjs';
import { launchFirefox } from './firefox.mjs';

export async function driveFirefox(): Promise<DrivenBrowser> {
  const browser = await launchFirefox();
  return {
    name: 'firefox',
    newTab: async () => tabOf(await browser.newPage()),
    close: () => browser.close(),
  };
}

function tabOf(page: FirefoxPage): Tab {
  let leftTheWeb = false;
  page.on('requestfailed', (request) => {
    // Firefox reports the request whose answer redirected there.
    if (request.failure()?.errorText === 'NS_ERROR_UNKNOWN_PROTOCOL') leftTheWeb = true;
  });
  const at = async (xpath: string): Promise<FirefoxElement> => {
    const found = await page.waitForSelector(`xpath/${xpath}`, { visible: true, timeout: patienceMs });
    if (found === null) throw new Error(`nothing at ${xpath}`);
    await page.waitForFunction(takesPress, { timeout: patienceMs }, found);
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
    address: () => Promise.resolve(page.url()),
    text: () => page.evaluate(() => document.body.innerText),
    back: async () => void (await page.goBack({ waitUntil: 'domcontentloaded' })),
    isClosed: () => Promise.resolve(page.isClosed()),
    leftTheWeb: () => Promise.resolve(leftTheWeb),
    complaints: () => undefined,
    close: () => page.close(),
  };
}
