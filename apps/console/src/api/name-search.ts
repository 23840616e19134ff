/** Letters of a name that a list is asked for, as its address says them. */
export interface NameSearch {
  readonly q?: string;
}

/** What an address asks for; more letters than the platform takes are left out. */
export function nameSearch(search: Readonly<Record<string, unknown>>): NameSearch {
  const { q } = search;
  // The router reads an address that holds only figures as a number.
  const text = typeof q === 'string' ? q.trim() : typeof q === 'number' ? String(q) : '';
  return text === '' ? {} : { q: text.slice(0, 100) };
}
