/** Cursor of a list: the page begins after this row. `at` never changes, so the row keeps its position. */
export interface RowCursor {
  readonly at: number;
  readonly id: string;
}

/** The requested page of a long list. */
export interface PageRequest<Behind = RowCursor> {
  readonly limit: number;
  readonly before?: Behind | undefined;
}

/** One page of a list. */
export interface Page<Row, Behind = RowCursor> {
  readonly rows: readonly Row[];
  /** Cursor of the next page; `undefined` when this page is the last one. */
  readonly next: Behind | undefined;
}

/** Filter by name: a case-insensitive substring. A filtered page may be short or empty and still have a next one. */
export interface NameFilter {
  readonly name?: string | undefined;
}
