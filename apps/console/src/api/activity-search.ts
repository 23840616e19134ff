import { day, setDayStart, texts, positiveId } from './search.ts';

/** Filter of the activity log as the URL holds it; days are in the person's time zone. */
export interface ActivitySearch {
  readonly person?: number;
  readonly client?: string;
  readonly kind?: string;
  /** First day shown, such as `2026-11-23`, from its start. */
  readonly from?: string;
  /** Last day shown, to its end. */
  readonly to?: string;
  readonly before?: string;
}

/** Reads the activity log’s filter from a URL; malformed values are dropped. */
export function activitySearch(search: Readonly<Record<string, unknown>>): ActivitySearch {
  const person = positiveId(search['person']);
  return {
    ...(person === undefined ? {} : { person }),
    ...texts(search, { client: /^[\da-f-]{36}$/, kind: /^[a-z_]{1,40}$/, from: day, to: day, before: /^\d+-\d+$/ }),
  };
}

/** Formats the activity log’s filter as query parameters of the API. */
export function activityQuery({ person, client, kind, from, to, before }: ActivitySearch): string {
  const query = new URLSearchParams();
  if (person !== undefined) query.set('person', String(person));
  if (client !== undefined) query.set('client_id', client);
  if (kind !== undefined) query.set('kind', kind);
  setDayStart(query, 'from', from, 0);
  setDayStart(query, 'to', to, 1);
  if (before !== undefined) query.set('before', before);
  return query.toString();
}
