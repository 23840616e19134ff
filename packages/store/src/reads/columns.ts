import type { SelectType } from 'kysely';
import type { Database } from '../database.ts';

/** The type of a column, as a statement written as text reads it. */
export type Column<Table extends keyof Database, Name extends keyof Database[Table]> = SelectType<
  Database[Table][Name]
>;

/** Columns of a left join: all of them, or nulls. A column that is never null in `Columns` says which. */
export type LeftJoined<Columns> = Columns | { readonly [Name in keyof Columns]: null };

/** The row of a statement that returns a row for each question. @throws when there is none */
export function rowOf<Row>(row: Row | undefined): Row {
  if (row === undefined) throw new Error('a statement that answers every question returned no row');
  return row;
}
