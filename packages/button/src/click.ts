import { authorizePath, authorizeUrl, integrationParameters, type Parameter } from './authorize-url.ts';
import { findCallback } from './callback.ts';
import { readMessage } from './message.ts';
import { randomHex } from './random-hex.ts';
import type { Dialect } from './tag.ts';
import { dialectOf } from './tag.ts';
import type { ButtonView } from './view.ts';
import { localeOf } from './texts.ts';

/** Width and height of the popup; Kommo's window is wider than amoCRM's. */
const popupSize = (dialect: Dialect): readonly [width: number, height: number] => [
  dialect === 'kommo' ? 1024 : 750,
  620,
];

/**
 * Makes a drawn button react to clicks. Attributes are read at the click, so a page may still change them after the
 * button was drawn.
 */
export function makeClickable(script: HTMLScriptElement, view: ButtonView, platform: string): void {
  const data = script.dataset;
  const dialect = dialectOf(script.classList);
  const path = authorizePath(dialect, localeOf(data, dialect));
  const windowName = `pristan-${randomHex()}`;
  let popup: Window | null = null;
  mintState(data);

  view.button.addEventListener('click', () => {
    const subject = integrationParameters(data);
    if (!subject) return;
    const state: Parameter = ['state', mintState(data)];
    const forPopup: Parameter[] = [
      ['mode', data['mode'] || 'popup'],
      // Query and fragment are left out: they may contain private data of the page and its user.
      ['origin', location.href.replace(/[?#].*/, '')],
    ];
    view.clear();
    delete data['error'];
    popup = openCentred(authorizeUrl(platform, [state, ...forPopup, ...subject], path), windowName, popupSize(dialect));
    if (popup) {
      addEventListener('message', onMessage);
      popup.focus();
      return;
    }
    // Without a mode the platform redirects its own window, as a plain link to the authorize page requires.
    const url = authorizeUrl(platform, [state, ...subject], path);
    if (tell('blocked', { url })) view.showBlocked(url);
  });

  function onMessage(event: MessageEvent<unknown>): void {
    if (event.source !== popup || event.origin !== platform) return;
    const message = readMessage(event.data, data['clientId']);
    if (!message) return;
    removeEventListener('message', onMessage);
    if (message.kind === 'go') {
      location.assign(message.url);
      return;
    }
    data['error'] = message.error;
    tell('denied', message.data);
    const name = data['errorCallback'];
    if (name) findCallback(window, name)?.(message.data);
  }

  /** Dispatches an event of the button; returns false when the page prevented its default. */
  function tell(what: 'blocked' | 'denied', detail: object): boolean {
    const init = { detail, bubbles: true, cancelable: what === 'blocked' };
    return view.wrapper.dispatchEvent(new CustomEvent(`pristan:${what}`, init));
  }
}

/** The `state` of a tag; a tag without one gets 128 random bits, written back to it. @see RFC 6749 §10.12 */
function mintState(data: DOMStringMap): string {
  return (data['state'] ||= randomHex());
}

/** Opens a window centred over the page's window; `null` when the browser refused. */
function openCentred(url: string, name: string, [width, height]: readonly [number, number]): Window | null {
  const left = Math.round(screenX + (outerWidth - width) / 2);
  const top = Math.round(screenY + (outerHeight - height) / 2);
  const features = `popup,scrollbars,resizable,width=${width},height=${height},left=${left},top=${top}`;
  const opened = window.open(url, name, features);
  // Some popup blockers return a window that is already closed.
  return opened && !opened.closed ? opened : null;
}
