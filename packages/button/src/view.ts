import { coloursOf } from './colours.ts';
import { drawMark } from './mark.ts';
import { applyStyle } from './style.ts';
import { dialectOf, wrapperClass } from './tag.ts';
import { buttonTexts } from '@pristan/locales/button';
import { localeOf } from './texts.ts';

/** A drawn button: the `<div>` that the integrator can style, the real button in it, and an element for messages. */
export interface ButtonView {
  readonly wrapper: HTMLElement;
  readonly button: HTMLButtonElement;
  /**
   * Shows that the popup was blocked, with a link that opens `url` in the page's window; screen readers announce it.
   */
  showBlocked(url: string): void;
  clear(): void;
}

/** Draws the button of a script tag, without inserting it into the page. */
export function drawButton(script: HTMLScriptElement): ButtonView {
  const data = script.dataset;
  const dialect = dialectOf(script.classList);
  const locale = localeOf(data, dialect);
  const said = buttonTexts[locale];

  const wrapper = document.createElement('div');
  wrapper.className = wrapperClass(data, dialect);
  const root = wrapper.attachShadow({ mode: 'open' });
  applyStyle(root, coloursOf(data), script.nonce);

  const button = document.createElement('button');
  button.type = 'button';
  button.setAttribute('part', 'button');
  button.append(drawMark());
  const title = data['title'] || said.title;
  if (!data['title']) button.lang = locale;
  if (data['compact'] === 'true') {
    button.className = 'compact';
    button.title = title;
    button.setAttribute('aria-label', title);
  } else {
    button.append(title);
  }

  // Screen readers announce a live region only if it existed before its text.
  const note = document.createElement('p');
  note.lang = locale;
  note.setAttribute('role', 'status');
  note.setAttribute('part', 'note');
  root.append(button, note);

  return {
    wrapper,
    button,
    showBlocked(url) {
      const link = document.createElement('a');
      link.href = url;
      // The authorize page can't be framed, so in a frame the link leaves the frame; outside a frame `_top` is the
      // page's own window.
      link.target = '_top';
      link.append(said.link);
      note.append(said.blocked, link, '.');
    },
    clear() {
      note.textContent = '';
    },
  };
}
