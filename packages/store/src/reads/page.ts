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

/** Whether a name has these letters somewhere, in any case; everything does when none are asked for. */
export function nameHas(column: string, part: string | undefined): RawBuilder<boolean> {
  return part === undefined ? sql<boolean>`true` : sql<boolean>`strpos(lower(${sql.ref(column)}), lower(${part})) > 0`;
}
