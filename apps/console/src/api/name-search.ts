/** Search text for a list, as the URL holds it. */
export interface NameSearch {
  readonly q?: string;
}

/** Reads the search text from a URL, cut to the length that the platform accepts. */
export function nameSearch(search: Readonly<Record<string, unknown>>): NameSearch {
  const { q } = search;
  // The router parses an all-digit value as a number.
  const text = typeof q === 'string' ? q.trim() : typeof q === 'number' ? String(q) : '';
  return text === '' ? {} : { q: text.slice(0, 100) };
}
