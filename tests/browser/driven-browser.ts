/** A browser with one person at it, as far as a journey needs one: the same for Chromium, Firefox and WebKit. */
export interface DrivenBrowser {
  readonly name: 'chromium' | 'firefox' | 'webkit';
  newTab(): Promise<Tab>;
  close(): Promise<void>;
}

/**
 * A tab or a window of it. What is pressed or typed into is named by an XPath, which all three drivers know; each method
 * waits until it is there and takes a press, {@link patienceMs} at most.
 */
export interface Tab {
  open(address: string): Promise<void>;
  waitFor(xpath: string): Promise<void>;
  /** By the mouse, in the middle of it. */
  click(xpath: string): Promise<void>;
  /** By the keyboard, with the focus on it. */
  pressKey(xpath: string, key: 'Enter' | 'Space'): Promise<void>;
  type(xpath: string, text: string): Promise<void>;
  /** The window that `press` opens. */
  popup(press: () => Promise<void>): Promise<Tab>;
  address(): Promise<string>;
  /** Text that a person reads on the page. */
  text(): Promise<string>;
  back(): Promise<void>;
  isClosed(): Promise<boolean>;
  /** Whether it was sent to an address that no browser opens, such as an app's. */
  leftTheWeb(): Promise<boolean>;
  /** Console messages about the page's policy; `undefined`: this driver can't tell. */
  complaints(): readonly string[] | undefined;
  close(): Promise<void>;
}

export const patienceMs = 10_000;

/** A button whose words begin so. */
export function button(words: string): string {
  return `//button[starts-with(normalize-space(.), '${words}')]`;
}

/** A link whose words begin so. */
export function link(words: string): string {
  return `//a[starts-with(normalize-space(.), '${words}')]`;
}

/** An input by its label. */
export function field(label: string): string {
  return `//input[@id = //label[starts-with(normalize-space(.), '${label}')]/@for]`;
}

/**
 * Whether a press in the middle of an element would reach it. Runs in the page, so it stands for itself: buttons that take
 * no press at first are dimmed by the style sheet alone.
 */
export function takesPress(element: Element): boolean {
  const { left, top, width, height } = element.getBoundingClientRect();
  if (top < 0 || top + height > innerHeight) element.scrollIntoView({ block: 'center' });
  const now = element.getBoundingClientRect();
  const there = document.elementFromPoint(left + width / 2, now.top + height / 2);
  return there !== null && (element.contains(there) || there.contains(element));
}
