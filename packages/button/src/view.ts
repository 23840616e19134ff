import { coloursOf } from './colours.ts';
import { drawMark } from './mark.ts';
import { dress } from './style.ts';
import { dialectOf, wrapperClass } from './tag.ts';
import { localeOf, words } from './words.ts';

/** One drawn button: the `<div>` that the integrator can style, the real button in it, and a place for messages. */
export interface View {
  readonly wrapper: HTMLElement;
  readonly button: HTMLButtonElement;
  /** Says that the window was blocked and offers `url` in this window; read out by screen readers. */
  showBlocked(url: string): void;
  clear(): void;
}

/** Draws the button that a tag asks for. Nothing is in the page yet. */
export function draw(script: HTMLScriptElement): View {
  const data = script.dataset;
  const locale = localeOf(data, document.documentElement.lang);
  const said = words[locale];

  const wrapper = document.createElement('div');
  wrapper.className = wrapperClass(data, dialectOf(script.classList));
  const root = wrapper.attachShadow({ mode: 'open' });
  dress(root, coloursOf(data), script.nonce);

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

  // A live region is announced only when it was there before its text.
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
      // The authorize page can't be framed, so from a frame the link leads out of it; elsewhere _top is this window.
      link.target = '_top';
      link.append(said.link);
      note.append(said.blocked, link, '.');
    },
    clear() {
      note.textContent = '';
    },
  };
}
