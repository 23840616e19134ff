/* These functions run in the browser; each is sent there alone, so it uses nothing from outside of it. */

declare global {
  interface Window {
    shiftSeen?: number;
  }
}

/** Starts adding up the page’s layout shifts; it must run before the page loads. */
export function watchLayout(): void {
  window.shiftSeen = 0;
  new PerformanceObserver((list) => {
    for (const entry of list.getEntries() as (PerformanceEntry & { value: number; hadRecentInput: boolean })[])
      if (!entry.hadRecentInput) window.shiftSeen = (window.shiftSeen ?? 0) + entry.value;
  }).observe({ type: 'layout-shift', buffered: true });
}

/** Returns the sum of the page’s layout shifts since `watchLayout`. @see https://web.dev/articles/cls */
export function layoutShift(): number {
  return window.shiftSeen ?? Number.NaN;
}

/** Finds texts on the page that are cut off, except names and addresses with an intended ellipsis. */
export function clippedTexts(): string[] {
  const found: string[] = [];
  for (const element of document.querySelectorAll<HTMLElement>('#root *')) {
    const style = getComputedStyle(element);
    const holdsText = [...element.childNodes].some((node) => node.nodeType === 3 && node.textContent?.trim() !== '');
    if (!holdsText || style.overflowX === 'visible' || style.overflowX === 'auto' || style.overflowX === 'scroll')
      continue;
    if (element.scrollWidth > element.clientWidth + 1 && element.clientWidth > 2) found.push(element.innerText);
  }
  return found;
}

/**
 * Finds Latin words in a Russian page's own text: outside of names, addresses, code and text marked as another
 * language.
 */
export function untranslatedTexts(): string[] {
  const known = new Set(
    'amocrm api ci curl gif html http https id jpeg json node oauth openapi php png pristan push- refresh- s256 state url utc'.split(
      ' ',
    ),
  );
  // A word with a dot, an underscore or a slash is a file name, a parameter or an address, and belongs to no language.
  const names = /\S*[A-Za-z\d][._/:]\S*/g;
  const own = 'bdi, code, pre, .mono, [lang="en"], script, noscript, style, option, input, textarea';
  const found: string[] = [];
  const walker = document.createTreeWalker(document.body, NodeFilter.SHOW_TEXT);
  for (let node = walker.nextNode(); node !== null; node = walker.nextNode()) {
    if (node.parentElement?.closest(own) !== null) continue;
    const words = (node.textContent ?? '').replaceAll(names, ' ').match(/[A-Za-z][A-Za-z\d-]+/g) ?? [];
    const unknown = words.filter((word) => !known.has(word.toLowerCase()));
    if (unknown.length > 0) found.push(`${unknown.join(', ')} in “${(node.textContent ?? '').trim().slice(0, 80)}”`);
  }
  return found;
}
