import { authorizeUrl, subjectOf, type Parameter } from './authorize-url.ts';
import { findCallback } from './callback.ts';
import { readMessage } from './message.ts';
import { randomHex } from './random-hex.ts';
import type { View } from './view.ts';

const popupWidth = 750;
const popupHeight = 620;

/**
 * Makes a drawn button work. Attributes are read at the press, so a page may still change them after the button
 * appeared.
 */
export function makePressable(script: HTMLScriptElement, view: View, platform: string): void {
  const data = script.dataset;
  const windowName = `pristan-${randomHex()}`;
  let popup: Window | null = null;
  mintState(data);

  view.button.addEventListener('click', () => {
    const subject = subjectOf(data);
    if (!subject) return;
    const state: Parameter = ['state', mintState(data)];
    const forPopup: Parameter[] = [
      ['mode', data['mode'] || 'popup'],
      ['origin', location.href],
    ];
    view.clear();
    delete data['error'];
    popup = openCentred(authorizeUrl(platform, [state, ...forPopup, ...subject]), windowName);
    if (popup) {
      addEventListener('message', onMessage);
      popup.focus();
      return;
    }
    // Without a mode the platform redirects the window it is in, which is what a plain link needs.
    const url = authorizeUrl(platform, [state, ...subject]);
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

  /** False when the page prevented the default. */
  function tell(what: 'blocked' | 'denied', detail: object): boolean {
    const init = { detail, bubbles: true, cancelable: what === 'blocked' };
    return view.wrapper.dispatchEvent(new CustomEvent(`pristan:${what}`, init));
  }
}

/** The tag's state; one of 128 random bits is made and written back to the tag when it has none. */
function mintState(data: DOMStringMap): string {
  return (data['state'] ||= randomHex());
}

/** Opens over the middle of this window; `null` when the browser refused. */
function openCentred(url: string, name: string): Window | null {
  const left = Math.round(screenX + (outerWidth - popupWidth) / 2);
  const top = Math.round(screenY + (outerHeight - popupHeight) / 2);
  const features = `popup,scrollbars,resizable,width=${popupWidth},height=${popupHeight},left=${left},top=${top}`;
  const opened = window.open(url, name, features);
  // Some blockers hand out a window that is closed already.
  return opened && !opened.closed ? opened : null;
}
