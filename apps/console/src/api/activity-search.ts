import { day, dayStart, texts, positiveId } from './search.ts';
import type { Sent } from './sent.ts';

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

export type ActivityQuery = NonNullable<Sent<'list_activity'>['query']>;

/** Reads the activity log’s filter from a URL; malformed values are dropped. */
export function activitySearch(search: Readonly<Record<string, unknown>>): ActivitySearch {
  const person = positiveId(search['person']);
  return {
    ...(person === undefined ? {} : { person }),
    ...texts(search, { client: /^[\da-f-]{36}$/, kind: /^[a-z_]{1,40}$/, from: day, to: day, before: /^\d+-\d+$/ }),
  };
}

/** The activity log’s filter as query parameters of the API. */
export function activityQuery({ client, from, to, ...said }: ActivitySearch): ActivityQuery {
  return {
    ...said,
    ...(client === undefined ? {} : { client_id: client }),
    ...dayStart('from', from, 0),
    ...dayStart('to', to, 1),
  };
}
