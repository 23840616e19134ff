import type { Locator, Page } from 'playwright-core';

/** A button of the console that writes, on a page that is ready for it. */
export interface ConsoleButton {
  /** By its `operationId`. */
  readonly operation: string;
  /** Purpose of the page, to tell apart several buttons of one operation. */
  readonly means: string;
  /** Stores what the button needs; its page, below `/console`. */
  readonly at: () => Promise<string>;
  /** Fills the form in, or opens the dialog. */
  readonly before?: (page: Page) => Promise<unknown>;
  readonly button: (page: Page) => Locator;
  /** Is there once the page shows the right end, and not before. */
  readonly end: (page: Page) => Locator;
}

/** The button of exactly this name. */
export function named(name: string) {
  return (page: Page): Locator => page.getByRole('button', { name, exact: true });
}

/** Locates a status message, which a screen reader announces too. */
export function said(words: string) {
  return (page: Page): Locator => page.getByRole('status').getByText(words);
}

/** The button of the dialog that is open. */
export function inDialog(name: string) {
  return (page: Page): Locator => page.getByRole('dialog').getByRole('button', { name, exact: true });
}

/** A press that opens something. */
export function pressed(name: string) {
  return (page: Page): Promise<void> => named(name)(page).click();
}
