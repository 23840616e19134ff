/** A mouse, a keyboard and eyes in one tab: the part of puppeteer's page that the journeys use. */
export interface FirefoxPage {
  goto(address: string, options: { waitUntil: 'domcontentloaded' }): Promise<unknown>;
  goBack(options: { waitUntil: 'domcontentloaded' }): Promise<unknown>;
  url(): string;
  isClosed(): boolean;
  close(): Promise<void>;
  waitForSelector(selector: string, options: { visible: true; timeout: number }): Promise<FirefoxElement | null>;
  waitForFunction(
    test: (element: Element) => boolean,
    options: { timeout: number },
    element: FirefoxElement,
  ): Promise<unknown>;
  evaluate<Answer>(run: () => Answer): Promise<Answer>;
  readonly keyboard: { press(key: 'Enter' | ' '): Promise<void> };
  on(event: 'requestfailed', heard: (request: FirefoxRequest) => void): void;
  once(event: 'popup', heard: (popup: FirefoxPage) => void): void;
}

export interface FirefoxElement {
  click(): Promise<void>;
  focus(): Promise<void>;
  type(text: string): Promise<void>;
}

export interface FirefoxRequest {
  url(): string;
  failure(): { readonly errorText: string } | null;
}

export interface Firefox {
  newPage(): Promise<FirefoxPage>;
  close(): Promise<void>;
}

export function firefoxPath(): Promise<string>;
export function launchFirefox(): Promise<Firefox>;
