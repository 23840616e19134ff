import type { Page } from '@pristan/flows';
import type { RawBuilder } from 'kysely';
import { sql } from 'kysely';

/** Maximum rows that a search by name looks at for one page, which may then be short. */
export const searchedMax = 20_000;

/** Cuts a page from rows that were read with `limit + 1`: the extra row shows that there is a next page. */
export function pageOf<Row, Behind>(
  rows: readonly Row[],
  limit: number,
  placeOf: (row: Row) => Behind,
): Page<Row, Behind> {
  const page = rows.slice(0, limit);
  const last = page.at(-1);
  return { rows: page, next: rows.length > limit && last !== undefined ? placeOf(last) : undefined };
}

/** The query of a list page: all rows after its cursor, in order. */
interface Behind<Row> {
  offset(rows: number): { limit(rows: number): { executeTakeFirst(): Promise<Row | undefined> } };
}

/**
 * A page of a name search that looked through at most `searchedMax` rows. A short page continues after the last row
 * looked at, unless the list ended there.
 */
export async function searchedPageOf<Row extends Last, Last, Place>(
  rows: readonly Row[],
  { limit, isSearch }: { readonly limit: number; readonly isSearch: boolean },
  list: { readonly behind: Behind<Last>; placeOf(row: Last): Place },
): Promise<Page<Row, Place>> {
  const page = pageOf(rows, limit, (row) => list.placeOf(row));
  if (page.next !== undefined || !isSearch) return page;
  const last = await list.behind
    .offset(searchedMax - 1)
    .limit(1)
    .executeTakeFirst();
  return { ...page, next: last === undefined ? undefined : list.placeOf(last) };
}

/** SQL condition: a name contains this text, case-insensitively; always true without a text. */
export function nameHas(column: string, part: string | undefined): RawBuilder<boolean> {
  return part === undefined ? sql<boolean>`true` : sql<boolean>`strpos(lower(${sql.ref(column)}), lower(${part})) > 0`;
}
