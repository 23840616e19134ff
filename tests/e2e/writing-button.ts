import type { Locator, Page } from 'playwright-core';

/** A console button that writes, on a page ready for it. */
export interface ConsoleButton {
  /** Its `operationId`. */
  readonly operation: string;
  /** Purpose of the page, to distinguish several buttons of one operation. */
  readonly means: string;
  /** Stores what the button needs; returns the page's path below `/console`. */
  readonly at: () => Promise<string>;
  /** Fills in the form, or opens the dialog. */
  readonly before?: (page: Page) => Promise<unknown>;
  readonly button: (page: Page) => Locator;
  /** Present once the page shows success, and not before. */
  readonly end: (page: Page) => Locator;
}

/** The button with exactly this name. */
export function named(name: string) {
  return (page: Page): Locator => page.getByRole('button', { name, exact: true });
}

/** A status message, which a screen reader announces too. */
export function statusMessage(words: string) {
  return (page: Page): Locator => page.getByRole('status').getByText(words);
}

/** A button of the open dialog. */
export function inDialog(name: string) {
  return (page: Page): Locator => page.getByRole('dialog').getByRole('button', { name, exact: true });
}

/** Presses a button that opens something. */
export function clicked(name: string) {
  return (page: Page): Promise<void> => named(name)(page).click();
}
