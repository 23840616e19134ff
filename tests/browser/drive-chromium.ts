import type { BrowserContext, Page } from 'playwright-core';
import { borrowChromium } from './borrow-chromium.ts';
import type { DrivenBrowser, Tab } from './driven-browser.ts';
import { patienceMs } from './driven-browser.ts';

/**
 * Starts Chromium with one person’s cookies and windows.
 *
 * @param options `javaScript: false` switches scripts off
 */
export async function driveChromium(options: { readonly javaScript?: boolean } = {}): Promise<DrivenBrowser> {
  const browser = await borrowChromium();
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
    // Sends the browser a command to see whether it lives: its disconnection may be reported later than the failure it
    // causes.
    hasDied: () =>
      context.cookies().then(
        () => !browser.isConnected(),
        () => true,
      ),
    close: () => browser.close(),
  };
}

interface Watched {
  leftTheWeb: boolean;
  readonly complaints: string[];
}

/** Records each page's events from its start: a popup may be closed before a test asks for them. */
function watch(context: BrowserContext): (page: Page) => Watched {
  const watched = new WeakMap<Page, Watched>();
  context.on('page', (page) => {
    const seen: Watched = { leftTheWeb: false, complaints: [] };
    watched.set(page, seen);
    // Only a failed request shows that the window was redirected to an address that is no http.
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
      // A hidden element takes no focus, so this waits until it is visible.
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
