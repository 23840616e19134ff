import type { BrowserContext, Page } from 'playwright-core';
import type { BorrowedChromium } from '../../../../tests/browser/borrow-chromium.ts';
import { borrowChromium } from '../../../../tests/browser/borrow-chromium.ts';
import { launchChromium } from '../../../../tests/browser/chromium.mjs';

/**
 * Opens a browser for a test. With `blocksPopups` the browser blocks popups like a user's, which Playwright turns off
 * by default.
 */
export async function openBrowser({ blocksPopups = false } = {}): Promise<BorrowedChromium> {
  return blocksPopups ? launchChromium({ ignoreDefaultArgs: ['--disable-popup-blocking'] }) : borrowChromium();
}

/**
 * Opens a page and collects everything that it reports: console errors and warnings, uncaught errors, policy
 * violations.
 */
export async function openPage(
  browser: BorrowedChromium,
  url: string,
  options: Parameters<BorrowedChromium['newContext']>[0] = {},
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
