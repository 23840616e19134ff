import type { Browser, BrowserContext, LaunchOptions, Page } from 'playwright-core';
import { launchChromium } from '../../../../tests/browser/chromium.mjs';

/** A browser; one that blocks popups does as a person's does: Playwright's own switches that off. */
export async function openBrowser({ blocksPopups = false } = {}): Promise<Browser> {
  const options: LaunchOptions = blocksPopups ? { ignoreDefaultArgs: ['--disable-popup-blocking'] } : {};
  return launchChromium(options);
}

/** A page and everything it complained about: console errors, uncaught errors, violations of its policy. */
export async function openPage(
  browser: Browser,
  url: string,
  options: Parameters<Browser['newContext']>[0] = {},
): Promise<{ page: Page; context: BrowserContext; complaints: string[] }> {
  const context = await browser.newContext(options);
  const page = await context.newPage();
  const complaints: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') complaints.push(message.text());
  });
  page.on('pageerror', (error) => complaints.push(error.message));
  await page.goto(url);
  return { page, context, complaints };
}
