import type { Locator, Page } from 'playwright-core';

/** A console button that sends a write, and how to get its page ready. */
export interface ConsoleButton {
  /** The `operationId` of the write that the button sends. */
  readonly operation: string;
  /** Purpose of the button, to distinguish several buttons of one operation. */
  readonly means: string;
  /** Stores what the button needs; returns the path of its page below `/console`. */
  readonly at: () => Promise<string>;
  /** Fills in the form, or opens the dialog. */
  readonly before?: (page: Page) => Promise<unknown>;
  readonly button: (page: Page) => Locator;
  /** Finds an element that is present once the page shows success, and not before. */
  readonly end: (page: Page) => Locator;
}

/** Finds the button with exactly this name. */
export function named(name: string) {
  return (page: Page): Locator => page.getByRole('button', { name, exact: true });
}

/** Finds a status message with these words, which a screen reader announces too. */
export function statusMessage(words: string) {
  return (page: Page): Locator => page.getByRole('status').getByText(words);
}

/** Finds a button of the open dialog by its name. */
export function inDialog(name: string) {
  return (page: Page): Locator => page.getByRole('dialog').getByRole('button', { name, exact: true });
}

/** Presses a button by its name, to open a form or a dialog. */
export function clicked(name: string) {
  return (page: Page): Promise<void> => named(name)(page).click();
}
