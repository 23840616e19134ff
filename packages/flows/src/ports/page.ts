/** Where a page of a list begins: behind this row. The moment never changes, so the row stays where it is. */
export interface RowPlace {
  readonly at: number;
  readonly id: string;
}

/** A page that is asked for, of rows that may be many. */
export interface PageAsked<Behind = RowPlace> {
  readonly limit: number;
  readonly before?: Behind | undefined;
}

/** A page of a list. */
export interface Page<Row, Behind = RowPlace> {
  readonly rows: readonly Row[];
  /** Where the next one begins; `undefined`: this is the last. */
  readonly next: Behind | undefined;
}

/** A part of a name, in any case; a page of what has it may be short, or empty, and not be the last. */
export interface NameAsked {
  readonly name?: string | undefined;
}
