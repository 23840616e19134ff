/**
 * A key for each of some rows that have no id of their own. Rows of one name, as of one second and address, are numbered
 * from the oldest, which stands last: a newer one changes no key that is there.
 */
export function keyed<Row>(
  rows: readonly Row[],
  nameOf: (row: Row) => string,
): readonly { readonly key: string; readonly row: Row }[] {
  const seen = new Map<string, number>();
  return rows
    .toReversed()
    .map((row) => {
      const name = nameOf(row);
      const number = (seen.get(name) ?? 0) + 1;
      seen.set(name, number);
      return { key: `${name} ${number}`, row };
    })
    .toReversed();
}
