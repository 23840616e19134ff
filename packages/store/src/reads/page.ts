import type { Page } from '@pristan/flows';
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';

/** Rows that a search by name looks at before it gives a page that may be short. */
export const searchedMax = 20_000;

/** A page of rows, of which one more than asked for was read: it tells whether there is a next page. */
export function pageOf<Row, Behind>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => Behind,
): Page<Row, Behind> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last !== undefined ? placeOf(last) : undefined };
}

/** What a page is read from: everything behind the place that it begins at, in its order. */
interface Behind<Row> {
  offset(rows: number): { limit(rows: number): { executeTakeFirst(): Promise<Row | undefined> } };
}

/**
 * A page of rows of which a search looked through `searchedMax`. One that is not full goes on behind the last that it
 * looked at, if it was not at the end of the list.
 */
export async function searchedPageOf<Row extends Last, Last, Place>(
  rows: readonly Row[],
  { limit, name }: { readonly limit: number; readonly name?: string | undefined },
  list: { readonly behind: Behind<Last>; placeOf(row: Last): Place },
): Promise<Page<Row, Place>> {
  const page = pageOf(rows, limit, (row) => list.placeOf(row));
  if (page.next !== undefined || name === undefined) return page;
  const last = await list.behind
    .offset(searchedMax - 1)
    .limit(1)
    .executeTakeFirst();
  return { ...page, next: last === undefined ? undefined : list.placeOf(last) };
}

/** Whether a name has these letters somewhere, in any case; everything does when none are asked for. */
export function nameHas(column: string, part: string | undefined): RawBuilder<boolean> {
  return part === undefined ? sql<boolean>`true` : sql<boolean>`strpos(lower(${sql.ref(column)}), lower(${part})) > 0`;
}
