/** Reads the text parameters of these names from a URL's query; malformed values are dropped. */
export function texts<Name extends string>(
  search: Readonly<Record<string, unknown>>,
  forms: Readonly<Record<Name, RegExp>>,
): { readonly [Key in Name]?: string } {
  const said: { [Key in Name]?: string } = {};
  for (const name of Object.keys(forms) as Name[]) {
    const value = search[name];
    if (typeof value === 'string' && forms[name].test(value)) said[name] = value;
  }
  return said;
}

/** Reads a positive integer id from a URL, which may hold it as text; `undefined` for anything else. */
export function positiveId(value: unknown): number | undefined {
  const number = Number(value);
  return Number.isSafeInteger(number) && number > 0 ? number : undefined;
}

/** A calendar day as a date field writes it: `2026-11-23`. */
export const day = /^\d{4}-\d\d-\d\d$/;

/**
 * A query parameter with the start of a day in the person's time zone, in Unix seconds, `daysLater` days on; without a
 * day there is none.
 */
export function dayStart<Name extends string>(
  name: Name,
  said: string | undefined,
  daysLater: number,
): { readonly [Key in Name]?: number } {
  const [year = 0, month = 0, date = 0] = (said ?? '').split('-').map(Number);
  const milliseconds = new Date(year, month - 1, date + daysLater).getTime();
  const query: { [Key in Name]?: number } = {};
  if (said !== undefined && milliseconds >= 0) query[name] = milliseconds / 1000;
  return query;
}
