import { day, setInstant, texts, wholeNumber } from './search.ts';

/** What of the log is shown, as its address says it; days are the person's own. */
export interface ActivitySearch {
  readonly person?: number;
  readonly client?: string;
  readonly kind?: string;
  /** `2026-11-23`, from its beginning on. */
  readonly from?: string;
  /** The same, to its end. */
  readonly to?: string;
  readonly before?: string;
}

/** What an address asks for; a value of another form is left out. */
export function activitySearch(search: Readonly<Record<string, unknown>>): ActivitySearch {
  const person = wholeNumber(search['person']);
  return {
    ...(person === undefined ? {} : { person }),
    ...texts(search, { client: /^[\da-f-]{36}$/, kind: /^[a-z_]{1,40}$/, from: day, to: day, before: /^\d+-\d+$/ }),
  };
}

/** The same as the API is asked. */
export function activityQuery({ person, client, kind, from, to, before }: ActivitySearch): string {
  const query = new URLSearchParams();
  if (person !== undefined) query.set('person', String(person));
  if (client !== undefined) query.set('client_id', client);
  if (kind !== undefined) query.set('kind', kind);
  setInstant(query, 'from', from, 0);
  setInstant(query, 'to', to, 1);
  if (before !== undefined) query.set('before', before);
  return query.toString();
}
