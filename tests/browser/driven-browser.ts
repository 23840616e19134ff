/** A browser that one person uses, with the same interface for Chromium, Firefox and WebKit. */
export interface DrivenBrowser {
  readonly name: 'chromium' | 'firefox' | 'webkit';
  newTab(): Promise<Tab>;
  /** Whether the browser’s process has ended unexpectedly; `false` where the driver cannot tell. */
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
  /** Presses an element by mouse, at its centre. */
  click(xpath: string): Promise<void>;
  /** Presses a key with the focus on the element. */
  pressKey(xpath: string, key: 'Enter' | 'Space'): Promise<void>;
  type(xpath: string, text: string): Promise<void>;
  /** Calls `press`, and returns the window that it opens. */
  popup(press: () => Promise<void>): Promise<Tab>;
  address(): Promise<string>;
  /** Returns the visible text of the page. */
  text(): Promise<string>;
  back(): Promise<void>;
  isClosed(): Promise<boolean>;
  /** Whether the window was sent to an address that no browser opens, such as an app's. */
  leftTheWeb(): Promise<boolean>;
  /**
   * Console messages about violations of the page's Content-Security-Policy; `undefined` if this driver cannot tell.
   */
  complaints(): readonly string[] | undefined;
  close(): Promise<void>;
}

export const patienceMs = 20_000;

/** XPath of a button whose text starts with `words`. */
export function button(words: string): string {
  return `//button[starts-with(normalize-space(.), '${words}')]`;
}

/** XPath of a link whose text starts with `words`. */
export function link(words: string): string {
  return `//a[starts-with(normalize-space(.), '${words}')]`;
}

/** XPath of the input whose label starts with this text. */
export function field(label: string): string {
  return `//input[@id = //label[starts-with(normalize-space(.), '${label}')]/@for]`;
}

/**
 * Returns `true` if a press at the element's centre would reach it. Runs in the page, so it uses nothing from outside;
 * buttons that may not be pressed yet are blocked by a style sheet alone.
 */
export function takesClick(element: Element): boolean {
  // A font that arrives later would move the element before the press reaches it.
  if (document.fonts.status !== 'loaded') return false;
  const { left, top, width, height } = element.getBoundingClientRect();
  if (top < 0 || top + height > innerHeight) element.scrollIntoView({ block: 'center' });
  const now = element.getBoundingClientRect();
  const there = document.elementFromPoint(left + width / 2, now.top + height / 2);
  return there !== null && (element.contains(there) || there.contains(element));
}
