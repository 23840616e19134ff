/**
 * Draws a button before every script tag with one of the button's classes: those in the page, those parsed later, and
 * those inserted later. Runs once per platform however often the file is loaded. Sets `window.onload` only when the
 * page has not.
 */
import { integrationParameters } from './authorize-url.ts';
import { makeClickable } from './click.ts';
import { incompleteTagMessage, tagSelector } from './tag.ts';
import { drawButton } from './view.ts';

/** Whether a tag was drawn is stored on the tag itself, where a second copy of this script finds it. */
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
  // Pages written for amoCRM's script call `window.onload()` after inserting a tag.
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
  if (!integrationParameters(tag.dataset)) {
    if (!Reflect.has(tag, seen)) console.error(incompleteTagMessage);
    Reflect.set(tag, seen, 'skipped');
    return;
  }
  Reflect.set(tag, seen, 'drawn');
  const view = drawButton(tag);
  makeClickable(tag, view, platform);
  tag.before(view.wrapper);
}

/**
 * The origin of the platform that draws a tag; `undefined` when another platform's script draws it. A tag without `src`
 * belongs to the script that runs.
 */
function platformOf(tag: HTMLScriptElement): string | undefined {
  const origin = originOf(tag) || own;
  // A script loaded as a module does not know its own tag, so it handles the tags that load modules.
  return origin === own || (!own && tag.type === 'module') ? origin : undefined;
}

function originOf(script: HTMLOrSVGScriptElement | null): string | undefined {
  return script instanceof HTMLScriptElement && /^https?:/.test(script.src) ? new URL(script.src).origin : undefined;
}
