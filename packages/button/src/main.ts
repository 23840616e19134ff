/**
 * Draws a button before every script tag that asks for one: those in the page now, those the parser still comes to, and
 * those inserted later. Runs once per platform however often the file is loaded, and leaves `window.onload` alone unless
 * nobody has set it.
 */
import { subjectOf } from './authorize-url.ts';
import { makePressable } from './press.ts';
import { incompleteTagMessage, tagSelector } from './tag.ts';
import { draw } from './view.ts';

/** What was done with a tag stands on the tag itself, where a second copy of this script sees it. */
const seen = Symbol.for('pristan.button');

const own = originOf(document.currentScript);
const running = Symbol.for(`pristan.button ${String(own)}`);

if (!Reflect.has(window, running)) {
  Reflect.set(window, running, true);
  scan(document);
  new MutationObserver((records) => {
    for (const { addedNodes } of records) {
      for (const node of addedNodes) if (node instanceof Element) scan(node);
    }
  }).observe(document, { childList: true, subtree: true });
  document.addEventListener('DOMContentLoaded', scanDocument);
  // Pages written for the older script call `window.onload()` after inserting a tag.
  if (!window.onload) window.onload = scanDocument;
}

function scanDocument(): void {
  scan(document);
}

function scan(root: Document | Element): void {
  if (root instanceof Element && root.matches(tagSelector)) render(root);
  for (const tag of root.querySelectorAll(tagSelector)) render(tag);
}

function render(tag: Element): void {
  if (!(tag instanceof HTMLScriptElement) || !tag.isConnected) return;
  const platform = platformOf(tag);
  if (!platform || Reflect.get(tag, seen) === 'drawn') return;
  if (!subjectOf(tag.dataset)) {
    if (!Reflect.has(tag, seen)) console.error(incompleteTagMessage);
    Reflect.set(tag, seen, 'skipped');
    return;
  }
  Reflect.set(tag, seen, 'drawn');
  const view = draw(tag);
  makePressable(tag, view, platform);
  tag.before(view.wrapper);
}

/** A tag that loads another platform's script is that script's to draw. One without `src` goes to whoever runs. */
function platformOf(tag: HTMLScriptElement): string | undefined {
  const origin = originOf(tag) || own;
  // A module does not know its own tag, so it takes the tags that load modules.
  return origin === own || (!own && tag.type === 'module') ? origin : undefined;
}

function originOf(script: HTMLOrSVGScriptElement | null): string | undefined {
  return script instanceof HTMLScriptElement && /^https?:/.test(script.src) ? new URL(script.src).origin : undefined;
}
