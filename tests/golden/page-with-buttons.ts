import { createContext, runInContext } from 'node:vm';

/** The effects of a click on a connect button. */
export interface ClickResult {
  /** The window that the click opened, or asked for if the browser blocked it. */
  readonly opened: { readonly url: string; readonly features: string } | undefined;
  /** Address of the plain link that the button shows when the browser opened no window. */
  readonly link: string | undefined;
  /** Address to which the page went after the message from the window. */
  readonly wentTo: string | undefined;
  /** Attributes of the button’s tag after the click, as `dataset` names them. */
  readonly data: Readonly<Record<string, string>>;
  readonly logged: readonly string[];
}

type Listener = (event: object) => void;

/** Stands for an element that only the look depends on: it accepts every call and has every member. */
function anything(own: Readonly<Record<string, unknown>> = {}): unknown {
  return new Proxy(function () {}, {
    get: (_, name) =>
      typeof name === 'string' && name in own ? own[name] : name === Symbol.toPrimitive ? () => '' : anything(),
    set: (_, name, value) => {
      const setter = own[`on set ${String(name)}`];
      if (typeof setter === 'function') setter(value);
      return true;
    },
    apply: () => anything(),
    construct: () => anything() as object,
  });
}

/** Runs the button’s script on a page at `https://shop.test` with one tag, and clicks the button. */
export function clickButton(
  script: string,
  element: { readonly className: string; readonly data: Readonly<Record<string, string>> },
  { blocked = false, message }: { readonly blocked?: boolean; readonly message?: unknown } = {},
): ClickResult {
  const platform = 'https://pristan.test';
  const data: Record<string, string> = { ...element.data };
  const logged: string[] = [];
  const listeners = new Map<string, Listener>();
  let click: Listener | undefined;
  let opened: ClickResult['opened'];
  let link: string | undefined;
  let wentTo: string | undefined;

  class HTMLScriptElement {
    src = `${platform}/auth/button.min.js`;
    dataset = data;
    nonce = '';
    type = '';
    isConnected = true;
    classList = { contains: (name: string) => element.className.split(' ').includes(name) };
    before = (): void => undefined;
  }
  class SVGElement {
    static [Symbol.hasInstance](): boolean {
      return true;
    }
  }
  const popup = { focus: () => undefined, closed: false };
  const tag = new HTMLScriptElement();
  const made: Readonly<Record<string, unknown>> = {
    button: anything({ addEventListener: (_: string, listener: Listener) => (click = listener) }),
    a: anything({ 'on set href': (href: string) => (link = href) }),
    div: anything({ dispatchEvent: () => true }),
  };
  const page: Record<string, unknown> = {
    URL,
    Element: class {},
    SVGElement,
    HTMLScriptElement,
    CustomEvent: class {},
    CSSStyleSheet: anything(),
    MutationObserver: class {
      observe = (): void => undefined;
    },
    crypto: { getRandomValues: (bytes: Uint8Array) => bytes.fill(0xab) },
    console: { error: (text: string) => logged.push(text) },
    document: {
      currentScript: tag,
      documentElement: { lang: 'en' },
      querySelectorAll: () => [tag],
      addEventListener: () => undefined,
      createElement: (name: string) => made[name] ?? anything(),
      createElementNS: () => anything(),
    },
    location: { href: 'https://shop.test/buy?item=1#top', assign: (url: string) => (wentTo = url) },
    addEventListener: (name: string, listener: Listener) => listeners.set(name, listener),
    removeEventListener: () => undefined,
    open: (url: string, _name: string, features: string) => {
      opened = { url, features };
      return blocked ? null : popup;
    },
    screenX: 0,
    screenY: 0,
    outerWidth: 1280,
    outerHeight: 800,
  };
  page['window'] = page;
  runInContext(script, createContext(page));
  click?.({});
  listeners.get('message')?.({ source: popup, origin: platform, data: message });
  return { opened, link, wentTo, data, logged };
}
