import type { BrowserContext, Page } from 'playwright-core';
import { launchChromium } from './chromium.mjs';
import type { DrivenBrowser, Tab } from './driven-browser.ts';
import { patienceMs } from './driven-browser.ts';

/** @param options `javaScript: false` for somebody who has switched it off */
export async function driveChromium(options: { readonly javaScript?: boolean } = {}): Promise<DrivenBrowser> {
  const browser = await launchChromium();
  const context = await browser.newContext({
    locale: 'en-GB',
    ignoreHTTPSErrors: true,
    javaScriptEnabled: options.javaScript ?? true,
  });
  context.setDefaultTimeout(patienceMs);
  const tabs = watch(context);
  return {
    name: 'chromium',
    newTab: async () => tabOf(await context.newPage(), tabs),
    close: () => browser.close(),
  };
}

interface Watched {
  leftTheWeb: boolean;
  readonly complaints: string[];
}

/** Records each page's events from its first moment on: a popup may be done before anybody asks. */
function watch(context: BrowserContext): (page: Page) => Watched {
  const watched = new WeakMap<Page, Watched>();
  context.on('page', (page) => {
    const seen: Watched = { leftTheWeb: false, complaints: [] };
    watched.set(page, seen);
    // Only then is the window free to go elsewhere.
    page.on('requestfailed', (request) => {
      if (!/^(https?|data|blob):/.test(request.url())) seen.leftTheWeb = true;
    });
    page.on('console', (message) => {
      if (/content.security.policy|form-action/i.test(message.text())) seen.complaints.push(message.text());
    });
  });
  return (page) => watched.get(page) ?? { leftTheWeb: false, complaints: [] };
}

function tabOf(page: Page, watched: (page: Page) => Watched): Tab {
  const at = (xpath: string) => page.locator(`xpath=${xpath}`).first();
  return {
    open: async (address) => void (await page.goto(address, { waitUntil: 'domcontentloaded' })),
    waitFor: (xpath) => at(xpath).waitFor(),
    click: (xpath) => at(xpath).click({ noWaitAfter: true }),
    async pressKey(xpath, key) {
      // A hidden element takes no focus: wait until it is visible.
      await at(xpath).click({ trial: true });
      await at(xpath).focus();
      await page.keyboard.press(key);
    },
    type: (xpath, text) => at(xpath).fill(text),
    async popup(press) {
      const [popup] = await Promise.all([page.waitForEvent('popup'), press()]);
      return tabOf(popup, watched);
    },
    address: () => Promise.resolve(page.url()),
    text: () => page.locator('body').innerText(),
    back: async () => void (await page.goBack({ waitUntil: 'domcontentloaded' })),
    isClosed: () => Promise.resolve(page.isClosed()),
    leftTheWeb: () => Promise.resolve(watched(page).leftTheWeb),
    complaints: () => watched(page).complaints,
    close: () => page.close(),
  };
}
