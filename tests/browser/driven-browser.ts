/** A browser with one person at it, with the same interface for Chromium, Firefox and WebKit. */
export interface DrivenBrowser {
  readonly name: 'chromium' | 'firefox' | 'webkit';
  newTab(): Promise<Tab>;
  /** `true` once its process has ended unexpectedly; `false` where the driver cannot tell. */
  hasDied(): Promise<boolean>;
  close(): Promise<void>;
}

/**
 * A tab or window. Elements are named by XPath, which all three drivers support; each method waits up to {@link
 * patienceMs} until the element is there and can be pressed.
 */
export interface Tab {
  open(address: string): Promise<void>;
  waitFor(xpath: string): Promise<void>;
  /** By mouse, at the element's centre. */
  click(xpath: string): Promise<void>;
  /** By keyboard, with the focus on the element. */
  pressKey(xpath: string, key: 'Enter' | 'Space'): Promise<void>;
  type(xpath: string, text: string): Promise<void>;
  /** The window that `press` opens. */
  popup(press: () => Promise<void>): Promise<Tab>;
  address(): Promise<string>;
  /** The visible text of the page. */
  text(): Promise<string>;
  back(): Promise<void>;
  isClosed(): Promise<boolean>;
  /** `true` for an address that no browser opens, such as an app's. */
  leftTheWeb(): Promise<boolean>;
  /** Console messages about the page's policy; `undefined` if this driver cannot tell. */
  complaints(): readonly string[] | undefined;
  close(): Promise<void>;
}

export const patienceMs = 20_000;

/** A button whose text starts with `words`. */
export function button(words: string): string {
  return `//button[starts-with(normalize-space(.), '${words}')]`;
}

/** A link whose text starts with `words`. */
export function link(words: string): string {
  return `//a[starts-with(normalize-space(.), '${words}')]`;
}

/** An input by the start of its label. */
export function field(label: string): string {
  return `//input[@id = //label[starts-with(normalize-space(.), '${label}')]/@for]`;
}

/**
 * Returns `true` if a press at the element's centre would reach it. Runs in the page, so it uses nothing from outside;
 * a stylesheet alone blocks buttons that may not be pressed yet.
 */
export function takesClick(element: Element): boolean {
  // A font that arrives later would move the element away from under the press.
  if (document.fonts.status !== 'loaded') return false;
  const { left, top, width, height } = element.getBoundingClientRect();
  if (top < 0 || top + height > innerHeight) element.scrollIntoView({ block: 'center' });
  const now = element.getBoundingClientRect();
  const there = document.elementFromPoint(left + width / 2, now.top + height / 2);
  return there !== null && (element.contains(there) || there.contains(element));
}
