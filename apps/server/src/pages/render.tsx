import { shownProse } from '@pristan/wire';
import type { ComponentChild } from 'preact';
import { renderToString } from 'preact-render-to-string';
import { PageContextProvider, withTexts, type PageContext } from './design/page-context.ts';

/**
 * Renders one page to a complete HTML document. Pure: the same component and context give the same text. Characters
 * that no text may have (direction, controls), stored before there were checks or typed just now, are shown as U+FFFD.
 * The result has no inline script, style element or style attribute, so `script-src 'self'; style-src 'self'` serves
 * it.
 */
export function renderPage(node: ComponentChild, setting: PageContext): string {
  return (
    '<!doctype html>' +
    shownProse(renderToString(<PageContextProvider value={withTexts(setting)}>{node}</PageContextProvider>))
  );
}
