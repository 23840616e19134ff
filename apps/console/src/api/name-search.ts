/** Search text for a list of names, as the page’s URL holds it. */
export interface NameSearch {
  readonly q?: string;
}

/** Reads a list’s search text from a URL, cut to the length that the platform accepts. */
export function nameSearch(search: Readonly<Record<string, unknown>>): NameSearch {
  const { q } = search;
  // The router parses a search text of digits as a number.
  const text = typeof q === 'string' ? q.trim() : typeof q === 'number' ? String(q) : '';
  return text === '' ? {} : { q: text.slice(0, 100) };
}
