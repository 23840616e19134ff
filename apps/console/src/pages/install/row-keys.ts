/**
 * React keys for rows without ids. Rows of the same name are numbered from the oldest, which comes last, so that a
 * newer row changes no existing key.
 */
export function withRowKeys<Row>(
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
