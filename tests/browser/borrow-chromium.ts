import type { Browser, BrowserContext, BrowserContextOptions } from 'playwright-core';
import { launchChromium } from './chromium.mjs';

/**
 * The test worker's Chromium as one test file gets it: `contexts` lists only this file’s contexts, and `close` closes
 * only those.
 */
export type BorrowedChromium = Pick<Browser, 'newContext' | 'newPage' | 'contexts' | 'isConnected' | 'close'>;

let launched: Promise<Browser> | undefined;

/**
 * Lends a test file the Chromium that all files of its worker share. The browser starts with the first file and ends
 * with the worker.
 */
export async function borrowChromium(): Promise<BorrowedChromium> {
  if (
    launched !== undefined &&
    !(await launched.then(
      (browser) => browser.isConnected(),
      () => false,
    ))
  )
    launched = undefined;
  launched ??= launchChromium();
  const browser = await launched;
  const contexts = new Set<BrowserContext>();
  const newContext = async (options?: BrowserContextOptions): Promise<BrowserContext> => {
    const context = await browser.newContext(options);
    contexts.add(context);
    context.once('close', () => contexts.delete(context));
    return context;
  };
  return {
    newContext,
    async newPage(options) {
      const context = await newContext(options);
      const page = await context.newPage();
      page.once('close', () => void context.close());
      return page;
    },
    contexts: () => [...contexts],
    isConnected: () => browser.isConnected(),
    async close() {
      await Promise.allSettled([...contexts].map((context) => context.close()));
    },
  };
}
